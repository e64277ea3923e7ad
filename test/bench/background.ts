// Counts how common words are in general English and prints src/retrieval/background.ts.
//
//   node test/bench/background.ts squad2-dev-tune.json.gz > src/retrieval/background.ts
//
// The input is a question set in SQuAD's form (articles of paragraphs with questions), plain or gzipped. Only figures leave it.

import { terms } from '../../src/retrieval/terms.ts';
import { readArticles } from './question-set.ts';

const data = readArticles(process.argv[2]);
const texts = data.map((article) => count(article.paragraphs));
const questions = data.map((article) =>
  count([...article.questions.map((question) => question.text), ...article.unanswerable]),
);

const LEVELS = 20;
const levels = Array.from({ length: LEVELS }, () => [] as string[]);
for (const stem of new Set([...texts, ...questions].flatMap(({ holding }) => [...holding.keys()]))) {
  if (!/^[a-z]+$/.test(stem)) continue;
  // Of the two rates the higher: "name" and "type" are rare in texts and say little in a question.
  const rate = Math.max(rateOf(stem, texts), rateOf(stem, questions));
  // 0 for a word of every paragraph, 1 for one met in none: the logarithm of its rate, on a scale that ends at one in 2,000.
  const weight = Math.min(1, -Math.log(rate + 0.0005) / -Math.log(0.0005));
  const level = Math.floor(weight * LEVELS);
  if (level < LEVELS - 1) levels[level]!.push(stem);
}
const lines = levels.slice(0, LEVELS - 1).map((stems) => `  '${stems.sort().join(' ')}',`);

console.log(`// How common word stems are in general English, so that one short text need not tell. Made by test/bench/background.ts.
//
// Counted from ${data.length} encyclopaedia articles (SQuAD 2.0 dev, the tuning half): the share of paragraphs, or of questions where that
// is higher, that hold the stem, without the article that holds it most, for there it is a topic. Figures, no text.

// Line n holds the stems whose weight is n / ${LEVELS} to (n + 1) / ${LEVELS}: 0 stands in every paragraph, 1 in fewer than one of 2,000.
const STEMS: readonly string[] = [
${lines.join('\n')}
];

const LEVELS = ${LEVELS};
const WEIGHTS = new Map<string, number>();
for (const [level, stems] of STEMS.entries()) for (const stem of stems.split(' ')) WEIGHTS.set(stem, (level + 0.5) / LEVELS);

/** How much a stem says about what a text is about, 0–1; 1 for a stem that general English hardly has. */
export function backgroundWeight(stem: string): number {
  return WEIGHTS.get(stem) ?? 1;
}`);

type Count = { readonly texts: number; readonly holding: ReadonlyMap<string, number> };

function count(all: readonly string[]): Count {
  const holding = new Map<string, number>();
  for (const text of all) {
    for (const stem of new Set(terms(text).map((term) => term.key))) holding.set(stem, (holding.get(stem) ?? 0) + 1);
  }
  return { texts: all.length, holding };
}

/** The share of texts that hold `stem`, leaving out the article where that share is highest. */
function rateOf(stem: string, articles: readonly Count[]): number {
  const rates = articles.map(({ texts, holding }) => (holding.get(stem) ?? 0) / texts);
  const most = rates.indexOf(Math.max(...rates));
  const others = articles.filter((_, index) => index !== most);
  const held = others.reduce((sum, { holding }) => sum + (holding.get(stem) ?? 0), 0);
  return held / others.reduce((sum, article) => sum + article.texts, 0);
}
