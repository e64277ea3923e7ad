// To whom a speaker gives words in his own sentence: "Some demand that …", "The operator told us that the delays were “a one-off”".

import { languageNamed } from '../language/language.ts';
import { edge, has, partedBy, type Reading, saidByHimself } from './clip.ts';
import { listedLanguage } from './phrases.ts';
import type { Owner, StatementWords } from './record.ts';

/**
 * Who is said to say what begins at the token `first`, as it is written there, "" where nobody is named: "some say"; null where the
 * speaker says it himself.
 */
export function tellerOf(first: number, reading: Reading): string | null {
  const start = edge(first, -1, reading);
  const isThat = first > start && has('that', first - 1, reading);
  const parted = partedBy(first, reading);
  if (parted === 'clause' || (!isThat && parted === null)) return null;
  const told = toldBefore(start, first, reading);
  // Before a comma the verb is the last word: "Some demand, …" in German.
  return told !== null && (isThat || told.verb === first - 1) ? told.subject : null;
}

const UNSURE: Owner = { kind: 'narration', name: null, isUnsure: true };

/**
 * The statement's words with a name for those that are quoted from somebody whom the labels do not name, and with a doubt where a
 * sentence tells that something was said, and not by whom.
 */
export function withTellers(record: StatementWords): StatementWords {
  const reading: Reading = { record, language: listedLanguage(record.statement.language), isTheirs: () => true };
  const impersonal = new Set(
    record.sentences.filter((_, at) => record.owners[at]!.kind === 'narration' && has('impersonal', at, reading)),
  );
  const named = new Map<Owner, Owner>();
  const owners = record.owners.map((owner, at) => {
    if (owner.kind === 'narration') return impersonal.has(record.sentences[at]!) ? UNSURE : owner;
    if (owner.kind !== 'quoted' || owner.name !== null) return owner;
    if (!named.has(owner)) {
      const told = toldBefore(edge(at, -1, reading), at, reading);
      named.set(owner, { ...owner, name: told?.subject || null });
    }
    return named.get(owner)!;
  });
  return { ...record, owners };
}

/** The first verb of saying before a token, and who stands before it. */
function toldBefore(start: number, to: number, reading: Reading): { verb: number; subject: string } | null {
  if (saidByHimself({ from: start, to }, reading)) return null;
  let [from, earlier] = [start, start];
  for (let at = start; at < to; at++) {
    if (has('condition', at, reading)) return null;
    if (at > from && partedBy(at, reading) !== null && !has('that', at, reading)) [earlier, from] = [from, at];
    if (at === start || !has('alleging', at, reading)) continue;
    // "The minister, Anna Berg, says that …": who speaks stands before the comma.
    return {
      verb: at,
      subject: at > from ? subjectIn(from, at, reading) : subjectIn(earlier, from, reading),
    };
  }
  return null;
}

/** The words that name who speaks: the first that are no mere function words. "" where there are none, or they end in another clause. */
function subjectIn(from: number, to: number, reading: Reading): string {
  const { words, tokens, statement } = reading.record;
  const { isFunctionWord } = languageNamed(statement.language);
  let start = from;
  while (start < to && isFunctionWord(words[start]!)) start++;
  let end = start;
  while (end < to && !isFunctionWord(words[end]!)) end++;
  for (let at = end; at < to; at++) if (has('joining', at, reading)) return '';
  return end === start ? '' : statement.text.slice(tokens[start]!.start, tokens[end - 1]!.end);
}
