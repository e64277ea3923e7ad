// Inline queries with the real bot: cards at every keystroke, and the "Ask" card that is filled in once it is sent.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startBot } from '../helpers/bot.ts';
import { questionIn, RUSSIA } from '../helpers/drafts.ts';
import { drafts } from '../model-server/server.ts';
import { startTelegram } from '../telegram-server/server.ts';
import { journey } from './set-up.ts';

const LONG =
  'what exactly did he say about the relations with Russia and with China, and in which words did he say it?';
const world = journey({ telegram: { floodControl: false }, model: () => drafts(RUSSIA) });

function person(language_code = 'en') {
  return world.telegram.user({ first_name: 'Ann', language_code });
}

type Article = { id: string; title: string; description: string };

describe('cards', () => {
  test('are verbatim sentences, best first, behind the card that asks; the model is not called', async () => {
    const { results, nextOffset, cacheTime, isPersonal, button } = await person().inline('russia').answer();
    const [ask, first, ...others] = results as readonly Article[];
    expect(ask).toMatchObject({ id: 'ask', title: 'Ask: russia', description: 'Get an answer with quotations' });
    expect(first!.title).toMatch(/^“After all, we have made it clear that our closest ally/);
    expect(first!.description).toBe('Aleksandr Lukashenko, his own words · paragraph 4');
    expect(others.length).toBeGreaterThan(3);
    expect(others.map(({ description }) => description)).toContain(
      'Aleksandr Lukashenko, as reported by BelTA · paragraph 4',
    );
    // The card that asks counts for none of the sentences.
    expect(Number(nextOffset)).toBe(results.length - 1);
    expect({ isPersonal, button }).toEqual({ isPersonal: true, button: undefined });
    expect(cacheTime).toBeGreaterThan(0);
    expect(world.model.requests).toHaveLength(0);
  });

  test('stand alone when sent: the words, the query in bold, who, how, the statement, its date and a link', async () => {
    const card = await person().inline('russia').choose(1);
    expect(card.text).toBe(
      '“After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians.”\n' +
        'Aleksandr Lukashenko, his own words · paragraph 4\n' +
        'Tangible assistance from Russia, China in difficult times for Belarus noted — BelTA, 17 November 2020',
    );
    const marked = (type: string) =>
      card.entities
        .filter((entity) => entity.type === type)
        .map(({ offset, length }) => card.text.slice(offset, offset + length));
    expect(marked('bold')).toEqual(['Russia', 'Russians']);
    expect(marked('text_link')).toEqual(['paragraph 4']);
    expect(marked('blockquote')).toHaveLength(1);
    expect(card.buttons).toEqual([]);
    expect(card.autoLinked).toEqual([]);
  });

  test('are in the language of the query or of the asker, and kept for others only where both would see the same', async () => {
    const russian = await person('en').inline('Россия').answer();
    expect((russian.results as readonly Article[])[0]!.title).toBe('Спросить: Россия');
    expect(russian.isPersonal).toBe(false);
    const belarusian = await person('be').inline('russia').answer();
    expect((belarusian.results as readonly Article[])[0]!.title).toBe('Спытаць: russia');
    expect(belarusian.isPersonal).toBe(true);
  });

  test('show the statement from its beginning for an empty query, at most 50 a page', async () => {
    const { results } = await person().inline('').answer();
    expect((results as readonly Article[])[0]!.title).toMatch(/^MINSK - Belarus received tangible assistance/);
    expect(results.length).toBeLessThanOrEqual(50);
  });

  test('lead to the private chat where there are none', async () => {
    const { results, button } = await person().inline('zebra').answer();
    expect((results as readonly Article[]).map(({ id }) => id)).toEqual(['ask']);
    expect(button).toEqual({ text: 'Nothing found. Ask me in private', start_parameter: 'inline' });
  });

  test('check words in quotation marks', async () => {
    const ask = person().inline('"we have turned our backs on Russia"');
    const results = (await ask.answer()).results as readonly Article[];
    expect(results.slice(0, 2).map(({ id }) => id)).toEqual(['check', 'ask']);
    expect(results[0]).toMatchObject({ title: 'Did he say that?' });
    expect(results[0]!.description).toMatch(/^✎ Not quite/);
    expect((await ask.choose('check')).text).toContain('✎ Not quite.');
  });

  test.each(['😀', '?!', 'שלום russia', 'a\u0301\u0301\u0301', '/start @durov', 'ا'.repeat(200), '“', '"""', '0'])(
    'take any query: %s',
    async (query) => {
      const { results } = await person().inline(query).answer();
      expect(results.length).toBeLessThanOrEqual(50);
    },
  );
});

describe('the "Ask" card', () => {
  test('is filled in by its button where the bot is not told what was sent', async () => {
    const ann = person();
    const card = await ann.inline('russia').choose('ask');
    expect(card.text).toBe('russia\n\nLooking it up…');
    expect((await ann.press(card, 'Get the answer').answer()).text).toBe('On its way…');
    await ann.nextEdit(card);
    expect(card.text).toMatch(/^russia\nHe called Russia and the Russians the closest ally of Belarus\. \[1\]\n/);
    expect(card.buttons.map(({ text }) => text)).toEqual(['👍', '👎', 'Open in the source']);
    expect((await ann.press(card, '👍').answer()).text).toBe('Thank you.');
    expect(card.autoLinked).toEqual([]);
  });

  test('takes nothing from what its sender asked in private', async () => {
    const ann = person();
    const chat = ann.privateChat();
    chat.send('what is this secret of mine about?');
    await chat.nextBotMessage();
    const card = await ann.inline('and why?').choose('ask');
    ann.press(card, 'Get the answer');
    await ann.nextEdit(card);
    const last = world.model.requests.at(-1)!;
    expect(questionIn(last)).toBe('and why?');
    expect(JSON.stringify(last.body.messages)).not.toContain('secret of mine');
  });

  test('with a question too long for its button is filled in all the same', async () => {
    const ann = person();
    const card = await ann.inline(LONG).choose('ask');
    ann.press(card, 'Get the answer');
    await ann.nextEdit(card);
    expect(card.text).toContain(LONG);
    expect(card.text).toContain('He called Russia');
  });

  test('is told from a card that nobody knows any more', async () => {
    const ann = person();
    const card = await ann.inline('russia').choose('ask');
    const [[button]] = card.keyboard!.inline_keyboard as unknown as [[{ callback_data: string }]];
    button.callback_data = 'c:unknown';
    ann.press(card, 0);
    await ann.nextEdit(card);
    expect(card.text).toBe('This card is too old. Please ask again.');
    const other = await ann.inline('russia').choose('ask');
    (other.keyboard!.inline_keyboard as unknown as [[{ callback_data: string }]])[0][0].callback_data =
      'z:from-the-future';
    expect((await ann.press(other, 0).answer()).text).toBe('This card is too old. Please ask again.');
  });
});

test('where Telegram tells what was sent, the card is filled in without a press, and a second time changes nothing', async () => {
  await using other = await startTelegram({ inlineFeedback: true });
  await using withFeedback = await startBot(other);
  const ann = other.user({ first_name: 'Ann', language_code: 'en' });
  const group = other.group();
  const card = await group.as(ann).inline('russia').choose('ask');
  // Sent through the bot into a group it is in: the card itself asks nothing.
  ann.press(card, 'Get the answer');
  await ann.nextEdit(card);
  expect(card.text).toContain('our closest ally');
  await other.confirmed();
  group.send('/new');
  expect((await group.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
  expect(group.botMessages).toHaveLength(1);
  expect(withFeedback.complaints).toEqual([]);
});

test('a button on a card sent before a restart still works, the long question included', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-restart-'));
  const databaseUrl = `file:${path.join(folder, 'bot.sqlite')}`;
  await using other = await startTelegram();
  const ann = other.user({ first_name: 'Ann', language_code: 'en' });
  const before = await startBot(other, { databaseUrl });
  const short = await ann.inline('russia').choose('ask');
  const long = await ann.inline(LONG).choose('ask');
  expect((await before.stop()).code).toBe(0);
  const pressed = [ann.press(short, 'Get the answer'), ann.press(long, 'Get the answer')];
  await using after = await startBot(other, { databaseUrl });
  for (const [at, card] of [short, long].entries()) {
    await pressed[at]!.answer();
    await ann.nextEdit(card);
    expect(card.text).toContain('no model is connected');
  }
  expect(after.complaints).toEqual([]);
  expect((await after.stop()).code).toBe(0);
  await rm(folder, { recursive: true });
});

test('a long statement is paged by offset, each sentence once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-long-'));
  const file = path.join(folder, 'harvests.md');
  const body = Array.from({ length: 120 }, (_, at) => `Sentence ${at} is about the harvest of the year ${1800 + at}.`);
  await writeFile(
    file,
    `---\ntitle: Harvests\ndate: 2026-01-02\npublisher: Agency\nsource: https://agency.example/1\nlanguage: en\nspeaker:\n  name: Ada Speaker\n  pronoun: she\n---\n${body.join('\n\n')}\n`,
  );
  await using other = await startTelegram();
  await using withLong = await startBot(other, { env: { STATEMENT: file } });
  const ann = other.user({ first_name: 'Ann', language_code: 'en' });
  const seen: string[] = [];
  let offset = '';
  do {
    const page = await ann.inline('harvest', { offset }).answer();
    expect(page.results.length).toBeLessThanOrEqual(50);
    seen.push(...page.results.map(({ id }) => id));
    offset = page.nextOffset;
  } while (offset !== '');
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(121);
  expect(withLong.complaints).toEqual([]);
  await rm(folder, { recursive: true });
});
