// Finds the sentences that answer the project's own questions about the release, beside MiniSearch and SQLite's FTS5.

import { DatabaseSync } from 'node:sqlite';
import MiniSearch, { type SearchOptions } from 'minisearch';
import { createIndex } from '../../src/retrieval/search.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { loadQuestions } from '../eval/questions.ts';
import { loadRelease } from '../helpers/web.ts';
import type { Figure } from './figures.ts';

/** The sentences' places, best first. */
type Search = (question: string) => readonly number[];

const LIMIT = 10;
const ROUNDS = 20;

const ENGINES: Readonly<Record<string, (statement: Statement, texts: readonly string[]) => Search>> = {
  'On Record': (statement) => {
    const index = createIndex(statement);
    return (question) =>
      index.search(question, { limit: LIMIT }).sentences.map(({ sentence }) => statement.sentences.indexOf(sentence));
  },
  MiniSearch: (_statement, texts) => miniSearch(texts, {}),
  'MiniSearch, prefixes and typing errors': (_statement, texts) => miniSearch(texts, { prefix: true, fuzzy: 0.2 }),
  'SQLite FTS5, Porter': (_statement, texts) => {
    const database = new DatabaseSync(':memory:');
    database.exec(`create virtual table sentence using fts5(text, tokenize = 'porter unicode61')`);
    const insert = database.prepare('insert into sentence (rowid, text) values (?, ?)');
    texts.forEach((text, at) => {
      insert.run(at + 1, text);
    });
    const select = database.prepare(
      'select rowid from sentence where sentence match ? order by bm25(sentence) limit ?',
    );
    return (question) => {
      const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
      if (words.length === 0) return [];
      const rows = select.all(words.map((word) => `"${word}"`).join(' OR '), LIMIT);
      return rows.map((row) => Number(row.rowid) - 1);
    };
  },
};

/** English questions that have an answer and ask for it in words of their own, misspelt ones among them. */
export async function measureRetrieval(): Promise<readonly Figure[]> {
  const statement = await loadRelease();
  const texts = statement.sentences.map(({ start, end }) => statement.text.slice(start, end));
  const keys = statement.sentences.map(({ key }) => key);
  const all = await loadQuestions();
  const questions = all.filter(
    ({ language, type, gold }) =>
      language === 'en' && gold.length > 0 && ['answerable', 'misspelt', 'false-premise'].includes(type),
  );
  const results = Object.entries(ENGINES).map(([name, build]) => {
    const search = build(statement, texts);
    const ranked = questions.map(({ question, gold, kept }) => ({
      kept,
      rank: search(question).findIndex((at) => gold.includes(keys[at]!)) + 1,
    }));
    const startedAt = performance.now();
    for (let round = 0; round < ROUNDS; round++) for (const { question } of questions) search(question);
    const meanMs = (performance.now() - startedAt) / ROUNDS / questions.length;
    return { name, meanMs, first: shareFirst(ranked), keptFirst: shareFirst(ranked.filter(({ kept }) => kept)) };
  });
  const [own, ...others] = results;
  const keptCount = questions.filter(({ kept }) => kept).length;
  const part = `Retrieval, ${questions.length} questions on ${texts.length} sentences`;
  return others.flatMap(({ name, first, keptFirst, meanMs }) => [
    { part, what: 'right sentence first', value: own!.first, unit: '%', reference: { what: name, value: first } },
    {
      part,
      what: `of the ${keptCount} marked as kept, some of whose misses were seen`,
      value: own!.keptFirst,
      unit: '%',
      reference: { what: name, value: keptFirst },
    },
    { part, what: 'time a question', value: own!.meanMs, unit: 'ms', reference: { what: name, value: meanMs } },
  ]);
}

function shareFirst(ranked: readonly { readonly rank: number }[]): number {
  return (100 * ranked.filter(({ rank }) => rank === 1).length) / ranked.length;
}

function miniSearch(texts: readonly string[], searchOptions: SearchOptions): (question: string) => number[] {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], searchOptions });
  index.addAll(texts.map((text, id) => ({ id, text })));
  return (question) =>
    index
      .search(question)
      .slice(0, LIMIT)
      .map((hit) => hit.id as number);
}
