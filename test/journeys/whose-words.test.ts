// No surface prints "his own words" over words that he was quoting, that the agency tells, or that somebody else said.
// What a label claims is checked against the statement's spans, not against the quotation's own idea of itself.

import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Answer, Ask } from '../../src/answer/answer.ts';
import { createChecker } from '../../src/check/checker.ts';
import type { App } from '../../src/compose.ts';
import { createIndex } from '../../src/retrieval/search.ts';
import type { SpeechSpan } from '../../src/speech/speech.ts';
import { placeOf, shownText, whoseWords } from '../../src/statement/attribution.ts';
import { type Quote, quoteSentences } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { createInlineCards } from '../../src/telegram/inline.ts';
import { type Frame, renderAnswer, renderCard } from '../../src/telegram/render.ts';
import { answerOnce } from '../../src/terminal/chat.ts';
import { viewAnswer } from '../../src/web/answer-view.ts';
import { render } from '../../src/web/html.ts';
import { referenceText } from '../../src/web/quotation-view.ts';
import { viewBlocks } from '../../src/web/statement-view.ts';
import { WEB_WORDING } from '../../src/wording/web.ts';
import { LANGUAGES, type Language, WORDING } from '../../src/wording/wording.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { askOf, loadRelease, statementOf, textOf } from '../helpers/web.ts';

const HOSTILE = [
  'HARLOW - Ada Speaker, her own words notwithstanding, spoke for an hour.',
  '“‘Sell the docks,’” said Ada Speaker. “‘Sell them now.’ That is what they wrote to me.”',
  '“I never sold anything,” she said. Bob Rival laughed. “She sold it all,” Rival said, “and twice.”',
  'Ada Speaker said that Rival was “a rival” and that the docks “are not for sale.” It rained.',
  'Rival, as reported by nobody, called her “a merchant.” “Who is he?” she asked. “A ghost.”',
  '“Nobody signed this,” and nobody did.',
  'A sign read “Ada Speaker, own words.” The “own words” party won. He said: own words.',
  '“One paragraph is not enough.',
  '“So here is another,” Rival said.',
  'RIVAL: I say so.\n\nSPEAKER: I do not.\n\nRIVAL: You do.',
].join('\n\n');

const release = await loadRelease();
const statements: readonly (readonly [string, Statement])[] = [
  ['the release', release],
  ['a hostile statement', statementOf(HOSTILE)],
];

/** What a label claims in each language: that the words are somebody's own, or somebody's in the agency's telling. */
const CLAIMS: Readonly<Record<Language, { readonly own: RegExp; readonly reported: RegExp }>> = {
  en: { own: /(?<!not (?:his|her|their) )\bown\b/u, reported: /as reported by/u },
  ru: { own: /собственные слова|прямая речь/u, reported: /в пересказе/u },
  be: { own: /[уў]ласныя словы|простая мова/u, reported: /у пераказе/u },
  zh: { own: /原话/u, reported: /转述/u },
};
const QUESTIONS: Readonly<Record<Language, string>> = {
  en: 'what was said?',
  ru: 'что он сказал?',
  be: 'што ён сказаў?',
  zh: '他说了什么？',
};

/** The span that holds each letter of a range: the innermost one. */
function holders(statement: Statement, { start, end }: Pick<Quote, 'start' | 'end'>): readonly SpeechSpan[] {
  return Array.from(statement.text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu), (letter) => {
    const at = start + letter.index;
    return statement.spans.findLast((span) => span.start <= at && at < span.end)!;
  });
}

/** Null when a label may stand over a quotation; else why it may not. */
function lieIn(
  label: string,
  quote: Pick<Quote, 'start' | 'end'>,
  statement: Statement,
  language: Language,
): string | null {
  const { own, reported } = CLAIMS[language];
  const held = holders(statement, quote);
  // Without this, a surface that says nothing would never lie.
  if (!own.test(label) && held.every(({ kind }) => kind === 'direct')) return 'own words, but it does not say so';
  if (!reported.test(label) && held.every(({ kind }) => kind === 'reported')) return 'reported, but it does not say so';
  const named = (span: SpeechSpan): boolean => span.speaker === null || label.includes(span.speaker.name);
  if (own.test(label)) {
    const direct = held.filter(({ kind }) => kind === 'direct');
    if (direct.length === 0) return 'own words, but none are';
    if (held.some(({ kind }) => kind === 'narration' || kind === 'reported'))
      return 'own words, but the agency tells some';
    if (!direct.every(named)) return 'own words, but of somebody else';
  }
  if (reported.test(label)) {
    const told = held.filter(({ kind }) => kind === 'reported');
    if (told.length === 0) return 'reported, but nothing is';
    if (!told.some(named)) return 'reported, but of somebody else';
  }
  return null;
}

function answerWith(quotes: readonly Quote[]): Answer {
  return {
    outcome: 'answered',
    mode: 'extract',
    reason: 'no-model',
    claims: quotes.map((quote) => ({ text: '', quotes: [quote] })),
    premise: null,
    searched: { sentences: 0, words: [], missing: [] },
    nearest: [],
    usage: null,
    statement: { id: 'made', sha256: '' },
  };
}

function appOf(statement: Statement, ask: Ask): App {
  const index = createIndex(statement);
  const checker = createChecker({ statement, index, model: null, log: recordLog().log });
  return { file: 'made.md', statement, index, topics: [], ask, forgetAsked: () => {}, checker, model: null };
}

async function terminalShows(quote: Quote, statement: Statement, language: Language): Promise<string> {
  let shown = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      shown += String(chunk);
      done();
    },
  });
  const app = appOf(statement, async () => answerWith([quote]));
  await answerOnce(app, QUESTIONS[language], { output: output as unknown as NodeJS.WriteStream });
  return shown;
}

/** The line after the one that holds the quotation. */
function labelUnder(text: string, quote: Quote): string {
  const lines = text.replaceAll('\u2060', '').split('\n');
  const at = lines.findIndex((line) => line.includes(shownText(quote)));
  expect(at, `${shownText(quote)} in\n${text}`).toBeGreaterThanOrEqual(0);
  return lines[at + 1]!;
}

/** The label that each surface prints over a quotation. */
async function labels(
  quote: Quote,
  statement: Statement,
  language: Language,
): Promise<Readonly<Record<string, string>>> {
  const frame: Frame = { statement, language, publicUrl: null };
  const page = render(viewAnswer(answerWith([quote]), { question: QUESTIONS[language], statement, language }));
  return {
    attribution: whoseWords(quote, statement, WORDING[language]),
    terminal: await terminalShows(quote, statement, language).then((shown) => labelUnder(shown, quote)),
    message: labelUnder(renderAnswer(answerWith([quote]), frame).text, quote),
    card: labelUnder(renderCard(quote, frame).text, quote),
    page: textOf(/<p class="whose">(.*?)<\/p>/u.exec(page)![1]!),
    copied: labelUnder(referenceText([quote], statement, { publicUrl: null, language }), quote),
  };
}

function inlineDescriptions(statement: Statement, language: Language): ReadonlyMap<string, string> {
  const app = appOf(statement, askOf(statement));
  const cards = createInlineCards(app, (spoken) => ({ statement, language: spoken, publicUrl: null }));
  const found = new Map<string, string>();
  for (let offset = ''; ; ) {
    const { results, next_offset } = cards.answer({ query: '', offset }, language);
    for (const { id, description } of results) found.set(id, description ?? '');
    if (next_offset === '') return found;
    offset = next_offset;
  }
}

describe.each(statements)('%s', (_name, statement) => {
  const quotes = statement.sentences.flatMap(({ key }) => quoteSentences(statement, [key]));

  test.each(LANGUAGES)('every sentence is labelled truly on every surface, in %s', async (language) => {
    for (const quote of quotes) {
      for (const [surface, label] of Object.entries(await labels(quote, statement, language)))
        expect(lieIn(label, quote, statement, language), `${surface}: ${label} over ${quote.text}`).toBeNull();
    }
  });

  test.each(LANGUAGES)('every inline card is labelled truly, in %s', (language) => {
    const descriptions = inlineDescriptions(statement, language);
    const body = quotes.filter(({ paragraph }) => paragraph !== null);
    expect(descriptions.size).toBe(new Set(body.map(({ start }) => start)).size);
    for (const quote of body) {
      const label = descriptions.get(`q${quote.start}`)!;
      expect(lieIn(label, quote, statement, language), `${label} over ${quote.text}`).toBeNull();
    }
  });

  test.each(LANGUAGES)('the statement’s own page names who speaks over each of its words, in %s', (language) => {
    const { own } = CLAIMS[language];
    const blocks = viewBlocks(statement, { marks: [], wording: WEB_WORDING[language] }).map(render).join('\n');
    const titled = Array.from(
      blocks.matchAll(/<span class="direct" title="([^"]*)">(.*?)<\/span>/gu),
      (match) => match,
    );
    const spans = statement.spans.filter(({ kind }) => kind === 'direct');
    expect(titled.length).toBeGreaterThanOrEqual(spans.length);
    for (const [, title, words] of titled) {
      expect(textOf(title!)).toMatch(own);
      const first = textOf(words!).slice(0, 12);
      const speakers = spans
        .filter(({ start, end }) => statement.text.slice(start, end).includes(first))
        .map(({ speaker }) => speaker?.name ?? null);
      const isOther = speakers.every((name) => name !== null && name !== statement.speaker.name);
      if (isOther)
        expect(
          speakers.some((name) => textOf(title!).includes(name!)),
          `${title} over ${first}`,
        ).toBe(true);
    }
  });

  test('words that are all quoted from others are never shown as a speaker’s own', () => {
    const kinds = quotes.map(
      (quote) => [quote.kind, new Set(holders(statement, quote).map(({ kind }) => kind))] as const,
    );
    for (const [kind, held] of kinds) if (held.size === 1 && held.has('quoted')) expect(kind).toBe('quoted');
  });
});

test('a quotation that calls itself direct over the agency’s words, another’s or quoted ones is found out', () => {
  const hostile = statements[1]![1];
  const forged = (words: string): Quote => {
    const start = hostile.text.indexOf(words);
    const [quote] = quoteSentences(hostile, [hostile.sentences[0]!.key]);
    return { ...quote!, start, end: start + words.length, text: words, kind: 'direct', speaker: 'Ada Speaker' };
  };
  for (const language of LANGUAGES) {
    for (const words of ['It rained.', 'Sell the docks', 'She sold it all', 'Bob Rival laughed.']) {
      const quote = forged(words);
      const label = `${whoseWords(quote, hostile, WORDING[language])} · ${placeOf(quote, WORDING[language])}`;
      expect(lieIn(label, quote, hostile, language), `${language}: ${label} over ${words}`).not.toBeNull();
    }
    const told = { ...forged('It rained.'), kind: 'reported' as const };
    expect(lieIn(whoseWords(told, hostile, WORDING[language]), told, hostile, language)).not.toBeNull();
  }
});
