// Who, when, where, which agency, what it is called: asked of the statement itself, the header and the date line answer by rule. A
// question with any other word in it is about the matter, and no rule takes it.

import { calendarIn } from '../language/calendar.ts';
import { functionWords } from '../language/language.ts';
import { wordList } from '../language/word-list.ts';
import { type Places, type Quote, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { foldWord, termsOf } from '../text/terms.ts';
import type { Fact } from './answer.ts';
import { withoutPhrases } from './phrases.ts';

type Name = Fact['name'];

const LANGUAGES = ['en', 'ru', 'uk', 'be', 'zh'] as const;
// "Who published it?" before "who?", "where can I read it?" before "where?".
const NAMES: readonly Name[] = [
  'signature',
  'publisher',
  'title',
  'language',
  'length',
  'source',
  'date',
  'place',
  'speaker',
];
// These words ask of the matter too: they need a word for the statement, or for saying, beside them.
const BARE: ReadonlySet<Name> = new Set(['date', 'place', 'length']);
const MAX_QUESTION_UTF16 = 120;

/** What the header answers; null where the question is about the matter, or the header doesn't know. */
export function factOf(
  question: string,
  about: Places,
): { readonly fact: Fact; readonly quotes: readonly Quote[] } | null {
  if (question.length > MAX_QUESTION_UTF16) return null;
  for (const language of LANGUAGES) {
    const name = askedOf(question, language, about.statement);
    const fact = name === null ? null : factIn(name, about.statement);
    if (fact !== null) return { fact, quotes: quoteSentences(about, keysShowing(fact.name, about.statement)) };
  }
  return null;
}

function askedOf(question: string, language: string, { speaker }: Statement): Name | null {
  const aside = [
    ...list(language, 'fact-filler'),
    ...(speaker === null ? [] : [speaker.name, ...speaker.names].flatMap((own) => [own, ...own.split(/\s+/)])),
  ];
  const itself = [...list(language, 'fact-saying'), ...list(language, 'fact-noun')];
  for (const name of NAMES) {
    const asking = withoutPhrases(question, list(language, `fact-${name}`));
    if (asking.found === 0) continue;
    const spoken = withoutPhrases(asking.rest, itself);
    const rest = withoutPhrases(spoken.rest, aside).rest;
    if (isEmpty(rest, language) && (spoken.found > 0 || !BARE.has(name))) return name;
  }
  return isDateCheck(question, language) ? 'date' : null;
}

function list(language: string, idea: string): readonly string[] {
  return wordList(language, idea);
}

function isEmpty(rest: string, language: string): boolean {
  return termsOf(rest).every(({ folded }) => functionWords(language).has(folded));
}

/** "Is it from 2020?": a year, and nothing else that means anything. */
function isDateCheck(question: string, language: string): boolean {
  if (!/(?<!\d)(?:19|20)\d\d(?!\d)/.test(question)) return false;
  const months = calendarIn(question, [language]).size > 0;
  const words = termsOf(question).filter(({ folded }) => !/^\d+$/.test(folded));
  const said = withoutPhrases(
    words.map(({ folded }) => folded).join(' '),
    ['fact-saying', 'fact-noun', 'fact-filler', 'fact-date'].flatMap((idea) => list(language, idea)),
  );
  return !months && words.length > 1 && isEmpty(said.rest, language);
}

function factIn(name: Name, statement: Statement): Fact | null {
  const { title, date, publisher, speaker, language, source, blocks } = statement;
  const values: Readonly<Record<Name, string | null>> = {
    title,
    date,
    publisher,
    language,
    source,
    speaker: speaker?.name ?? null,
    place: datelinePlace(statement),
    length: String(blocks.filter(({ kind }) => kind === 'paragraph').length),
    signature: signatureOf(statement),
  };
  const value = values[name];
  return value === null ? null : { name, value };
}

function signatureOf({ blocks, text, form, speaker }: Statement): string | null {
  const block = blocks.find(({ kind }) => kind === 'signature');
  if (block) return text.slice(block.start, block.end);
  return form === 'letter' ? (speaker?.name ?? null) : null;
}

// "MINSK, 17 November (BelTA) – The…", "Quilmaray, 29 ene (Surcable) - El…", "新华社北京8月5日电".
const DATELINE =
  /^[^\p{L}]*(\p{Lu}[\p{L}\p{M}'’. -]{1,40}?)(?:, [^—–()]{1,40})?\s*(?:\([^)]{2,40}\)\s*[—–-]|\s[—–-]|[—–])\s/u;
const HAN_DATELINE = /^\S{1,8}[社报]\s?(\p{Script=Han}{2,6}?)\d{1,2}月\d{1,2}日[电讯]/u;

/** The place that the date line names; null without one. */
function datelinePlace({ sentences, text }: Statement): string | null {
  const first = sentences.filter(({ kind }) => kind !== 'headline').slice(0, 2);
  for (const { start, end } of first) {
    const line = text.slice(start, end);
    const place = DATELINE.exec(line)?.[1] ?? HAN_DATELINE.exec(line)?.[1];
    if (
      place &&
      /^\p{Lu}[\p{Lu}.'’ -]+$|^\p{Script=Han}|, /u.test(`${place}${line.slice(place.length, place.length + 2)}`)
    )
      return place.trim();
  }
  return null;
}

/** The sentences that show what the header says: the headline, the date line, the signature. */
export function keysShowing(name: Name, { sentences, text, speaker }: Statement): string[] {
  const ofKind = (kind: string) => sentences.filter((sentence) => sentence.kind === kind).map(({ key }) => key);
  if (name === 'title') return ofKind('headline');
  if (name === 'signature') return ofKind('signature');
  const body = sentences.filter(({ kind }) => kind === 'paragraph');
  const [first] = body;
  if (name === 'speaker') {
    const surname = foldWord(speaker?.name.split(/\s+/).at(-1) ?? '');
    const naming = body
      .slice(0, 20)
      .find(
        ({ start, end }) => surname !== '' && termsOf(text.slice(start, end)).some(({ folded }) => folded === surname),
      );
    return naming ? [naming.key] : [];
  }
  const isDateline = first !== undefined && DATELINE.test(text.slice(first.start, first.end));
  const dated = ofKind('date');
  if (name === 'date' && dated.length > 0) return dated;
  return (name === 'date' || name === 'place' || name === 'publisher') && isDateline ? [first.key] : [];
}
