// Ranks the paragraphs of each article of a question set for its questions, beside MiniSearch in the same run.
//
//   npm run bench:retrieval -- squad2-dev.json.gz

import MiniSearch from 'minisearch';
import { rankParagraphs } from '../../src/retrieval/rank.ts';
import { readArticles } from './question-set.ts';

type Search = (question: string) => readonly number[];

const ENGINES: Readonly<Record<string, (paragraphs: readonly string[]) => Search>> = {
  'on record': (paragraphs) => {
    const ranking = rankParagraphs(paragraphs);
    return (question) => ranking.search(question, 10).map((hit) => hit.index);
  },
  minisearch: (paragraphs) => {
    const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
    index.addAll(paragraphs.map((text, id) => ({ id, text })));
    return (question) =>
      index
        .search(question)
        .slice(0, 10)
        .map((hit) => hit.id as number);
  },
};

const articles = readArticles(process.argv[2]);
const rows: Record<string, Record<string, string>> = {};
for (const [name, build] of Object.entries(ENGINES)) {
  const ranks: number[] = [];
  let tookMs = 0;
  for (const { paragraphs, questions } of articles) {
    const search = build(paragraphs);
    for (const { text, gold } of questions) {
      const started = performance.now();
      const found = search(text);
      tookMs += performance.now() - started;
      ranks.push(found.indexOf(gold) + 1);
    }
  }
  const share = (count: (rank: number) => number) =>
    ((100 * ranks.reduce((sum, rank) => sum + count(rank), 0)) / ranks.length).toFixed(1);
  rows[name] = {
    questions: String(ranks.length),
    'R@1': share((rank) => (rank === 1 ? 1 : 0)),
    'R@3': share((rank) => (rank >= 1 && rank <= 3 ? 1 : 0)),
    'MRR@10': share((rank) => (rank > 0 ? 1 / rank : 0)),
    'mean ms': (tookMs / ranks.length).toFixed(3),
  };
}
console.table(rows);
