// Makes typography plain, with a way back to the offsets it came from.

/** A text with its typography made plain, and the way back. */
export type Folded = {
  readonly text: string;
  /** Offset in the source of the character that gave `text[index]`; `index === text.length` gives the source's end. */
  readonly sourceAt: (index: number) => number;
};

const SINGLE_MARKS = '‘’‚‛`´ʼ′＇‹›';
const DOUBLE_MARKS = '“”„‟″«»＂「」『』〝〞〟';
const DASHES = '‐‑‒–—―−';
// Characters that show nothing: joiners, direction marks, soft hyphens, variation selectors, byte order marks.
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Lower-cases and replaces what differs only in typography: every quotation mark by ' or ", dashes by -, an ellipsis by
 * three points, any run of white space by one space; invisible characters go. Two texts that a reader would call the same
 * words fold to the same string.
 */
export function fold(source: string): Folded {
  const pieces: string[] = [];
  const from: number[] = [];
  let at = 0;
  let afterBlank = true;
  for (const character of source) {
    const plain = foldCharacter(character);
    if (plain !== '' && !(plain === ' ' && afterBlank)) {
      for (let unit = 0; unit < plain.length; unit++) from.push(at);
      pieces.push(plain);
      afterBlank = plain === ' ';
    }
    at += character.length;
  }
  return { text: pieces.join(''), sourceAt: (index) => (index >= from.length ? source.length : from[index]!) };
}

function foldCharacter(character: string): string {
  if (character >= 'a' && character <= 'z') return character;
  if (/\s/u.test(character)) return ' ';
  if (SINGLE_MARKS.includes(character)) return "'";
  if (DOUBLE_MARKS.includes(character)) return '"';
  if (DASHES.includes(character)) return '-';
  if (INVISIBLE.test(character)) return '';
  return character.normalize('NFKC').toLowerCase();
}

/** Opening and closing quotation marks of any kind, ASCII ones included. */
export const QUOTATION_MARKS = `"'${SINGLE_MARKS}${DOUBLE_MARKS}`;
