// Whose words a quotation holds: the label is true of every letter on every surface, in every language of the interface.

import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { type OpenStatement, openStatement } from '../../src/retrieval/open-statement.ts';
import { type Quote, quoteSentences } from '../../src/statement/quotation.ts';
import type { SpeechSpan, Statement } from '../../src/statement/statement.ts';
import { answerMessage } from '../../src/telegram/format/answer.ts';
import { cardMessage } from '../../src/telegram/format/passage.ts';
import { createInlineCards } from '../../src/telegram/inline-cards.ts';
import { createScreen } from '../../src/terminal/screen.ts';
import { viewAnswer } from '../../src/web/answer-view.ts';
import { render } from '../../src/web/html.ts';
import { referenceText } from '../../src/web/quotation-view.ts';
import { placeOf, shownText, whoseWords } from '../../src/wording/attribution.ts';
import { LANGUAGES, type Language } from '../../src/wording/language.ts';
import { WORDING } from '../../src/wording/wording.ts';
import { loadRelease, statementOf, textOf } from '../helpers/web.ts';

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

const statements: readonly (readonly [string, OpenStatement])[] = [
  ['the release', openStatement(await loadRelease())],
  ['a hostile statement', openStatement(statementOf(HOSTILE))],
];

/** What a label claims in each language: that the words are somebody's own, or somebody's in the agency's telling. */
const CLAIMS: Readonly<Record<Language, { readonly own: RegExp; readonly reported: RegExp }>> = {
  en: { own: /(?<!not (?:his|her|their) )\bown\b/u, reported: /as reported by/u },
  ru: { own: /собственные слова|прямая речь/u, reported: /в пересказе/u },
  be: { own: /[уў]ласныя словы|простая мова/u, reported: /у пераказе/u },
  uk: { own: /власні слова|пряма мова/u, reported: /у переказі/u },
  zh: { own: /原话/u, reported: /转述/u },
};

/** The span that holds each letter of a range: the innermost one. */
function holders(statement: Statement, { start, end }: Pick<Quote, 'start' | 'end'>): readonly SpeechSpan[] {
  return Array.from(statement.text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu), (letter) => {
    const at = start + letter.index;
    return statement.spans.findLast((span) => span.start <= at && at < span.end)!;
  });
}

/** Null when a label may stand over a quotation; else why it may not. */
function lieIn(label: string, quote: Quote, statement: Statement, language: Language): string | null {
  const { own, reported } = CLAIMS[language];
  const held = holders(statement, quote);
  // What is in doubt is said to be so, and claims nothing.
  if (quote.kind === 'unsure') return own.test(label) || reported.test(label) ? 'sure of what is in doubt' : null;
  // Without this, a surface that says nothing would never lie.
  if (!own.test(label) && held.every(({ kind }) => kind === 'direct')) return 'own words, but it does not say so';
  if (!reported.test(label) && held.every(({ kind }) => kind === 'reported')) return 'reported, but it does not say so';
  const named = (span: SpeechSpan): boolean => span.speaker === null || label.includes(span.speaker.name);
  if (own.test(label)) {
    const direct = held.filter(({ kind }) => kind === 'direct');
    if (direct.length === 0) return 'own words, but none are';
    if (held.some(({ kind }) => kind === 'narration' || kind === 'reported')) return 'own words, but some are told';
    if (!direct.every(named)) return 'own words, but of somebody else';
  }
  if (reported.test(label)) {
    const told = held.filter(({ kind }) => kind === 'reported');
    if (told.length === 0) return 'reported, but nothing is';
    if (!told.some(named)) return 'reported, but of somebody else';
  }
  return null;
}

function answerWith(quote: Quote): Answer {
  const statements = [{ id: quote.header.id, sha256: quote.header.sha256 }];
  return { kind: 'quotations', why: 'no-model', quotes: [quote], leansOn: null, usage: null, statements };
}

function terminalShows(quote: Quote, language: Language): string {
  let shown = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      shown += String(chunk);
      done();
    },
  });
  createScreen(output as unknown as NodeJS.WriteStream).quote(quote, ' 1', WORDING[language]);
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
function labels(quote: Quote, about: OpenStatement, language: Language): Readonly<Record<string, string>> {
  const frame = { language, publicUrl: null, isFolded: true };
  const asked = { question: '1 2', isCheck: false, after: null, about, root: '', language };
  const page = render(viewAnswer(answerWith(quote), asked));
  return {
    attribution: whoseWords(quote, WORDING[language]),
    terminal: labelUnder(terminalShows(quote, language), quote),
    message: labelUnder(answerMessage(answerWith(quote), frame).text, quote),
    card: labelUnder(cardMessage(quote, frame).text, quote),
    page: textOf(/<p class="whose">(.*?)<\/p>/u.exec(page)![1]!),
    copied: labelUnder(referenceText([quote], { publicUrl: null, language }), quote),
  };
}

async function inlineDescriptions(home: OpenStatement, language: Language): Promise<ReadonlyMap<string, string>> {
  const service = { library: null, open: async () => home };
  const cards = createInlineCards({ service, home, config: { web: { publicUrl: null } } } as never);
  const found = new Map<string, string>();
  for (let offset = ''; ; ) {
    const page = await cards.answer({ query: '', offset }, { language, statement: null });
    for (const { id, description } of page.results) found.set(id.split(':')[0]!, description ?? '');
    if (page.next_offset === '') return found;
    offset = page.next_offset;
  }
}

describe.each(statements)('%s', (_name, about) => {
  const { statement } = about;
  const quotes = statement.sentences.flatMap(({ key }) => quoteSentences(about, [key]));

  test.each(LANGUAGES)('every sentence is labelled truly on every surface, in %s', (language) => {
    for (const quote of quotes) {
      for (const [surface, label] of Object.entries(labels(quote, about, language)))
        expect(lieIn(label, quote, statement, language), `${surface}: ${label} over ${quote.text}`).toBeNull();
    }
  });

  test.each(LANGUAGES)('every inline card is labelled truly, in %s', async (language) => {
    const descriptions = await inlineDescriptions(about, language);
    const body = quotes.filter(({ paragraph }) => paragraph !== null);
    expect(descriptions.size).toBe(new Set(body.map(({ start }) => start)).size);
    for (const quote of body) {
      const label = descriptions.get(`q${quote.start}`)!;
      expect(lieIn(label, quote, statement, language), `${label} over ${quote.text}`).toBeNull();
    }
  });

  test('words that are all quoted from others are never shown as a speaker’s own', () => {
    for (const quote of quotes) {
      const held = new Set(holders(statement, quote).map(({ kind }) => kind));
      if (held.size === 1 && held.has('quoted')) expect(['quoted', 'unsure']).toContain(quote.kind);
    }
  });
});

test('a quotation that calls itself direct over the agency’s words, another’s or quoted ones is found out', () => {
  const about = statements[1]![1];
  const forged = (words: string): Quote => {
    const start = about.statement.text.indexOf(words);
    const [quote] = quoteSentences(about, [about.statement.sentences[0]!.key]);
    return { ...quote!, start, end: start + words.length, text: words, kind: 'direct', speaker: 'Ada Speaker' };
  };
  for (const language of LANGUAGES) {
    for (const words of ['It rained.', 'Sell the docks', 'She sold it all', 'Bob Rival laughed.']) {
      const quote = forged(words);
      const label = `${whoseWords(quote, WORDING[language])} · ${placeOf(quote, WORDING[language])}`;
      expect(lieIn(label, quote, about.statement, language), `${language}: ${label} over ${words}`).not.toBeNull();
    }
  }
});
