// Who is said to have said it: a claim may put words in nobody's mouth but those who say them in the sentences it cites.

import { languageNamed } from '../../language/language.ts';
import { isFormOf } from '../../language/sounds.ts';
import { wordList, wordsOfAll } from '../../language/word-list.ts';
import { lazy, lazyBy } from '../../text/lazy.ts';
import { foldWord } from '../../text/terms.ts';
import { type CitedClaim, type Grounding, primary, type Withheld } from './claim.ts';
import { contentOf, isMatched } from './content.ts';
import { nameWordsIn, standsIn, withoutPoints } from './name.ts';

export function whose(claim: CitedClaim, grounding: Grounding): Withheld | null {
  return saidByAnother(claim, grounding) || quotedAsOwn(claim, grounding) ? 'attribution' : null;
}

/** The names of who is said to say something; none for "he" and "she". */
type Sayer = readonly string[];

function saidByAnother(claim: CitedClaim, grounding: Grounding): boolean {
  // A foreign name in Chinese can't be told from the words around it.
  if (claim.languages[0] === 'zh' && !claim.isSameLanguage) return false;
  const { language } = grounding.about.statement;
  const sayers = sayersIn(claim.text, claim.languages[0] ?? primary(language), grounding);
  if (sayers.length === 0) return false;
  const owners = claim.keys.flatMap((key) => ownersOf(key, claim, grounding));
  const others = nameWordsIn(`${claim.before}\n${grounding.asked}`, claim.languages);
  const speaker = speakerWords(grounding);
  return !sayers.some((sayer) => {
    const names = sayer.length > 0 ? [...sayer, sayer.join(' ')] : [...speaker, ...others];
    // The mayor is the mayor by any of her names, and by her office.
    const isSpeaker = names.some((own) => speaker.some((word) => isOne(own, word, language)));
    const known = isSpeaker ? [...names, ...speaker] : names;
    return owners.some((owner) => known.some((own) => isOne(own, owner, language)));
  });
}

/** Who says what the sentence of `key` says, each as a text with their names: those it names, else whom its label names. */
function ownersOf(key: string, { quotes }: CitedClaim, grounding: Grounding): string[] {
  const { statement, places } = grounding.about;
  const { start, end } = statement.sentences[places.get(key)!]!;
  const text = statement.text.slice(start, end);
  const language = primary(statement.language);
  const named = sayersIn(text, language, grounding, true)
    .filter((sayer) => sayer.length > 0)
    .map((names) => names.join(' '));
  // "She warned that the currents at X …": X is a name near the verb, and the label knows who she is.
  const isPronoun = sayersIn(text, language, grounding).some((sayer) => sayer.length === 0);
  if (named.length > 0 && !isPronoun) return named;
  const labels = quotes.filter((quote) => quote.keys.includes(key) && quote.kind !== 'quoted');
  // A body that the text only calls "the company" is what it is all about.
  const isNamed = (label: string) => nameWordsIn(`of ${label}`, ['en']).length > 0 || /\p{Script=Han}/u.test(label);
  const labelled = labels.flatMap(({ speaker }) =>
    speaker === null ? [] : [isNamed(speaker) ? speaker : statement.title],
  );
  return [...named, ...labelled];
}

function isOne(own: string, other: string, language: string): boolean {
  return standsIn(own, other, language) || isFormOf(foldWord(own), foldWord(other));
}

const WORDS = /@?[\p{L}\p{M}][\p{L}\p{M}’'_]*/gu;

/** The words that the main speaker goes by, offices among them: "Brandsson", "mayor", "wojewoda". */
function speakerWords({ about }: Grounding): string[] {
  const { speaker } = about.statement;
  if (speaker === null) return [];
  const words = [speaker.name, ...speaker.names].flatMap((own) => own.match(/[\p{L}\p{M}’']+/gu) ?? []);
  return [...new Set(words)].filter((word) => word.length > 2 || /\p{Script=Han}/u.test(word));
}

const saying = lazyBy(
  (language) => new Set(['saying', 'opinion'].flatMap((idea) => wordList(language, idea).map(foldWord))),
);
const pronouns = lazyBy((language) => new Set(wordList(language, 'third-person')));

type Part = { readonly text: string; readonly folded: string; readonly start: number; readonly end: number };

/**
 * Who is said to say or think something in `text`: the names in the part of the sentence before each such verb, else before that,
 * else right behind it. `generous`: all of these.
 */
function sayersIn(text: string, language: string, grounding: Grounding, generous = false): Sayer[] {
  if (language === 'zh') return hanSayers(text, grounding);
  const found: Sayer[] = [];
  const office = new Set(
    speakerWords(grounding)
      .filter((word) => /^\p{Ll}/u.test(word))
      .map(foldWord),
  );
  for (const sentence of withoutPoints(text).split(/(?<=[.!?;]["”»]?)\s+|\n/u)) {
    const words: Part[] = Array.from(sentence.matchAll(WORDS), (match) => ({
      text: match[0],
      folded: foldWord(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));
    const names = new Set(nameWordsIn(sentence, [language]));
    const isName = ({ text: word, folded }: Part) =>
      word.startsWith('@') || names.has(word.replace(/['’]s$/u, '')) || office.has(folded);
    let from = 0;
    words.forEach((word, at) => {
      if (!saying(language).has(word.folded) || isName(word)) return;
      const before = words.slice(from, at);
      from = at + 1;
      const isPart = (one: Part) =>
        !/[,;:]|\s(?:and|und|et|y|e|и|і|й|oraz|i)\s/.test(sentence.slice(one.end, word.start));
      const near = before.filter(isPart);
      const behind = words
        .slice(at + 1, at + (generous ? 13 : 6))
        .filter((one) => generous || !/[,;:]/.test(sentence.slice(word.end, one.start)));
      const isPronoun = [...before.slice(-2), ...behind.slice(0, 1)].some((one) =>
        pronouns(language).has(one.text.toLowerCase().replace(/^.*-/, '')),
      );
      const groups = [near, before, before.length > 0 || generous ? behind : []].map((group) => group.filter(isName));
      const own = generous ? groups.flat() : isPronoun ? groups[0]! : (groups.find((group) => group.length > 0) ?? []);
      // "The minister", "the region": who that is, words don't tell.
      const isNameless =
        groups[0]!.length === 0 && near.some((one) => !languageNamed(language).isFunctionWord(one.folded));
      if (own.length > 0 && (generous || isPronoun || !isNameless))
        found.push(own.flatMap((one) => one.text.split(/[@_]/)).filter(Boolean));
      else if (isPronoun) found.push([]);
    });
  }
  return found;
}

function hanSayers(text: string, { about }: Grounding): Sayer[] {
  const speaker = about.statement.speaker;
  return text.split(/[。！？；\n]/u).flatMap((clause): Sayer[] => {
    // Whoever stands right before the verb; what is quoted is no name.
    const plain = clause.replace(/[“"「『].*?[”"」』]/gu, '，');
    const verbs = [...saying('zh')].map((word) => plain.indexOf(word)).filter((at) => at >= 0);
    if (verbs.length === 0) return [];
    if ([speaker?.name ?? '', ...(speaker?.names ?? [])].some((own) => own !== '' && plain.includes(own)))
      return [[speaker!.name]];
    const before = /[\p{Script=Han}·]{2,10}$/u.exec(plain.slice(0, Math.min(...verbs)))?.[0];
    return before === undefined || /^[他她]/u.test(before) ? [[]] : [[before]];
  });
}

/** Words that a speaker quotes from others, told as a fact or as his own, without a word that sets them apart. */
function quotedAsOwn({ text, quotes, isSameLanguage, languages }: CitedClaim, grounding: Grounding): boolean {
  const { about } = grounding;
  const quoted = quotes.flatMap((quote) =>
    quote.quoted.map(({ start, end }) => about.statement.text.slice(start, end)),
  );
  const isTheirs = quotes.every((quote) => quote.kind === 'quoted');
  if (setsApart(text) || (quoted.length === 0 && !isTheirs)) return false;
  // Across languages words can't be compared: whoever tells such a sentence right says that it is quoted, or rejected.
  const language = languages[0] ?? about.statement.language;
  if (isTheirs || !isSameLanguage)
    return isTheirs || quoted.join('').length > MIN_QUOTED * quotes.map((quote) => quote.text).join('').length;
  // Whose they are is said.
  const speaker = speakerWords(grounding);
  if (
    sayersIn(text, language, grounding).some((sayer) => sayer.length > 0 && !sayer.some((own) => speaker.includes(own)))
  )
    return false;
  const own = contentOf(text, language);
  return quoted.some((words) => {
    const theirs = contentOf(words, language);
    const told = theirs.filter((word) => isMatched(word, own)).length;
    return theirs.length > 0 && told >= theirs.length * 0.6 && own.length <= told * 2;
  });
}

/** The least share of a sentence that is its quotation: a word or two in marks are none. */
const MIN_QUOTED = 0.2;

const DISTANCING = lazy(() => [...wordsOfAll('negation').values(), ...wordsOfAll('distance').values()].flat());

/** Whether a text denies, rejects or cites something: words of others told so are no mistake. */
function setsApart(text: string): boolean {
  const words = new Set((text.match(/[\p{L}\p{M}]+(?:['’][\p{L}]+)*/gu) ?? []).map(foldWord));
  return (
    DISTANCING().some((word) => (/\p{Script=Han}/u.test(word) ? text.includes(word) : words.has(foldWord(word)))) ||
    /n['’]t\b/.test(text)
  );
}
