// Every string of the interface in every language: there, not left in English, and within Telegram's limits.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LANGUAGES, languageFor } from '../../src/wording/language.ts';
import { WORDING } from '../../src/wording/wording.ts';

const HOW = { username: 'bot', readsAll: true, pronoun: 'she', example: 'Why?' } as const;

type Messages = { readonly [name: string]: string | Messages };

async function messagesOf(language: string): Promise<ReadonlyMap<string, string>> {
  return new Map(flat(JSON.parse(await readFile(`data/wording/${language}.json`, 'utf8')) as Messages));
}

/** "check.verbatim" to its message. */
function flat(messages: Messages, at = ''): [string, string][] {
  return Object.entries(messages).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [[`${at}${name}`, inner] as [string, string]] : flat(inner, `${at}${name}.`),
  );
}

const blanksOf = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

const english = await messagesOf('en');

test('the interface speaks five languages', () => {
  expect(Object.keys(WORDING)).toEqual([...LANGUAGES]);
  expect(english.size).toBeGreaterThan(150);
});

test.each(LANGUAGES)('%s: no message is missing, empty, left in English or without its blanks', async (language) => {
  const own = await messagesOf(language);
  // A language may have plural forms that English lacks.
  for (const name of own.keys()) expect(english.has(name.replace(/\.few$/, '.other')), name).toBe(true);
  for (const [name, message] of english) {
    const text = own.get(name);
    expect(text, name).toBeDefined();
    if (name !== 'telegram.helpNoExample') expect(text!.trim(), name).not.toBe('');
    // Chinese has no pronoun's possessive to fill in, and names nobody where English does.
    expect(new Set(blanksOf(text!)), name).toEqual(new Set(blanksOf(message)));
    if (language !== 'en' && /[a-z]{3} [a-z]{3}/i.test(message)) expect(text, name).not.toBe(message);
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
    expect(JSON.stringify(WORDING[language]), language).not.toMatch(/Russia|Росси|Расія|Росія|俄罗斯|multi-vector/);
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
  const figures = { questions: 1, people: 1, tokens: 2, queued: 0, dead: 0 };
  expect(WORDING.en.telegram.stats(figures)).toContain('1 question from 1 person, 2 tokens');
});

test('a value that ends with a stop is not followed by another', () => {
  expect(WORDING.uk.fact('date', '2020-11-17')).toBe('Дата: 17 листопада 2020 р.');
  expect(WORDING.en.fact('date', '2020-11-17')).toBe('It is dated 17 November 2020.');
});

test('a client’s tag finds its language, and English where there is none', () => {
  const rows = { uk: 'uk', 'uk-UA': 'uk', 'zh-hans': 'zh', 'be-BY': 'be', pl: 'en', '': 'en' };
  for (const [tag, language] of Object.entries(rows)) expect(languageFor(tag)).toBe(language);
  expect(languageFor(undefined)).toBe('en');
});
