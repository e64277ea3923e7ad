// A claim that is a sentence's words less its "not", or with one that the sentence has not, says the opposite of it.

import { wordList } from '../../language/word-list.ts';
import { lazyBy } from '../../text/lazy.ts';
import { foldWord, termsOf } from '../../text/terms.ts';
import { type CitedClaim, type Grounding, primary, type Withheld } from './claim.ts';
import { contentOf, isMatched } from './content.ts';

/** The least share of the words of the shorter of two clauses that both have, for them to be one said twice. */
const MIN_COMMON = 0.5;

export function negation(claim: CitedClaim, grounding: Grounding): Withheld | null {
  const language = primary(grounding.about.statement.language);
  const own = claim.languages[0] ?? language;
  if (!claim.isSameLanguage) return isTurnedAbroad(claim, own, primary(language)) ? 'negation' : null;
  const clauses = clausesOf(claim.text).filter((clause) => contentOf(clause, own).length > 0);
  // A question that is cited beside its reply asserts nothing.
  const lines = claim.cited.split('\n');
  const asserting = lines.filter((line) => !/[?？]["”»」]?\s*$/u.test(line));
  const there = clausesOf((asserting.length > 0 ? asserting : lines).join('\n'));
  return clauses.some((clause) => isTurned(clause, there, language)) ? 'negation' : null;
}

/**
 * In another language words can't be compared, but clauses can be counted: what is denied must be denied, refused or bounded there;
 * and where most of what is cited denies, or the claim tells all of it, it must deny as often.
 */
function isTurnedAbroad(claim: CitedClaim, own: string, language: string): boolean {
  const isFrame = (clause: string, tag: string) =>
    count(clause, tag, 'saying') + count(clause, tag, 'opinion') > 0 && denials(clause, tag) === 0;
  const [clauses, there] = [clausesOf(withoutAnswer(claim.text)), clausesOf(claim.cited)];
  const denying = clauses.filter((clause) => denies(clause, own)).length;
  const isEnded = clauses.some((clause) => count(clause, own, 'ending') > 0);
  // "Not cancelled" is kept.
  const denied = there.filter(
    (clause) => denies(clause, language) && (isEnded || count(clause, language, 'ending') === 0),
  ).length;
  if (denying > 0 && denials(claim.cited, language) === 0) return refusals(claim.cited, language) === 0;
  if (denying + clauses.reduce((sum, clause) => sum + refusals(clause, own), 0) >= denied) return false;
  const telling = there.filter((clause) => !isFrame(clause, language)).length;
  return (
    telling <= clauses.filter((clause) => !isFrame(clause, own)).length ||
    there.length <= clauses.length ||
    (denying === 0 && denied > telling / 2)
  );
}

/** "No," answers the question; what is denied stands behind it. */
function withoutAnswer(text: string): string {
  return text.replace(/^\p{L}{1,4}[,.，。]\s*/u, '');
}

function denies(clause: string, language: string): boolean {
  const times = denials(clause, language);
  return DOUBLES.has(language) ? times > 0 : times % 2 === 1;
}

/** Whether a clause of the claim denies what the clause that is most like it affirms, or the other way round. */
function isTurned(clause: string, there: readonly string[], language: string): boolean {
  const words = contentOf(clause, language);
  const commonWith = (other: string) => {
    const others = contentOf(other, language);
    return words.filter((word) => isMatched(word, others)).length;
  };
  // "We will sue if he does not answer" may be two clauses there: it is like both when it has more of both than of either.
  const pairs = there
    .slice(1)
    .map((second, at) => [there[at]!, second] as const)
    .filter((pair) => commonWith(pair.join(' ')) > Math.max(...pair.map(commonWith)))
    .map((pair) => pair.join(' '));
  const alike = [...there, ...pairs].map((other) => {
    const others = contentOf(other, language);
    const common = commonWith(other);
    return { other, common, share: common / Math.min(words.length, others.length) };
  });
  const most = Math.max(0, ...alike.map(({ common }) => common));
  const best = alike.filter(({ common, share }) => common > 0 && common === most && share >= MIN_COMMON);
  return best.length > 0 && best.every(({ other }) => isOpposite(clause, other, language));
}

// "Inacceptable" is not acceptable, "unclear" not clear.
const UNMAKES = /^(?:un|in|im|il|ir|non|dis|не|ня|nie)/u;

function isOpposite(clause: string, other: string, language: string): boolean {
  const [words, others] = [clause, other].map((text) => contentOf(text, language).map(({ folded }) => folded)) as [
    string[],
    string[],
  ];
  const unmakes = (one: string[], two: string[]) =>
    one.some((word) => UNMAKES.test(word) && two.includes(word.replace(UNMAKES, '')));
  if (unmakes(words, others) || unmakes(others, words)) return false;
  // "Not cancelled" is kept.
  const bounds = (text: string) => refusals(text, language) + count(text, language, 'ending');
  return bounds(clause) === bounds(other) && denies(clause, language) !== denies(other, language);
}

// Where "nobody not" is one denial; elsewhere two of them affirm, as "no island without a boat".
const DOUBLES = new Set(['ru', 'uk', 'be', 'pl', 'fr', 'es', 'zh']);

function clausesOf(text: string): string[] {
  return text
    .split(
      /[,;:!?](?=\s|$)|\.(?=\s|$)|[—–，；：。！？\n]|\s-\s|(?<=\S)\s+(?:but|aber|sondern|mais|pero|sino|но|а|але|ale|lecz|and|und|et|y|и|і|й|oraz)\s+/u,
    )
    .filter((clause) => /\p{L}/u.test(clause));
}

// Languages that people ask in and that have no lists.
const UNLISTED: Readonly<Record<string, readonly string[]>> = {
  pt: ['não', 'nunca', 'sem'],
  it: ['non', 'mai', 'senza'],
  vi: ['không', 'chưa'],
};

const lists = lazyBy((name) => {
  const [language = '', idea = ''] = name.split(' ');
  // Of several words the one that denies counts: "no longer"; and "away from" denies nothing.
  const others =
    idea === 'negation' ? new Set([...wordList(language, 'refusal'), ...wordList(language, 'distance')]) : new Set();
  const words = [
    ...wordList(language, idea).filter((word) => !word.includes(' ') && !others.has(word)),
    ...(idea === 'negation' ? (UNLISTED[language] ?? []) : []),
  ];
  return {
    folded: new Set(words.map(foldWord)),
    han: words.filter((word) => /\p{Script=Han}/u.test(word)),
  };
});

function count(text: string, language: string, idea: string): number {
  const { folded, han } = lists(`${language} ${idea}`);
  if (han.length > 0) return han.filter((word) => text.includes(word)).length;
  const terms = termsOf(text).map((term) => term.folded);
  return terms.filter((term) => folded.has(term) && !(idea === 'negation' && BESIDE_NOT.test(term))).length;
}

// "Nobody not": these need a "not" beside them, and without it deny nothing.
const BESIDE_NOT = /^(?:ни[кчг]|ні[хкчшг]|nik|nic$|nig|zad|żad)/u;

/** How many words of `text` deny. */
function denials(text: string, language: string): number {
  return count(
    text.replace(/\bcan['’]t\b|\bcannot\b/giu, 'can not').replace(/n['’]t\b/giu, ' not'),
    language,
    'negation',
  );
}

function refusals(text: string, language: string): number {
  return count(text, language, 'refusal');
}
