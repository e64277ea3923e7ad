// Messages as Telegram takes them: claims first, evidence below, nothing cut and nothing linked by itself.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, AnswerKind, Claim } from '../../../src/answer/answer.ts';
import { checkWords } from '../../../src/check/check.ts';
import { openStatement } from '../../../src/retrieval/open-statement.ts';
import { quoteSentences } from '../../../src/statement/quotation.ts';
import { answerMessage, draftMessage } from '../../../src/telegram/format/answer.ts';
import type { Rendered } from '../../../src/telegram/format/auto-links.ts';
import { checkMessage } from '../../../src/telegram/format/check.ts';
import { type Frame, publicAddress } from '../../../src/telegram/format/message.ts';
import { cardMessage, paragraphMessage, sourceMessage } from '../../../src/telegram/format/passage.ts';
import { loadRelease, statementOf } from '../../helpers/web.ts';
import { formatText } from '../../telegram-server/text.ts';

const release = await loadRelease();
const about = openStatement(release);

function frameOf(publicUrl: string | null = null, isFolded = true): Frame {
  return { language: 'en', publicUrl, isFolded };
}

function answerOf(claims: readonly Claim[], kind: AnswerKind = { kind: 'claims', claims, premise: null }): Answer {
  return { ...kind, usage: null, statements: [{ id: 'x', sha256: 'x' }] };
}

/** Throws where Telegram would refuse; what it would link by itself. */
function asTelegramReads({ text, entities }: Rendered): string[] {
  const { autoEntities, warnings } = formatText(text, { entities });
  expect(text.length).toBeLessThanOrEqual(4_096);
  expect(text.isWellFormed()).toBe(true);
  expect(warnings).toEqual([]);
  return autoEntities.map(({ offset, length }) => text.slice(offset, offset + length));
}

const HOSTILE = 'See https://evil.com, @durov #tag /start $USD +375291234567 a@evil.com 10.0.0.1 \u202e';

describe('an answer', () => {
  test('is claims with numbers that link to their quotations, then each quotation whole and folded', () => {
    const [first, second] = [quoteSentences(about, ['4.4', '4.5']), quoteSentences(about, ['4.9'])];
    const rendered = answerMessage(
      answerOf([
        { text: 'One thing.', quotes: first },
        { text: 'Another.', quotes: [...second, ...first] },
      ]),
      frameOf('https://on-record.example'),
    );
    expect(rendered.text).toBe(
      'One thing. [1]\nAnother. [2][1]\n\n' +
        '1  “After all, we have made it clear that our closest ally, our kindred country and people are Russia and the Russians. Once again, we have never turned our backs on Russia.”\nAleksandr Lukashenko, his own words · paragraph 4\n\n' +
        "2  “If they see our multi-vector policy as, I quote, ‘Belarus turning away from Russia', then they are wrong”\nAleksandr Lukashenko, his own words; ‘…’ are words he was quoting · paragraph 4\n\n" +
        'BelTA, 17 November 2020',
    );
    expect(rendered.entities.filter(({ type }) => type === 'expandable_blockquote')).toHaveLength(2);
    const links = rendered.entities.filter((entity) => entity.type === 'text_link').map(({ url }) => url);
    expect(new Set(links).size).toBe(2);
    expect(asTelegramReads(rendered)).toEqual([]);
  });

  test('names a quotation once behind a claim that gives it twice', () => {
    const quotes = quoteSentences(about, ['4.5']);
    const rendered = answerMessage(answerOf([{ text: 'So it is.', quotes: [...quotes, ...quotes] }]), frameOf());
    expect(rendered.text).toMatch(/^So it is\. \[1\]\n/);
  });

  test('whose first claim is too long for its place shows that claim all the same', () => {
    const quotes = quoteSentences(about, ['4.5']);
    const { text } = answerMessage(answerOf([{ text: 'word '.repeat(500).trim(), quotes }]), frameOf());
    expect(text).toMatch(/^word .* word \[1\]\n/);
  });

  test('that does not fit leaves out whole quotations and says how many more there are', () => {
    const long = statementOf(
      Array.from({ length: 30 }, (_, at) => `"Number ${at} ${'is long '.repeat(40)}indeed," Ada Speaker said.`).join(
        '\n\n',
      ),
    );
    const quotes = long.sentences.flatMap(({ key }) => quoteSentences(openStatement(long), [key]));
    const rendered = answerMessage(
      answerOf([], { kind: 'quotations', why: 'no-model', quotes, leansOn: null }),
      frameOf(),
    );
    expect(asTelegramReads(rendered)).toEqual([]);
    const more = Number(/(\d+) more quotations in the source/.exec(rendered.text)![1]);
    const shown = rendered.entities.filter(({ type }) => type === 'expandable_blockquote');
    expect(shown.length + more).toBe(quotes.length);
    expect(shown.length).toBeGreaterThan(5);
    for (const quote of quotes.slice(0, shown.length)) expect(rendered.text).toContain(`“${quote.text}”`);
  });

  test('of one quotation over the limit points to the source instead of cutting it', () => {
    const huge = statementOf(`"${'word '.repeat(2_000)}end," Ada Speaker said.`);
    const quotes = huge.sentences.flatMap(({ key }) => quoteSentences(openStatement(huge), [key]));
    const rendered = answerMessage(answerOf([{ text: 'A claim.', quotes }]), frameOf());
    expect(rendered.text).toBe('A claim. [1]\n\n1 more quotation in the source\n\nAgency, 2 January 2026');
    expect(asTelegramReads(rendered)).toEqual([]);
  });

  test('shows the question above it where there is no message with it, and says when it was stopped', () => {
    const quotes = quoteSentences(about, ['4.5']);
    const stopped = answerOf([], { kind: 'stopped', claims: [{ text: 'So it is.', quotes }] });
    const rendered = answerMessage(stopped, frameOf(), `  ${HOSTILE}\n\n?`);
    expect(rendered.text.replaceAll('\u2060', '')).toMatch(
      /^See https:\/\/evil\.com, .* \?\nSo it is\. \[1\]\nStopped\.\n\n/,
    );
    expect(asTelegramReads(rendered)).toEqual([]);
  });
});

test('a paragraph too long for a message ends with dots, any other as it stands', () => {
  const long = statementOf(`"${'This is one sentence of many. '.repeat(200)}" Ada Speaker said.`);
  const quoteOf = ({ text, entities }: Rendered) => {
    const { offset, length } = entities.find(({ type }) => type === 'blockquote')!;
    return text.slice(offset, offset + length);
  };
  const [block] = long.blocks.filter(({ kind }) => kind === 'paragraph');
  expect(quoteOf(paragraphMessage(long, block!, frameOf()))).toMatch(/of many\. …$/);
  const [short] = release.blocks.filter(({ kind }) => kind === 'paragraph');
  expect(quoteOf(paragraphMessage(release, short!, frameOf()))).not.toMatch(/…$/);
});

const words = fc.oneof(
  fc.constantFrom(
    HOSTILE,
    '😀'.repeat(700),
    'а'.repeat(1_500),
    'x\u0301'.repeat(900),
    '\ud83d\ude00\u200d',
    '',
    'plain words',
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

// What the loader takes for a title.
const line = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();

test('no question, claim or statement makes a message that Telegram refuses or links by itself', () => {
  fc.assert(
    fc.property(words, words, words, words, fc.boolean(), (title, said, claim, question, absent) => {
      const text = `"${said.replace(/["\n]/g, ' ')} so it is," Ada Speaker said. ${said}`;
      const statement = statementOf(text, { title: line(title) || 'T', publisher: `Agency ${line(HOSTILE)}` });
      const frame = frameOf();
      const opened = openStatement(statement);
      const quotes = statement.sentences.flatMap(({ key }) => quoteSentences(opened, [key]));
      const searched = { sentences: 3, words: [question, claim], missing: [question], otherLanguage: false };
      const claims = [
        { text: claim, quotes },
        { text: said, quotes },
      ];
      const answer = absent
        ? answerOf([], { kind: 'absent', by: 'words', why: 'no-model', searched, nearest: quotes.slice(0, 1) })
        : answerOf([], { kind: 'claims', claims, premise: question });
      const messages = [
        answerMessage(answer, frame, question),
        draftMessage(claims, { kind: 'reading', paragraphs: 3 }, frame),
        checkMessage(checkWords(said, opened), frame, said),
        sourceMessage(statement, frame),
        ...quotes.slice(0, 3).map((quote) => cardMessage(quote, frame)),
        ...statement.blocks.map((block) => paragraphMessage(statement, block, frame)),
      ];
      for (const message of messages) expect(asTelegramReads(message)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a public address that Telegram would refuse in a button is not used', () => {
  expect(publicAddress('http://localhost:8080')).toBeNull();
  expect(publicAddress('https://on-record.example')).toBe('https://on-record.example');
  expect(publicAddress(null)).toBeNull();
});

test('open evidence is quoted without folding', () => {
  const quotes = quoteSentences(about, ['4.5']);
  const { entities } = answerMessage(answerOf([{ text: 'So it is.', quotes }]), frameOf(null, false));
  expect(entities.map(({ type }) => type)).toContain('blockquote');
  expect(entities.map(({ type }) => type)).not.toContain('expandable_blockquote');
});

test('of several statements each quotation says from which', () => {
  const other = statementOf('"So it is," Ada Speaker said.');
  const claims = [
    { text: 'One.', quotes: quoteSentences(about, ['4.5']) },
    { text: 'Two.', quotes: quoteSentences(openStatement(other), ['1.1']) },
  ];
  const { text } = answerMessage(answerOf(claims), frameOf());
  expect(text).toContain('his own words · 17 November 2020, paragraph 4');
  expect(text).toContain('her own words · 2 January 2026, paragraph 1');
  expect(text).not.toContain('BelTA, 17 November');
});

test('a header’s fact and a short reply are said in a line, over what shows it', () => {
  const quotes = quoteSentences(about, ['date.1']);
  const fact = answerOf([], { kind: 'fact', fact: { name: 'date', value: '2020-11-17' }, quotes });
  expect(answerMessage(fact, frameOf()).text).toMatch(/^It is dated 17 November 2020\./);
  expect(answerMessage(answerOf([], { kind: 'talk', talk: 'thanks' }), frameOf()).text).toBe("You're welcome.");
});
