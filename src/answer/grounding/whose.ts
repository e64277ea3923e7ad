// Who is said to have said it: a claim may put words in nobody's mouth but those who say them in the sentences it cites.

import { languageNamed } from '../../language/language.ts';
import { isFormOf } from '../../language/sounds.ts';
import { wordList, wordsOfAll } from '../../language/word-list.ts';
import { lazy, lazyBy } from '../../text/lazy.ts';
import { foldWord } from '../../text/terms.ts';
import { type CitedClaim, type Grounding, primary, type Withheld } from './claim.ts';
import { contentOf, isMatched } from './content.ts';
import { nameWordsIn, standsIn } from './name.ts';

export function whose(claim: CitedClaim, grounding: Grounding): Withheld | null {
  return saidByAnother(claim, grounding) || quotedAsOwn(claim, grounding) ? 'attribution' : null;
}

/** Who is said to say something: `names` as they are written, or a pronoun, or only an office ("the minister"). */
type Sayer = { readonly names: readonly string[]; readonly isPronoun: boolean };

function saidByAnother(claim: CitedClaim, grounding: Grounding): boolean {
  const { statement } = grounding.about;
  // A foreign name in Chinese can't be told from the words around it.
  if (claim.languages[0] === 'zh' && !claim.isSameLanguage) return false;
  const sayers = sayersIn(claim.text, claim.languages[0] ?? statement.language, grounding);
  if (sayers.length === 0) return false;
  const owners = claim.keys.flatMap((key) => ownersOf(key, claim, grounding));
  return !sayers.some((sayer) => owners.some((owner) => isSame(sayer, owner, claim, grounding)));
}

/** Whether who is named in the claim is who says it there. `owner`: the names of those, in the statement's words. */
function isSame(sayer: Sayer, owner: string, claim: CitedClaim, grounding: Grounding): boolean {
  const { language } = grounding.about.statement;
  const speaker = speakerNames(grounding);
  const names = sayer.isPronoun
    ? [...speaker, ...nameWordsIn(`${claim.before}\n${grounding.asked}`, claim.languages)]
    : sayer.names;
  if (names.some((own) => standsIn(own, owner, language))) return true;
  // The mayor is the mayor by any of her names, and by her office.
  const isSpeaker = names.some(
    (own) => speaker.some((word) => standsIn(own, word, language)) || isOffice(own, grounding),
  );
  return (
    isSpeaker &&
    (speaker.some((word) => standsIn(word, owner, language)) ||
      (owner.match(WORDS) ?? []).some((word) => isOffice(word, grounding)))
  );
}

/** Who says what the sentence of `key` says, each as a text with their names: those it names, else whom its label or its form names. */
function ownersOf(key: string, { text: claim, quotes }: CitedClaim, grounding: Grounding): string[] {
  const { statement, places } = grounding.about;
  const at = places.get(key);
  if (at === undefined) return [];
  const text = sentenceText(grounding, at);
  const language = primary(statement.language);
  const own = quotes.filter((quote) => quote.keys.includes(key));
  const labels = own
    .flatMap((quote) => (quote.kind === 'quoted' || quote.speaker === null ? [] : [quote.speaker]))
    // "The company" is nobody's name.
    .filter((label) => !/^\S+ \p{Ll}+$/u.test(label));
  const isUnlabelled = own.every((quote) => quote.kind === 'narration' || quote.kind === 'unsure');
  const byForm = isUnlabelled && OWN_FORMS.has(statement.form) ? [speakerNames(grounding).join(' ')] : [];
  const named = sayersIn(text, language, grounding, true)
    .filter((sayer) => !sayer.isPronoun)
    .map((sayer) => sayer.names.join(' '));
  if (named.length > 0) {
    // Whoever tells what another said has said so himself, and must then name the other.
    const isOtherNamed = named.some((names) => names.split(' ').some((word) => standsIn(word, claim, language)));
    return isOtherNamed ? [...named, ...labels, ...byForm] : named;
  }
  const unnamed = hasSaying(text, language) ? lastNamed(at, grounding) : [];
  if (labels.length === 0 && byForm.length === 0) return unnamed;
  // A label in doubt counts where the sentence before names the same person: else it may be either, and neither is said.
  const before = isInDoubt(at, grounding) && unnamed.length > 1 ? unnamed[0]!.split(' ') : [];
  const agrees = before.length === 0 || before.some((word) => labels.some((label) => standsIn(word, label, language)));
  return agrees ? [...labels, ...byForm, ...unnamed.slice(-1)] : [];
}

function isInDoubt(at: number, { about: { statement } }: Grounding): boolean {
  const { start, end } = statement.sentences[at]!;
  return statement.spans.some((span) => span.doubt !== null && span.start < end && span.end > start);
}

const OWN_FORMS: ReadonlySet<string> = new Set(['speech', 'letter', 'post']);
const MAX_BACK = 6;

/** Whom "he", "the company" or nobody's name is: the nearest sentence before that names anybody, what it is all about, and itself. */
function lastNamed(at: number, grounding: Grounding): string[] {
  const { statement } = grounding.about;
  const own = sentenceText(grounding, at);
  const speaker = new Set(speakerNames(grounding));
  // Of what it is all about: a company, a country. The speaker is in the title of every statement.
  const about = (`${statement.title} ${statement.publisher ?? ''}`.match(WORDS) ?? [])
    .filter((word) => !speaker.has(word) && !isOffice(word, grounding))
    .join(' ');
  const offices = (own.match(WORDS) ?? []).filter((word) => isOffice(word, grounding)).join(' ');
  if (offices !== '') return [offices, about];
  for (let back = at - 1; back >= Math.max(0, at - MAX_BACK); back--) {
    const text = sentenceText(grounding, back);
    const sayers = sayersIn(text, primary(statement.language), grounding, true).flatMap((sayer) => sayer.names);
    if (sayers.length > 0) return [sayers.join(' '), about];
  }
  return [about];
}

function sentenceText({ about }: Grounding, at: number): string {
  const { start, end } = about.statement.sentences[at]!;
  return about.statement.text.slice(start, end);
}

const WORDS = /@?[\p{L}\p{M}][\p{L}\p{M}’'_]*/gu;

/** The words of the main speaker's name. */
function speakerNames({ about }: Grounding): string[] {
  const { speaker, language } = about.statement;
  if (speaker === null) return [];
  const all = [speaker.name, ...speaker.names].flatMap((own) => own.replace(/^@/, '').match(/[\p{L}\p{M}’']+/gu) ?? []);
  const isTitle = titles(primary(language));
  return [...new Set(all.filter((word) => /^\p{Lu}/u.test(word) && !isTitle.has(foldWord(word)))), speaker.name].filter(
    (word) => /\p{Script=Han}/u.test(word) || word.length > 2,
  );
}

const titles = lazyBy(
  (language) => new Set(['title', 'common-capital'].flatMap((idea) => wordList(language, idea).map(foldWord))),
);

/** Whether a word is what the main speaker is called by: "wojewoda", "the mayor". */
function isOffice(word: string, { about }: Grounding): boolean {
  const { speaker, language } = about.statement;
  const known = titles(primary(language));
  const folded = foldWord(word);
  return (speaker?.names ?? []).some(
    (own) =>
      (own.match(/[\p{L}\p{M}]+/gu) ?? []).some(
        (part) =>
          (/^\p{Ll}/u.test(part) || known.has(foldWord(part))) && part.length > 2 && isFormOf(folded, foldWord(part)),
      ) ||
      (/\p{Script=Han}/u.test(word) && own.includes(word)),
  );
}

const saying = lazyBy(
  (language) => new Set(['saying', 'opinion'].flatMap((idea) => wordList(language, idea).map(foldWord))),
);
const pronouns = lazyBy((language) => new Set(wordList(language, 'third-person')));

function hasSaying(text: string, language: string): boolean {
  if (language === 'zh') return [...saying('zh')].some((word) => text.includes(word));
  const lower = text.toLowerCase();
  return (
    (text.match(WORDS) ?? []).some((word) => saying(language).has(foldWord(word))) ||
    wordList(language, 'according-to').some((phrase) => lower.includes(phrase))
  );
}

type Part = { readonly text: string; readonly folded: string; readonly start: number; readonly end: number };

/**
 * Who is said to say or think something in `text`: the names in the part of the sentence before each such verb, else before that,
 * else right behind it. `generous`: all of these.
 */
function sayersIn(text: string, language: string, grounding: Grounding, generous = false): Sayer[] {
  if (language === 'zh') return hanSayers(text, grounding);
  const found: Sayer[] = [];
  for (const sentence of text.split(/(?<=[.!?;]["”»]?)\s+|\n/u)) {
    const words: Part[] = Array.from(sentence.matchAll(WORDS), (match) => ({
      text: match[0],
      folded: foldWord(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));
    const names = new Set(nameWordsIn(sentence, [language]));
    const isProper = ({ text: word }: Part) => word.startsWith('@') || names.has(word.replace(/['’]s$/u, ''));
    const isName = (word: Part) => isProper(word) || isOffice(word.text, grounding);
    let from = 0;
    words.forEach((word, at) => {
      if (!saying(language).has(word.folded) || isName(word)) return;
      const before = words.slice(from, at);
      from = at + 1;
      const behind = words
        .slice(at + 1, at + (generous ? 13 : 6))
        .filter((one) => generous || !/[,;:]/.test(sentence.slice(word.end, one.start)));
      const near = before.filter(
        (one) => !/[,;:]|\s(?:and|und|et|y|e|и|і|й|oraz|i)\s/.test(sentence.slice(one.end, word.start)),
      );
      const isPronoun = [...before.slice(-2), ...behind.slice(0, 1)].some((one) =>
        pronouns(language).has(one.text.toLowerCase().replace(/^.*-/, '')),
      );
      const groups = [near, isPronoun ? [] : before, isPronoun || (before.length === 0 && !generous) ? [] : behind].map(
        (group) => namesFirst(group.filter(isName), isProper),
      );
      const own = generous ? namesFirst(groups.flat(), isProper) : (groups.find((group) => group.length > 0) ?? []);
      const isOfficeOnly =
        groups[0]!.length === 0 &&
        near.some((one) => titles(language).has(one.folded) || bodies(language).has(one.folded));
      // "The minister", "the region": who that is, words don't tell.
      const isNameless =
        groups[0]!.length === 0 &&
        !isPronoun &&
        near.some((one) => !languageNamed(language).isFunctionWord(one.folded));
      if ((isOfficeOnly || isNameless) && !generous) return;
      if (own.length > 0) found.push({ names: own.flatMap((one) => partsOf(one.text)), isPronoun: false });
      else if (isPronoun) found.push({ names: [], isPronoun: true });
    });
    found.push(...accordingTo(sentence, language, (word) => names.has(word) || isOffice(word, grounding)));
  }
  return found;
}

/** "Infrastructure Minister Pieter van der Meer" is his name, whoever else is a minister. */
function namesFirst(words: readonly Part[], isProper: (word: Part) => boolean): readonly Part[] {
  return words.some(isProper) ? words.filter(isProper) : words;
}

const bodies = lazyBy((language) => new Set(wordList(language, 'body').map(foldWord)));

/** "@rhian_castell" as "rhian" and "castell". */
function partsOf(word: string): string[] {
  return word.startsWith('@') ? word.slice(1).split('_') : [word];
}

/** "According to the ministry", "по словам мэра", "zdaniem inżyniera": the names right behind. */
function accordingTo(sentence: string, language: string, isName: (word: string) => boolean): Sayer[] {
  const lower = sentence.toLowerCase();
  return wordList(language, 'according-to').flatMap((phrase): Sayer[] => {
    const at = lower.search(new RegExp(`(?<![\\p{L}\\p{M}])${phrase}(?![\\p{L}\\p{M}])`, 'u'));
    if (at < 0) return [];
    const behind = (sentence.slice(at + phrase.length).split(/[,;:(]/)[0] ?? '').match(WORDS) ?? [];
    const own = behind.slice(0, 6).filter(isName);
    return own.length > 0 ? [{ names: own, isPronoun: false }] : [];
  });
}

function hanSayers(text: string, grounding: Grounding): Sayer[] {
  const found: Sayer[] = [];
  const speaker = grounding.about.statement.speaker;
  const isSpeaker = (clause: string) =>
    [speaker?.name ?? '', ...(speaker?.names ?? [])].some((own) => own !== '' && clause.includes(own));
  for (const clause of text.split(/[。！？；\n]/u)) {
    const verb = [...saying('zh')]
      .map((word) => clause.replace(/[“"「『].*?[”"」』]/gu, (quoted) => '〇'.repeat(quoted.length)).indexOf(word))
      .filter((at) => at >= 0);
    if (verb.length === 0) continue;
    // Whoever stands right before the verb; what is quoted is no name.
    const before = clause
      .slice(0, Math.min(...verb))
      .replace(/[“"「『].*?[”"」』]/gu, '，')
      .match(/[\p{Script=Han}·]{2,10}$/u)?.[0];
    if (isSpeaker(clause)) found.push({ names: [speaker!.name], isPronoun: false });
    else if (before !== undefined && !/^[他她]/u.test(before)) found.push({ names: [before], isPronoun: false });
    else found.push({ names: [], isPronoun: true });
  }
  return found;
}

/** Words that a speaker quotes from others, told as a fact or as his own, without a word that sets them apart. */
function quotedAsOwn(claim: CitedClaim, grounding: Grounding): boolean {
  const { text, quotes, isSameLanguage, languages } = claim;
  const { about } = grounding;
  if (setsApart(text)) return false;
  if (quotes.every((quote) => quote.quoted.length === 0 && quote.kind !== 'quoted')) return false;
  // Across languages words can't be compared: whoever tells such sentences right says who is quoted, or that he rejects it.
  if (!isSameLanguage) {
    const own = claim.languages[0] ?? primary(about.statement.language);
    const isOthers = hasSaying(text, own) && sayersIn(text, own, grounding).length === 0;
    return !isOthers && quotes.every((quote) => quote.quoted.length > 0 || quote.kind === 'quoted');
  }
  const language = languages[0] ?? about.statement.language;
  const { speaker } = about.statement;
  const aside = contentOf([speaker?.name ?? '', ...(speaker?.names ?? [])].join(' '), language);
  const own = contentOf(text, language);
  return quotes.some((quote) =>
    quote.quoted.some(({ start, end }) => {
      const theirs = contentOf(about.statement.text.slice(start, end), language);
      const told = theirs.filter((word) => isMatched(word, own)).length;
      const added = own.filter((word) => !isMatched(word, theirs) && !isMatched(word, aside)).length;
      return theirs.length > 0 && told >= theirs.length * 0.6 && added <= told / 2 + 1;
    }),
  );
}

const DISTANCING = lazy(
  () => new Set(['negation', 'distance'].flatMap((idea) => [...wordsOfAll(idea).values()].flat()).map(foldWord)),
);
const HAN_DISTANCING = lazy(() => ['negation', 'distance'].flatMap((idea) => [...wordsOfAll(idea).get('zh')!]));

/** Whether a text denies, rejects or cites something: words of others told so are no mistake. */
export function setsApart(text: string): boolean {
  const words = text.match(/[\p{L}\p{M}]+(?:['’][\p{L}]+)*/gu) ?? [];
  return (
    words.some((word) => DISTANCING().has(foldWord(word)) || /n['’]t$/.test(word)) ||
    HAN_DISTANCING().some((word) => text.includes(word))
  );
}
