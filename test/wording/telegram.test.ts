// Every string of the interface in every language: there, not left in English, and within Telegram's limits.

import { describe, expect, test } from 'vitest';
import { TELEGRAM_WORDING } from '../../src/wording/telegram.ts';
import { WEB_WORDING } from '../../src/wording/web.ts';
import { LANGUAGES, WORDING } from '../../src/wording/wording.ts';

const TABLES = { WORDING, TELEGRAM_WORDING, WEB_WORDING } as const;
// What the functions are called with, where words will not do.
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  attribution: [{ kind: 'reported', speaker: 'Somebody', pronoun: 'he', publisher: 'Agency' }],
  holdsQuoted: ['he'],
  place: ['paragraph', 4],
  absent: [['Ukraine']],
  searched: [22, ['Ukraine']],
  kind: ['reported', { pronoun: 'she' }, 'Agency'],
  stats: [{ questionsToday: 1, peopleToday: 2, tokensToday: 3, queued: 4, dead: 5 }],
};

/** "check.verbatim" to what it says; functions are called. */
function strings(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') return strings(value(...(ARGUMENTS[at] ?? ['X', 'Y', 'Z'])), `${at}()`);
  if (typeof value !== 'object' || value === null) throw new Error(`${at} is ${String(value)}`);
  return Object.entries(value).flatMap(([name, inner]) => strings(inner, at === '' ? name : `${at}.${name}`));
}

describe.each(Object.entries(TABLES))('%s', (_name, table) => {
  const english = new Map(strings(table.en));

  test('covers exactly the languages of the interface', () => {
    expect(Object.keys(table)).toEqual([...LANGUAGES]);
    expect(english.size).toBeGreaterThan(10);
  });

  test.each(LANGUAGES)('%s: no string is missing, empty or left in English', (language) => {
    const own = new Map(strings(table[language]));
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of own) {
      expect(text.trim(), name).not.toBe('');
      expect(text, name).not.toMatch(/undefined|\[object|NaN/);
      if (language !== 'en' && /[a-z]{3} [a-z]{3}/i.test(english.get(name)!)) {
        expect(text, name).not.toBe(english.get(name));
      }
    }
  });
});

test.each(LANGUAGES)('%s: what the bot says of itself fits into Telegram’s limits', (language) => {
  const wording = TELEGRAM_WORDING[language];
  expect(wording.about.length).toBeLessThanOrEqual(120);
  expect(wording.description('T'.repeat(120), 'P'.repeat(40)).length).toBeLessThanOrEqual(512);
  expect(wording.examples).toHaveLength(3);
  for (const description of Object.values(wording.commands)) {
    expect(description.length).toBeGreaterThanOrEqual(3);
    expect(description.length).toBeLessThanOrEqual(256);
  }
  // Answers to a press show in a notice of 200 characters.
  for (const notice of [wording.thanks, wording.pressed, wording.cardGone]) expect(notice.length).toBeLessThan(200);
});
