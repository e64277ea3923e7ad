// What a capable model answers must reach people as it is written, and what a bad one does must not.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { groundDraft } from '../../src/answer/ground.ts';
import { languagesOf } from '../../src/answer/grounding/claim.ts';
import { nameWordsIn } from '../../src/answer/grounding/name.ts';
import { placesIn } from '../../src/language/places.ts';
import { loadStatement } from '../../src/speech/load.ts';
import { placesOf } from '../../src/statement/quotation.ts';
import { type ReplyClaim, readReplies, shownOf } from './replies.ts';

const claims = readReplies('test/eval/replies');
const right = claims.filter(({ why }) => why === null);

test('of 195 right claims at most three lose their wording', () => {
  expect(right).toHaveLength(195);
  const withheld = right.filter((claim) => shownOf(claim) === '').map(({ file, text }) => `${file}: ${text}`);
  expect(withheld.length, withheld.join('\n')).toBeLessThanOrEqual(3);
});

test('of 60 wrong claims that words can tell none is shown', () => {
  const wrong = claims.filter(({ why }) => why !== null);
  expect(wrong).toHaveLength(60);
  expect(wrong.filter((claim) => shownOf(claim) !== '').map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test('what small models repeated from a prompt, or said of other sentences, is not shown', async () => {
  const statement = await loadStatement('data/statements/2020-11-17-tangible-assistance.md');
  const about = { statement, places: placesOf(statement) };
  const shown = new Set(statement.sentences.map(({ key }) => key));
  const { wrong } = JSON.parse(readFileSync('test/eval/replies/small-models.json', 'utf8')) as {
    wrong: { question: string; claim: string; sentences: string[]; premise?: string }[];
  };
  for (const { question, claim, sentences, premise = null } of wrong) {
    const draft = { outcome: 'answered' as const, claims: [{ text: claim, sentences }], premise };
    const grounded = groundDraft(draft, { about, shown, asked: question });
    // The words of another sentence may stand over that sentence.
    const own = grounded.claims.filter(
      ({ text, quotes }) => text !== '' && quotes.some(({ keys }) => keys.some((key) => sentences.includes(key))),
    );
    expect(own.map(({ text }) => text)).toEqual([]);
  }
});

test('of the same claims with a digit, a name or a "not" changed at most one in fifty is shown', () => {
  const changed = right.flatMap((claim) => changesOf(claim).map((text) => ({ claim, text })));
  expect(changed.length).toBeGreaterThan(500);
  const shown = changed.filter(({ claim, text }) => shownOf(claim, text) !== '').map(({ text }) => text);
  expect(shown.length / changed.length, shown.join('\n')).toBeLessThanOrEqual(0.02);
});

const OTHER_COUNTRY: Readonly<Record<string, string>> = {
  en: 'Brazil',
  de: 'Brasilien',
  fr: 'Brésil',
  es: 'Brasil',
  pl: 'Brazylia',
  ru: 'Бразилия',
  uk: 'Бразилія',
  be: 'Бразілія',
  zh: '巴西',
};
const OTHER_PERSON: readonly (readonly [letters: RegExp, name: string])[] = [
  [/\p{Script=Han}/u, '孙建国'],
  [/\p{Script=Cyrillic}/u, 'Самойлов'],
  [/./u, 'Bernhardt'],
];

function otherThan(name: string, languages: readonly string[]): string {
  if (placesIn(name, languages).length > 0) return OTHER_COUNTRY[languages[0] ?? 'en'] ?? 'Brazil';
  return OTHER_PERSON.find(([letters]) => letters.test(name))![1];
}

/** The claim with each of its digits and names changed, one at a time, and, in the statement's language, without its "not". */
function changesOf({ text, about: { statement } }: ReplyClaim): string[] {
  const languages = languagesOf(text, statement.language);
  const digits = Array.from(
    text.matchAll(/\d/g),
    ({ 0: digit, index }) => `${text.slice(0, index)}${(Number(digit) + 3) % 10}${text.slice(index + 1)}`,
  );
  const names = nameWordsIn(text, languages).map((name) => text.replace(name, otherThan(name, languages)));
  const negations = languages[0] === statement.language ? [text.replace(NOT[statement.language] ?? /$/u, '')] : [];
  return [...digits, ...names, ...negations].filter((changed) => changed !== text);
}

const NOT: Readonly<Record<string, RegExp>> = {
  en: / (?:not|never)(?= )|n't(?= )/,
  de: / (?:nicht|nie)(?= )/,
  fr: / pas(?= )/,
  es: / no(?= )/,
  pl: / nie(?= )/,
  ru: / не(?= )/,
  uk: / не(?= )/,
  zh: /不会|没有/,
};
