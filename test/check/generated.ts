// Untrue quotations made of true ones: of every sentence that somebody says in a statement, what turns it is dropped, put in or changed.

import { listedLanguage } from '../../src/check/phrases.ts';
import { wordList } from '../../src/language/word-list.ts';
import type { Statement } from '../../src/statement/statement.ts';

export type Untrue = { readonly kind: string; readonly message: string };

/** The sentences and parts of sentences that `name` says, without marks. */
export function saidBy(name: string, { text, sentences, spans }: Statement): string[] {
  return sentences.flatMap((sentence) =>
    spans
      .filter(({ kind, speaker, doubt }) => kind === 'direct' && speaker?.name === name && doubt === null)
      .flatMap((span) => {
        const said = text.slice(Math.max(span.start, sentence.start), Math.min(span.end, sentence.end)).trim();
        return [said.replace(/^["«„“”»\s]+|["«„“”»\s,，]+$/gu, '')];
      })
      .filter((said) => /\p{L}/u.test(said)),
  );
}

/** Without layout: words and figures alone, to tell whether something was said after all. */
export function bare(text: string): string {
  return ` ${(
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}$£€%'.,])+/gu) ?? []
  )
    .map((word) => word.replace(/[.,]+$/u, ''))
    .filter(Boolean)
    .join(' ')} `;
}

export function untrueOf(said: string, others: readonly string[], language: string): Untrue[] {
  const listed = listedLanguage(language);
  const made: Untrue[] = [];
  const add = (kind: string, message: string) => {
    if (message.trim() !== '' && bare(message) !== bare(said)) made.push({ kind, message: message.trim() });
  };
  const isHan = listed === 'zh';
  for (const idea of ['negation', 'only', 'condition'] as const) {
    for (const entry of wordList(listed, idea)) {
      const word = entry.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const pattern = isHan
        ? new RegExp(word, 'gu')
        : new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'giu');
      for (const match of said.matchAll(pattern)) {
        add(`${idea} dropped`, said.slice(0, match.index) + said.slice(match.index + match[0].length));
      }
    }
    const first = wordList(listed, idea)[0]!;
    const words = isHan ? [...said] : said.split(' ');
    for (const at of [1, Math.floor(words.length / 2), words.length - 1]) {
      if (at > 0) add(`${idea} put in`, [...words.slice(0, at), first, ...words.slice(at)].join(isHan ? '' : ' '));
    }
  }
  for (const match of said.matchAll(/\d+/gu)) {
    const [head, tail] = [said.slice(0, match.index), said.slice(match.index + match[0].length)];
    add('number changed', `${head}${Number(match[0]) + 1}${tail}`);
    add('number dropped', `${head}${tail}`);
  }
  for (const match of said.matchAll(/(?<=[\p{L}\p{N},;] )\p{Lu}\p{L}{2,}/gu)) {
    const [head, tail] = [said.slice(0, match.index), said.slice(match.index + match[0].length)];
    add('name changed', `${head}Quandary${tail}`);
    if (!isHan) add('name dropped', `${head}${tail}`);
  }
  for (const other of others) {
    const [one, two] = isHan ? [[...said], [...other]] : [said.split(' '), other.split(' ')];
    const glue = isHan ? '' : ' ';
    add('mixed', [...one.slice(0, Math.ceil(one.length / 2)), ...two.slice(Math.floor(two.length / 2))].join(glue));
  }
  return made;
}
