// How well `confidence` tells an article's own questions from those of the next one: the area under the ROC curve, which is
// the share of pairs that it puts in the right order, and how many of the others pass where 95% of its own do.
//
//   npm run offtopic -- squad2-dev.json.gz

import { rankParagraphs } from '../../src/retrieval/rank.ts';
import { readArticles } from './question-set.ts';

const articles = readArticles(process.argv[2]);
const own: number[] = [];
const others: number[] = [];
for (const [at, article] of articles.entries()) {
  const ranking = rankParagraphs(article.paragraphs);
  for (const { text } of article.questions) own.push(ranking.confidence(text));
  for (const { text } of articles[(at + 1) % articles.length]!.questions) others.push(ranking.confidence(text));
}
own.sort((a, b) => a - b);
others.sort((a, b) => a - b);

let inOrder = 0;
let below = 0;
let upTo = 0;
for (const confidence of own) {
  while (below < others.length && others[below]! < confidence) below++;
  while (upTo < others.length && others[upTo]! <= confidence) upTo++;
  inOrder += (below + upTo) / 2;
}
const threshold = own[Math.floor(0.05 * own.length)]!;
const passing = others.filter((confidence) => confidence >= threshold).length;
console.log(
  `AUROC ${(inOrder / (own.length * others.length)).toFixed(4)}; at 95% true accept (threshold ${threshold.toFixed(3)}) ` +
    `false accept ${((100 * passing) / others.length).toFixed(1)}%`,
);
