// What labelling, grounding, loading and answering cost, and how each grows from 10 to 1,000 paragraphs.

import { createAsk } from '../../src/answer/ask.ts';
import { groundDraft } from '../../src/answer/ground.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { parseStatement } from '../../src/speech/load.ts';
import { labelSpeech } from '../../src/speech/speech.ts';
import { placesOf } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { words } from '../../src/text/words.ts';
import { f1, readSpeechCases, scoreSpeech, speakersRight } from '../eval/speech.ts';
import { type Figure, median, timeOf } from './figures.ts';

const SIZES = [10, 100, 1_000] as const;
const QUESTION = 'what did the minister say about the budget?';
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A statement of news paragraphs from the evaluation's texts, over and over, each told apart by its number. */
export function statementOfParagraphs(count: number): Statement {
  const paragraphs = newsParagraphs();
  const text = Array.from(
    { length: count },
    (_, at) => `${paragraphs[at % paragraphs.length]!} That was item ${at + 1} of the report.`,
  ).join('\n\n');
  const front = {
    title: 'A report',
    date: '2026-01-02',
    publisher: 'Agency',
    source: 'https://agency.example/1',
    language: 'en',
    speaker: { name: 'Ada Speaker', pronoun: 'she' },
  };
  return parseStatement('report.md', Buffer.from(`---\n${JSON.stringify(front)}\n---\n${text}`));
}

function newsParagraphs(): string[] {
  return readSpeechCases().flatMap(({ text }) => text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()));
}

export async function measureGrowth(): Promise<readonly Figure[]> {
  const news = newsParagraphs().join('\n\n');
  const thousands = words(news).length / 1_000;
  const part = 'A thousand words';
  const perThousand: Figure[] = [
    {
      part,
      what: 'whose words: labelling',
      value: timeOf(() => labelSpeech(news)) / thousands,
      unit: 'ms',
      reference: null,
    },
    groundingFigure(part),
  ];
  const cases = readSpeechCases().filter(({ set }) => set === 'kept');
  const score = scoreSpeech(cases);
  const whose = `Whose words, ${cases.length} texts kept apart from the rules’ writing`;
  const quality: Figure[] = [
    { part: whose, what: 'direct quotations to the letter (F1)', value: f1(score), unit: '%', reference: null },
    { part: whose, what: 'their speakers', value: speakersRight(score), unit: '%', reference: null },
  ];
  const rows = [];
  for (const size of SIZES) rows.push(await measureSize(size));
  const [least] = rows;
  const growth = rows.flatMap(({ size, ...costs }) =>
    Object.entries(costs).map(
      ([what, value]): Figure => ({
        part: `Growth, ${size.toLocaleString('en')} paragraphs`,
        what,
        value,
        unit: 'ms',
        reference:
          size === SIZES[0] ? null : { what: `${SIZES[0]} paragraphs`, value: least![what as keyof typeof costs] },
      }),
    ),
  );
  return [...quality, ...perThousand, ...growth];
}

/** Claims of a model, each checked for its keys, marks, numbers and names. */
function groundingFigure(part: string): Figure {
  const statement = statementOfParagraphs(60);
  const drafts = statement.sentences.map(({ key, start, end }) => ({
    outcome: 'answered' as const,
    claims: [{ text: `It says “${statement.text.slice(start, end).slice(0, 200)}”`, sentences: [key] }],
    premise: null,
  }));
  const thousands = drafts.reduce((sum, draft) => sum + words(draft.claims[0]!.text).length, 0) / 1_000;
  const shown = new Set(statement.sentences.map(({ key }) => key));
  const about = { statement, places: placesOf(statement) };
  const ground = () => {
    for (const draft of drafts) groundDraft(draft, { about, shown, asked: QUESTION });
  };
  return {
    part,
    what: 'grounding, in claims',
    value: timeOf(ground) / thousands,
    unit: 'ms',
    reference: null,
  };
}

async function measureSize(size: number) {
  const rounds = size > 100 ? 5 : 15;
  const statement = statementOfParagraphs(size);
  const ask = createAsk({ about: openStatement(statement), answerer: null, log: QUIET });
  const asks: number[] = [];
  for (let round = 0; round < 30; round++) {
    const startedAt = performance.now();
    // Asked in other words each time: an answer that was given is kept.
    await ask({ text: `${QUESTION} ${round}`, turns: [] });
    asks.push(performance.now() - startedAt);
  }
  return {
    size,
    'loading: parse and label': timeOf(() => statementOfParagraphs(size), rounds),
    indexing: timeOf(() => openStatement(statement), rounds),
    'an extracted answer': median(asks.slice(5)),
  };
}
