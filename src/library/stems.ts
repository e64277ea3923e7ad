// By which stems a statement is found, and which of them the words of a question ask for, in the question's language or another.
// Stems are kept in the statement's own language; names that all languages share stand beside them in English and in Latin letters.

import { languageNamed } from '../language/language.ts';
import { anyLanguageOf } from '../language/language-of.ts';
import { inLatin } from '../language/libraries.ts';
import { englishNames } from '../language/names.ts';
import { LISTED_LANGUAGES } from '../language/word-list.ts';
import type { Header } from '../statement/statement.ts';
import { termsOf } from '../text/terms.ts';

// A text of so many different words is found by any of them; PostgreSQL keeps at most a megabyte of them.
const MAX_STEMS = 30_000;

/** The stems by which a text with this header is found, each once. */
export function stemsOf(header: Pick<Header, 'title' | 'publisher' | 'speaker' | 'language'>, text: string): string[] {
  const language = languageNamed(header.language);
  const stems = new Set<string>();
  const { title, publisher, speaker } = header;
  const said = [title, publisher ?? '', speaker?.name ?? '', ...(speaker?.names ?? [])].join('\n');
  const known = new Set<string>();
  for (const part of [said, text]) {
    for (const { folded, start } of termsOf(part)) {
      const isName = language.tag !== 'en' && (language.tag === 'zh' || /\p{Lu}/u.test(part[start]!));
      if ((known.has(folded) && !isName) || stems.size >= MAX_STEMS) continue;
      known.add(folded);
      if (language.isFunctionWord(folded)) continue;
      stems.add(keyOf(language.stem(folded)));
      if (isName) for (const other of sharedNames(folded, language.tag)) stems.add(other);
    }
  }
  stems.delete('');
  return [...stems];
}

/** A word of a question: what it is in a statement of each language, by tag, and how all languages share it where it is a name. */
export type QueryWord = { readonly own: ReadonlyMap<string, string>; readonly shared: readonly string[] };

const MAX_WORDS = 30;

/** The words of a question or an alleged quotation by which statements are looked for; function words are none. */
export function queryWords(words: string): QueryWord[] {
  const tag = anyLanguageOf(words);
  const { isFunctionWord } = languageNamed(tag ?? 'en');
  const found = new Map<string, QueryWord>();
  for (const { folded } of termsOf(words)) {
    if (found.size === MAX_WORDS) break;
    if (found.has(folded) || isFunctionWord(folded) || keyOf(folded) === '') continue;
    const languages = LISTED_LANGUAGES.filter((language) => scriptOf(language).test(folded));
    const own = new Map(languages.map((language) => [language as string, keyOf(languageNamed(language).stem(folded))]));
    found.set(folded, {
      own: own.size > 0 ? own : new Map([['', keyOf(folded)]]),
      shared: sharedNames(folded, tag ?? 'en'),
    });
  }
  return [...found.values()];
}

/** The stems by which a statement in the language `tag` has the word. */
export function stemsIn({ own, shared }: QueryWord, tag: string): string[] {
  const stem = own.get(tag) ?? own.get('') ?? own.get('en');
  return stem === undefined ? [...shared] : [stem, ...shared];
}

/** The stems by which any statement has it. */
export function stemsAnywhere({ own, shared }: QueryWord): string[] {
  return [...new Set([...own.values(), ...shared])].filter((stem) => stem !== '');
}

function scriptOf(language: string): RegExp {
  if (language === 'zh') return /\p{Script=Han}/u;
  return ['ru', 'uk', 'be'].includes(language) ? /\p{Script=Cyrillic}/u : /\p{Script=Latin}/u;
}

/** How other languages write a name: "России" is Russia, "Лукашевич" Lukashevich. */
export function sharedNames(folded: string, language: string): string[] {
  if (language === 'en') return [];
  const english = languageNamed('en');
  const names = (LISTED_LANGUAGES as readonly string[]).includes(language) ? englishNames(folded, language) : [];
  return [...names, inLatin(folded)].map((name) => keyOf(english.stem(name)));
}

/** A stem as it is kept: letters and digits and nothing that a query could mean something by. */
export function keyOf(stem: string): string {
  return stem.replace(/[^\p{L}\p{N}]/gu, '');
}
