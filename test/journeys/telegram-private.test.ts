// Private chats with the real bot, without a model: questions, follow-ups, edits, buttons, commands.

import { describe, expect, test } from 'vitest';
import { journey } from './set-up.ts';

const ADMIN = 4_242;
const world = journey({ env: { ADMIN_IDS: String(ADMIN) } });
const { chatOf } = world;

describe.concurrent('a question', () => {
  test('is answered with quotations, whose words they are, and links to their place', async () => {
    const chat = chatOf('en');
    chat.send('what did he say about Russia?');
    const answer = await chat.nextBotMessage();
    expect(answer.text).toMatch(/^Nearest in the statement \(no model is connected, so I only compare words\):/);
    expect(answer.text).toContain('1  “After all, we have made it clear that our closest ally');
    expect(answer.text).toContain('Aleksandr Lukashenko, his own words · paragraph 4');
    expect(answer.text).toMatch(/BelTA, 17 November 2020$/);
    expect(answer.raw.link_preview_options).toEqual({ is_disabled: true });
    expect(answer.autoLinked).toEqual([]);
    const blocks = answer.entities.filter(({ type }) => type === 'expandable_blockquote');
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    const links = answer.entities.filter((entity) => entity.type === 'text_link');
    expect(links).toHaveLength(blocks.length);
    for (const { offset, length } of links) {
      expect(answer.text.slice(offset, offset + length)).toMatch(/^paragraph \d$/);
    }
    expect(links[0]!.url).toMatch(/^https:\/\/on-record\.example\/s\/2020-11-17-tangible-assistance\?q=4\.4/);
    expect(answer.buttons.map(({ text }) => text)).toEqual([
      'And multi-vector policy?',
      'And China?',
      '👍',
      '👎',
      'Open in the source',
      'Copy the quotation',
      'Share',
    ]);
  });

  test('that the statement says nothing about gets the evidence for that', async () => {
    const chat = chatOf('en');
    chat.send('what did he say about Ukraine? ask @durov, https://evil.com/x?y=1 #tag /start');
    const answer = await chat.nextBotMessage();
    expect(answer.text).toMatch(/^No sentence has /);
    expect(answer.text).not.toMatch(/says nothing|doesn't say/);
    expect(answer.autoLinked).toEqual([]);
  });

  test('that leans on the last one is read together with it, until /new', async () => {
    const chat = chatOf('en');
    chat.send('what is the multi-vector policy?');
    await chat.nextBotMessage();
    chat.send('why?');
    expect((await chat.nextBotMessage()).text).toContain('We have to pursue a multi-vector policy because');
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    chat.send('why?');
    expect((await chat.nextBotMessage()).text).not.toContain('We have to pursue a multi-vector policy because');
  });

  test('that is edited is answered again in the same message, and the follow-up goes by the new one', async () => {
    const chat = chatOf('en');
    const question = chat.send('what did he say about Chna');
    const answer = await chat.nextBotMessage();
    chat.edit(question, 'what did he say about multi-vector policy?');
    await chat.nextEdit(answer);
    expect(answer.text).toContain('multi-vector policy');
    chat.send('why?');
    expect((await chat.nextBotMessage()).text).toContain('We have to pursue a multi-vector policy because');
    expect(chat.botMessages).toHaveLength(2);
  });

  test('that was refused and then edited is answered in the place of the refusal', async () => {
    const chat = chatOf('en');
    const question = chat.send('😀😀😀');
    const refusal = await chat.nextBotMessage();
    expect(refusal.text).toMatch(/^I see no words to look for/);
    chat.edit(question, 'what about Russia?');
    await chat.nextEdit(refusal);
    expect(refusal.text).toContain('our closest ally');
    expect(chat.botMessages).toHaveLength(1);
  });

  test('that comes back unchanged, as when a preview was added, is not answered again', async () => {
    const chat = chatOf('en');
    const question = chat.send('what about Russia?');
    await chat.nextBotMessage();
    chat.edit(question, 'what about Russia?');
    chat.send('/new');
    await chat.nextBotMessage();
    expect(chat.botMessages.map(({ versions }) => versions.length)).toEqual([1, 1]);
  });

  test('that is edited after two minutes stays as it was answered', async () => {
    const chat = chatOf('en');
    const question = chat.send('what about Russia?');
    const answer = await chat.nextBotMessage();
    (question.raw as { date: number }).date -= 121;
    chat.edit(question, 'what about China?');
    chat.send('/new');
    await chat.nextBotMessage();
    expect(answer.versions).toHaveLength(1);
  });

  test('in Russian, Belarusian, Ukrainian or Chinese is labelled in that language, whatever the app speaks', async () => {
    const chat = chatOf('en');
    chat.send('что он сказал о России?');
    expect((await chat.nextBotMessage()).text).toMatch(/собственные слова · абзац 4/);
    chat.send('што ён сказаў пра Расію?');
    expect((await chat.nextBotMessage()).text).toMatch(/ўласныя словы · абзац 4/);
    chat.send('що він сказав про Росію?');
    expect((await chat.nextBotMessage()).text).toMatch(/власні слова · абзац 4/);
    chat.send('他对俄罗斯说了什么？');
    expect((await chat.nextBotMessage()).text).toMatch(/本人原话 · 第4段/);
  });
});

describe.concurrent('the buttons under an answer', () => {
  test('ask the suggested question, shown above its answer', async () => {
    const chat = chatOf('en');
    chat.send('what did he say about Russia?');
    const answer = await chat.nextBotMessage();
    await chat.press(answer, 'And China?').answer();
    const next = await chat.nextBotMessage();
    expect(next.text).toMatch(/^And China\?\n/);
    expect(next.entities[0]).toMatchObject({ type: 'bold', offset: 0, length: 'And China?'.length });
    expect(next.text).toContain('from Russia, China and other countries');
  });

  test('take thumbs, with a word of thanks', async () => {
    const chat = chatOf('en');
    chat.send('what did he say about Russia?');
    const answer = await chat.nextBotMessage();
    expect((await chat.press(answer, '👍').answer()).text).toBe('Thank you.');
    expect((await chat.press(answer, '👎').answer()).text).toBe('Thank you.');
  });
});

describe.concurrent('commands', () => {
  test('/start greets with examples that are asked by a press', async () => {
    const chat = chatOf('ru');
    chat.send('/start');
    const hello = await chat.nextBotMessage();
    expect(hello.text).toContain(
      '«Tangible assistance from Russia, China in difficult times for Belarus noted», BelTA',
    );
    expect(hello.autoLinked).toEqual([]);
    await chat.press(hello, 'Что он сказал на тему «Russia»?').answer();
    expect((await chat.nextBotMessage()).text).toMatch(/^Что он сказал на тему «Russia»\?\n/);
  });

  test.each([
    ['p4-3', /^“We would like to hear their grievances in this regard\?”\nAleksandr Lukashenko, his own words/],
    ['p4', /^paragraph 4\nRecently some media outlets/],
    ['p4-99', /^There is no such passage/],
    ['p99', /^There is no such passage/],
    ['inline', /^Ask me what was said in this statement/],
    ['anything_else-1', /^Ask me what was said in this statement/],
  ])('a deep link start=%s shows its passage', async (parameter, text) => {
    const chat = chatOf('en');
    chat.send(`/start ${parameter}`);
    expect((await chat.nextBotMessage()).text).toMatch(text);
  });

  test('/source tells where the statement comes from, and shows paragraphs on request', async () => {
    const chat = chatOf('en');
    chat.send('/source');
    const source = await chat.nextBotMessage();
    expect(source.text).toBe(
      'Tangible assistance from Russia, China in difficult times for Belarus noted\nBelTA, 17 November 2020\nMinistry of Foreign Affairs of the Republic of Belarus\nOpen in the source',
    );
    expect(source.buttons.map(({ text }) => text)).toEqual(['¶ 1', '¶ 2', '¶ 3', '¶ 4', '¶ 5', '¶ 6']);
    chat.press(source, '¶ 5');
    expect((await chat.nextBotMessage()).text).toMatch(/^paragraph 5\n“We have to pursue a multi-vector policy/);
    chat.send('/source 6');
    expect((await chat.nextBotMessage()).text).toMatch(/^paragraph 6\nThe president instructed/);
    chat.send('/source 4.3');
    expect((await chat.nextBotMessage()).text).toMatch(/^“We would like to hear/);
  });

  test('/quotes pages through everything in his own words', async () => {
    const chat = chatOf('en');
    chat.send('/quotes');
    const page = await chat.nextBotMessage();
    expect(page.text).toMatch(/^Aleksandr Lukashenko, own words\n\n“At a time of the unprecedented external pressure/);
    expect(page.buttons.map(({ text }) => text)).toEqual(['1 of 2', '›']);
    await chat.press(page, '›').answer();
    await chat.nextEdit(page);
    expect(page.text).toContain('We have to pursue a multi-vector policy');
    // The middle button changes nothing, which is no error.
    await chat.press(page, '2 of 2').answer();
    await chat.press(page, '‹').answer();
    await chat.nextEdit(page);
    expect(page.text).toContain('At a time of the unprecedented');
  });

  test('/check tells verbatim, altered, clipped, quoted, reported and absent words apart', async () => {
    const chat = chatOf('en');
    const verdicts: [string, RegExp][] = [
      ['we have never turned our backs on Russia', /✓ Verbatim, paragraph 4\.\n\n“Once again, we have never/],
      ['we have turned our backs on Russia', /✎ Not quite\..*\nwe have never turned our backs on Russia\n\n“/],
      ['some forces in the Russian Federation are against our multi-vector policy', /✂ Clipped\./],
      ['Belarus turning away from Russia', /❝ In the statement, but not the speaker’s own words/],
      ['The president also outlined topical issues on the agenda', /❝ In the statement, but these are BelTA’s words/],
      ['cats are better than dogs in every way', /∅ Not in this statement in these words\./],
    ];
    for (const [words, verdict] of verdicts) {
      chat.send(`/check ${words}`);
      expect((await chat.nextBotMessage()).text).toMatch(verdict);
    }
    chat.send('/check');
    expect((await chat.nextBotMessage()).text).toMatch(/^Which words\?/);
  });

  test('a forwarded quotation, or a reply with /check, is checked', async () => {
    const chat = chatOf('en');
    const forwarded = chat.send('“We have never turned our backs on Russia”', {
      forwardedFrom: { type: 'hidden_user', sender_user_name: 'Somebody', date: 1_700_000_000 },
    });
    expect((await chat.nextBotMessage()).text).toMatch(/✓ Verbatim/);
    chat.send('/check', { replyTo: forwarded });
    expect((await chat.nextBotMessage()).text).toMatch(/✓ Verbatim/);
    chat.send('/check', { replyTo: forwarded, quote: 'never turned our backs' });
    expect((await chat.nextBotMessage()).text).toMatch(/never turned our backs\n/);
  });

  test('/language changes the interface, and stays', async () => {
    const chat = chatOf('en');
    chat.send('/language');
    const choice = await chat.nextBotMessage();
    expect(choice.buttons.map(({ text }) => text)).toEqual(['English', 'Русский', 'Беларуская', 'Українська', '中文']);
    chat.press(choice, 'Беларуская');
    expect((await chat.nextBotMessage()).text).toBe('Тут я буду гаварыць па-беларуску.');
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Забыта. Пытайцеся нанова.');
    chat.send('/language zh');
    expect((await chat.nextBotMessage()).text).toBe('在这里我会说中文。');
  });

  test('/forget deletes the language, the turns and the rest', async () => {
    const chat = chatOf('en');
    chat.send('/language ru');
    await chat.nextBotMessage();
    chat.send('what is the multi-vector policy?');
    await chat.nextBotMessage();
    chat.send('/forget');
    expect((await chat.nextBotMessage()).text).toMatch(/^Удалено/);
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
    chat.send('why?');
    expect((await chat.nextBotMessage()).text).not.toContain('We have to pursue a multi-vector policy because');
  });

  test('a question sent right after /forget is still answered', async () => {
    const chat = chatOf('en');
    chat.send('/forget');
    chat.send('what about Russia?');
    expect((await chat.nextBotMessage()).text).toMatch(/^Deleted/);
    expect((await chat.nextBotMessage()).text).toContain('our closest ally');
  });

  test('/help and /privacy say what there is to say; an unknown command gets help', async () => {
    const chat = chatOf('en');
    chat.send('/help');
    const help = (await chat.nextBotMessage()).text;
    expect(help).toContain('/ask@on_record_bot');
    expect(help).toContain('\n/check Did he say that? Check a quotation\n');
    chat.send('/privacy');
    expect((await chat.nextBotMessage()).text).toContain('/forget deletes all of it.');
    chat.send('/whatever');
    expect((await chat.nextBotMessage()).text).toMatch(/^Ask a question/);
  });

  test('/stats is for admins only', async () => {
    const admin = world.telegram.user({ id: ADMIN, first_name: 'Admin', language_code: 'en' }).privateChat();
    admin.send('/stats');
    expect((await admin.nextBotMessage()).text).toMatch(/^Today: \d+ questions? from \d+ (?:person|people)/);
    const chat = chatOf('en');
    chat.send('/stats');
    chat.send('/new');
    expect((await chat.nextBotMessage()).text).toBe('Forgotten. Ask anew.');
  });
});

test('the bot presents itself by scope and language', async () => {
  await world.telegram.call('setMyDescription', ({ params }) => params.language_code === 'zh');
  const scopes = world.telegram.callsOf('setMyCommands').map(({ params }) => {
    const {
      scope,
      language_code = 'en',
      commands,
    } = params as {
      scope: { type: string };
      language_code?: string;
      commands: { command: string }[];
    };
    return `${scope.type} ${language_code} ${commands.map(({ command }) => command).join(' ')}`;
  });
  const everyone = 'source quotes new language settings privacy forget help';
  for (const language of ['en', 'ru', 'be', 'uk', 'zh']) {
    expect(scopes).toContain(`default ${language} ask check statements ${everyone}`);
    expect(scopes).toContain(`all_group_chats ${language} ask check statements use ${everyone}`);
    expect(scopes).toContain(`chat ${language} ask check statements ${everyone} stats usage`);
  }
  const texts = world.telegram.profile.texts;
  expect(texts.get('name ')).toBe('On Record');
  for (const language of ['', 'ru', 'be', 'uk', 'zh']) {
    expect(texts.get(`short_description ${language}`)).toBeTruthy();
    expect(texts.get(`description ${language}`)).toContain('Tangible assistance');
  }
});
