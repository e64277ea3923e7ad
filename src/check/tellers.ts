// To whom a speaker gives words in his own sentence: "Some demand that …", "The operator told us that the delays were “a one-off”".

import { languageNamed } from '../language/language.ts';
import { ANOTHER_CLAUSE, before, edge, has, PAUSE, type Reading, saidByHimself } from './clip.ts';
import { listedLanguage } from './qualifiers.ts';
import type { Owner, StatementWords } from './record.ts';

/** Who is said to say what begins at the token `first`, as it is written there; null where the speaker says it himself. */
export function tellerOf(first: number, reading: Reading): string | null {
  const lead = { from: edge(first, -1, reading), to: first };
  const isThat = lead.to > lead.from && has('that', lead.to - 1, reading) > 0;
  if (ANOTHER_CLAUSE.test(before(first, reading.record)) || (!isThat && !PAUSE.test(before(first, reading.record))))
    return null;
  const told = toldBefore(lead.from, first, reading);
  // Before a comma the verb is the last word: "Some demand, …" in German.
  return told !== null && (isThat || told.verb === first - 1) ? told.subject : null;
}

/**
 * The statement's words with a name for those that are quoted from somebody whom the labels do not name, and with a doubt where a
 * sentence tells that something was said, and not by whom.
 */
export function withTellers(record: StatementWords): StatementWords {
  const reading: Reading = { record, language: listedLanguage(record.statement.language), isTheirs: () => true };
  const impersonal = new Set(record.sentences.filter((_, at) => has('impersonal', at, reading) > 0));
  let last: Owner | null = null;
  let named: Owner | null = null;
  const owners = record.owners.map((owner, at) => {
    if (owner.kind === 'narration') return impersonal.has(record.sentences[at]!) ? UNSURE : owner;
    if (owner.kind !== 'quoted' || owner.name !== null) return owner;
    if (owner !== last) {
      const told = toldBefore(edge(at, -1, reading), at, reading);
      [last, named] = [owner, told === null ? owner : { ...owner, name: told.subject }];
    }
    return named!;
  });
  return { ...record, owners };
}

const UNSURE: Owner = { kind: 'narration', name: null, isUnsure: true };

/** The first verb of saying in the clause before a token, and who stands before it. */
function toldBefore(start: number, to: number, reading: Reading): { verb: number; subject: string } | null {
  if (saidByHimself({ from: start, to }, reading)) return null;
  let [from, earlier] = [start, start];
  let verb: number | null = null;
  for (let at = start; at < to; at++) {
    const between = before(at, reading.record);
    const isNewClause = ANOTHER_CLAUSE.test(between) || (PAUSE.test(between) && has('that', at, reading) === 0);
    if (at > from && isNewClause && verb === null) [earlier, from] = [from, at];
    if (has('condition', at, reading) > 0) return null;
    if (verb === null && at > start && has('alleging', at, reading) > 0) verb = at;
  }
  if (verb === null) return null;
  // "The minister, Anna Berg, says that …": who speaks stands before the comma.
  const subject = verb > from ? subjectIn(from, verb, reading.record) : subjectIn(earlier, from, reading.record);
  return { verb, subject };
}

/** The words that name who speaks: the first that are no mere function words. */
function subjectIn(from: number, to: number, { words, tokens, statement }: StatementWords): string {
  const { isFunctionWord } = languageNamed(statement.language);
  let start = from;
  while (start < to && isFunctionWord(words[start]!)) start++;
  let end = start;
  while (end < to && !isFunctionWord(words[end]!)) end++;
  if (end === start) [start, end] = [from, from + 1];
  return statement.text.slice(tokens[start]!.start, tokens[end - 1]!.end);
}
