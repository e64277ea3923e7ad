// A person's name in a line of a header: "Foreign Minister Anna Berg, on behalf of …" names Anna Berg.

import { inAnyLanguage, nameIn } from '../../statement/names.ts';

/** `names`: how else the line names the person, with the title. */
export type PersonName = { readonly name: string; readonly names: readonly string[] };

const RUN =
  /\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:(?:de[lrn]?|della|d[aiou]s?|l[ae]|van|von|zu|bin|ibn|al|el|ben|ter|y)\s+)*\p{Lu}[\p{L}\p{M}.'’-]*)+/gu;

/** The first person named in `words`; null where nobody is. */
export function personIn(words: string): PersonName | null {
  const line = words.slice(0, 300).trim();
  // "宋清在联合国大会": who, before where and on what.
  const [han = ''] = /^[\p{Script=Han}·]+/u.exec(line.split(/[在就对]|关于|出席/u)[0]!) ?? [];
  const runs = han === '' ? (line.match(RUN) ?? []) : [han];
  for (const run of runs) {
    const name = nameIn(run);
    const isPerson =
      name !== null &&
      /\s|^\p{Script=Han}{2,4}$|\p{Script=Han}·/u.test(name) &&
      !name.split(/\s+/).some((word) => inAnyLanguage('body').has(word.toLowerCase()));
    if (isPerson) return { name, names: run === name ? [] : [run] };
  }
  return null;
}

/** Who signed: a name alone in one of the last lines of a text, or with an office behind it. */
export function signatureOf(lines: readonly string[]): PersonName | null {
  for (const line of lines.slice(2).slice(-4)) {
    const plain = line.replace(/^[–—-]\s*/u, '');
    const found = plain.length <= 60 && !/[.!?…。:]$/u.test(plain) ? personIn(plain) : null;
    const at = found ? plain.indexOf(found.name) : -1;
    // Before the name a title, behind it nothing or an office.
    if (
      found &&
      at >= 0 &&
      plain.slice(0, at).split(/\s+/).length <= 4 &&
      /^(?:$|,|\s*\()/.test(plain.slice(at + found.name.length))
    )
      return found;
  }
  return null;
}
