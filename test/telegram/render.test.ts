import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Claim } from '../../src/answer/answer.ts';
import { createChecker } from '../../src/check/checker.ts';
import { indexOf } from '../../src/retrieval/search.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';
import type { Rendered } from '../../src/telegram/defuse.ts';
import {
  type Frame,
  publicAddress,
  renderAnswer,
  renderCard,
  renderDraft,
  renderParagraph,
  renderSource,
} from '../../src/telegram/render.ts';
import { renderCheck } from '../../src/telegram/render-check.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { formatText } from '../helpers/telegram/text.ts';
import { loadRelease, statementOf } from '../helpers/web.ts';

const release = await loadRelease();

function frameOf(statement: Statement = release, publicUrl: string | null = null): Frame {
  return { statement, language: 'en', publicUrl };
}

function answerOf(claims: readonly Claim[], over: Partial<Answer> = {}): Answer {
  return {
    outcome: 'answered',
    mode: 'model',
    reason: null,
    claims,
    premise: null,
    searched: { sentences: 0, words: [], missing: [] },
    nearest: [],
    usage: null,
    statement: { id: 'x', sha256: 'x' },
    ...over,
  };
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
    const [first, second] = [quoteSentences(release, ['4.4', '4.5']), quoteSentences(release, ['4.9'])];
    const rendered = renderAnswer(
      answerOf([
        { text: 'One thing.', quotes: first },
        { text: 'Another.', quotes: [...second, ...first] },
      ]),
      frameOf(release, 'https://on-record.example'),
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
    const quotes = quoteSentences(release, ['4.5']);
    const rendered = renderAnswer(answerOf([{ text: 'So it is.', quotes: [...quotes, ...quotes] }]), frameOf());
    expect(rendered.text).toMatch(/^So it is\. \[1\]\n/);
  });

  test('whose first claim is too long for its place shows that claim all the same', () => {
    const quotes = quoteSentences(release, ['4.5']);
    const { text } = renderAnswer(answerOf([{ text: 'word '.repeat(500).trim(), quotes }]), frameOf());
    expect(text).toMatch(/^word .* word \[1\]\n/);
  });

  test('that does not fit leaves out whole quotations and says how many more there are', () => {
    const long = statementOf(
      Array.from({ length: 30 }, (_, at) => `"Number ${at} ${'is long '.repeat(40)}indeed," Ada Speaker said.`).join(
        '\n\n',
      ),
    );
    const quotes = long.sentences.flatMap(({ key }) => quoteSentences(long, [key]));
    const rendered = renderAnswer(
      answerOf([{ text: '', quotes }], { mode: 'extract', reason: 'no-model' }),
      frameOf(long),
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
    const quotes = huge.sentences.flatMap(({ key }) => quoteSentences(huge, [key]));
    const rendered = renderAnswer(answerOf([{ text: 'A claim.', quotes }]), frameOf(huge));
    expect(rendered.text).toBe('A claim. [1]\n\n1 more quotation in the source\n\nAgency, 2 January 2026');
    expect(asTelegramReads(rendered)).toEqual([]);
  });

  test('shows the question above it where there is no message with it, and says when it was stopped', () => {
    const quotes = quoteSentences(release, ['4.5']);
    const rendered = renderAnswer(answerOf([{ text: 'So it is.', quotes }]), frameOf(), {
      asked: `  ${HOSTILE}\n\n?`,
      isStopped: true,
    });
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
  expect(quoteOf(renderParagraph(block!, frameOf(long)))).toMatch(/of many\. …$/);
  const [short] = release.blocks.filter(({ kind }) => kind === 'paragraph');
  expect(quoteOf(renderParagraph(short!, frameOf()))).not.toMatch(/…$/);
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
      const frame = frameOf(statement);
      const checker = createChecker({ statement, index: indexOf(statement), model: null, log: recordLog().log });
      const quotes = statement.sentences.flatMap(({ key }) => quoteSentences(statement, [key]));
      const searched = { sentences: 3, words: [question, claim], missing: [question] };
      const answer = absent
        ? answerOf([], { outcome: 'absent', searched, nearest: quotes.slice(0, 1) })
        : answerOf(
            [
              { text: claim, quotes },
              { text: said, quotes },
            ],
            { premise: question },
          );
      const messages = [
        renderAnswer(answer, frame, { asked: question }),
        renderDraft(answer.claims, frame),
        renderCheck(checker.byWords(said), frame, said),
        renderSource(frame),
        ...quotes.slice(0, 3).map((quote) => renderCard(quote, frame)),
        ...statement.blocks.map((block) => renderParagraph(block, frame)),
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
