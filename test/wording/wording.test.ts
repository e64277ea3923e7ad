// Every string of the interface in every language: there, not left in English, and within Telegram's limits.

import { expect, test } from 'vitest';
import { counted, LANGUAGES, languageFor } from '../../src/wording/language.ts';
import { WORDING } from '../../src/wording/wording.ts';

const HOW = { username: 'bot', readsAll: true, pronoun: 'she', example: 'Why?' };
// What the functions are called with, where words will not do.
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  attribution: [{ kind: 'reported', speaker: 'Somebody', pronoun: 'he', publisher: 'Agency' }],
  holdsQuoted: ['he'],
  place: ['paragraph', 4],
  absentWords: [['Ukraine'], ['Kyiv']],
  'fact.date': ['2020-11-17'],
  'fact.language': ['en'],
  'fact.length': ['10'],
  'check.paraphrase': ['she'],
  'check.contradicted': ['she'],
  'telegram.commands': ['she'],
  'telegram.help': [HOW],
  'telegram.addedToGroup': [HOW],
  'telegram.exampleAbout': ['X', 'she'],
  'telegram.inline.check': ['she'],
  'telegram.reading': [3],
  'telegram.moreInSource': [3],
  'telegram.library.heading': [3],
  'telegram.library.paragraphs': [3],
  'telegram.library.own': [3],
  'telegram.library.unsure': [3],
  'telegram.library.missing': ['date'],
  'telegram.stats': [{ questionsToday: 1, peopleToday: 2, tokensToday: 3, queued: 4, dead: 5 }],
  'telegram.usage': [{ all: 1, budget: 2, own: 3, personBudget: 4, here: 5, chatBudget: null }],
  'web.kind': ['reported', { pronoun: 'she' }, 'Agency'],
};

/** "check.verbatim" to what it says; functions are called. */
function strings(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') return strings(value(...(ARGUMENTS[at] ?? ['X', 'Y', 'Z'])), at);
  if (typeof value !== 'object' || value === null) throw new Error(`${at} is ${String(value)}`);
  return Object.entries(value).flatMap(([name, inner]) => strings(inner, at === '' ? name : `${at}.${name}`));
}

const english = new Map(strings(WORDING.en));

test('the interface speaks five languages', () => {
  expect(Object.keys(WORDING)).toEqual([...LANGUAGES]);
  expect(english.size).toBeGreaterThan(150);
});

test.each(LANGUAGES)('%s: no string is missing, empty or left in English', (language) => {
  const own = new Map(strings(WORDING[language]));
  expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [name, text] of own) {
    expect(text.trim(), name).not.toBe('');
    expect(text, name).not.toMatch(/undefined|\[object|NaN/);
    if (language !== 'en' && /[a-z]{3} [a-z]{3}/i.test(english.get(name)!)) {
      expect(text, name).not.toBe(english.get(name));
    }
  }
});

test.each(LANGUAGES)('%s: what the bot says of itself fits into Telegram’s limits', (language) => {
  const { telegram } = WORDING[language];
  expect(telegram.about.length).toBeLessThanOrEqual(120);
  expect(telegram.description('T'.repeat(120), 'P'.repeat(40)).length).toBeLessThanOrEqual(512);
  for (const pronoun of ['he', 'she', 'they'] as const) {
    for (const description of Object.values(telegram.commands(pronoun))) {
      expect(description.length).toBeGreaterThanOrEqual(3);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  }
  // Answers to a press show in a notice of 200 characters.
  for (const notice of [telegram.thanks, telegram.pressed, telegram.cardGone, telegram.settings.adminsOnly]) {
    expect(notice.length).toBeLessThan(200);
  }
});

test('no string speaks of a statement that is not at hand, or of a man where nobody is known', () => {
  for (const language of LANGUAGES) {
    const texts = [WORDING[language].talk, WORDING[language].problem, WORDING[language].telegram.textOnly];
    expect(JSON.stringify(strings(texts)), language).not.toMatch(/Russia|Росси|Расі|Росі|俄罗斯|multi-vector/);
  }
  const unknown = { ...HOW, pronoun: 'they', example: null } as const;
  expect(WORDING.en.telegram.help(unknown)).not.toMatch(/\b(?:he|she|his|her)\b/i);
  expect(JSON.stringify(WORDING.en.telegram.commands('they'))).not.toMatch(/\b(?:he|she|his|her)\b/i);
});

test('mentions are told of only where they arrive, and commands with the name before them', () => {
  for (const language of LANGUAGES) {
    const { help, addedToGroup } = WORDING[language].telegram;
    for (const text of [help({ ...HOW, pronoun: 'he' }), addedToGroup({ ...HOW, pronoun: 'he' })]) {
      expect(text).toContain('/ask@bot');
      expect(text).toMatch(/[^/a-z]@bot/);
    }
    const hidden = addedToGroup({ ...HOW, pronoun: 'he', readsAll: false });
    expect(hidden.replaceAll(/\/(?:ask|check)@bot/g, '')).not.toContain('@bot');
  }
});

test('nouns are counted as their language counts them', () => {
  const rows = [
    [WORDING.en.telegram.reading, 1, 'Reading 1 paragraph…'],
    [WORDING.en.telegram.reading, 2, 'Reading 2 paragraphs…'],
    [WORDING.ru.telegram.reading, 1, 'Читаю 1 абзац…'],
    [WORDING.ru.telegram.reading, 3, 'Читаю 3 абзаца…'],
    [WORDING.ru.telegram.reading, 11, 'Читаю 11 абзацев…'],
    [WORDING.uk.telegram.moreInSource, 22, 'Ще 22 цитати у джерелі'],
    [WORDING.uk.telegram.moreInSource, 5, 'Ще 5 цитат у джерелі'],
    [WORDING.be.telegram.moreInSource, 21, 'У крыніцы яшчэ 21 цытата'],
  ] as const;
  for (const [say, count, text] of rows) expect(say(count)).toBe(text);
  const figures = { questionsToday: 1, peopleToday: 1, tokensToday: 2, queued: 0, dead: 0 };
  expect(WORDING.en.telegram.stats(figures)).toContain('1 question from 1 person, 2 tokens');
  expect(counted('zh', { other: '段' })(3)).toBe('3 段');
});

test('a client’s tag finds its language, and English where there is none', () => {
  const rows = { uk: 'uk', 'uk-UA': 'uk', 'zh-hans': 'zh', 'be-BY': 'be', pl: 'en', '': 'en' };
  for (const [tag, language] of Object.entries(rows)) expect(languageFor(tag)).toBe(language);
  expect(languageFor(undefined)).toBe('en');
});
