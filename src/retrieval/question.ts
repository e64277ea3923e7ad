// Reads a question against a vocabulary: which of its words matter, and which words of the text stand for each.

import { englishNotions, fillersOf, notionsInRun, sound } from './foreign.ts';
import { ENGLISH } from './languages.ts';
import { englishNames, namesInRun, transliterate } from './names.ts';
import type { Form, Query, Sought, Token, Vocabulary } from './passages.ts';
import { areCompatriots, areFarApart, kinship, letterBits, slip } from './spelling.ts';
import { synonymsOf } from './synonyms.ts';
import { alphabetOf, FUNCTION_WORDS, foldWord, keyOf, type Term, terms } from './terms.ts';

/** A content word of the question. */
export type QuestionWord = Sought & {
  /** As the asker wrote it. */
  readonly surface: string;
  readonly term: Term;
  /** Written with a capital inside the question: what a question about it cannot do without. */
  readonly name: boolean;
};

export type QuestionRead = Omit<Query, 'words'> & { readonly words: readonly QuestionWord[] };

// Below this a word in another form is as often another word ("station", "static").
const LEAST_KINSHIP = 0.6;
// Set by hand, as are the similarities below: a tenth more or less changes no result on the tuning articles by more than 0.1 R@1.
// A related form is less than the word itself, however much of it they share.
const RELATED = 0.8;

const ASKS_NUMBER =
  /\b(?:when|how (?:many|much|old|long|far|often|big|large|high|tall|fast)|(?:what|which) (?:year|date|day|century|percent|percentage|number|age|time|decade|share|amount|proportion)|in what year)\b/i;
// The same in other languages, of texts in them: how many, how much, how long, when.
const ASKS_NUMBER_ABROAD =
  /(?<!\p{L})(?:wie\s?(?:viele?|lange|oft|hoch|teuer|groß|alt|weit|schnell)|wieviele?|wann|hoeveel|wanneer|hoe (?:lang|vaak|oud|groot)|hur (?:många|mycket|länge|gammal)|när|hvor (?:mange|meget|mye|lenge|længe)|hvornår|cu[aá]nt[oa]s?|cu[aá]ndo|quant[oiae]s?|quando|quants|quan|combien|quand|à quelle heure|cât[ăie]?|ile|kiedy|kolik|kdy|koliko|kada|сколько|скольк\p{L}*|когда|скільк\p{L}*|коли|колькі|калі|колко|кога|колико|πόσ\p{L}*|πότε|kaç|ne zaman|mennyi\p{L}*|hány\p{L}*|mikor|kuinka (?:monta|paljon|kauan)|milloin|montako|paljonko|berapa|kapan|bao nhiêu|bao giờ|khi nào|mấy|كم|متى|چند|כמה|מתי|कितन\p{L}*|कब)(?!\p{L})|多少|几|幾|什么时候|何时|多[长久大高远]|いつ|いくら|いくつ|何[人年月日時歳個]|얼마|몇|언제|กี่|เท่าไ|เมื่อไ|เมื่อใด|นานแค่/iu;

/** A factor for a content word's weight; 0 takes it for a word that only holds the question together. */
export type Weigh = (term: Term, forms: readonly Form[]) => number;

/** What a question looks for. Without content words ("why?", "what did he do?") `words` is empty. */
export function readQuestion(question: string, vocabulary: Vocabulary, weigh: Weigh = () => 1): QuestionRead {
  const reader = new Reader(question, vocabulary, weigh);
  return { words: reader.words, tokens: reader.tokens, wantsNumber: asksNumber(question, vocabulary) };
}

function asksNumber(question: string, { language }: Vocabulary): boolean {
  return (language === ENGLISH ? ASKS_NUMBER : ASKS_NUMBER_ABROAD).test(question);
}

type Forms = readonly Form[];

const FILLER_WEIGHT = 0.15;
// A question has a few unknown words; a pasted text has thousands, and for each the vocabulary is gone through.
const MOST_UNKNOWN = 40;
const LONGEST_WORD = 40;
// Each term is looked for at all its places: what is pasted beyond this is not read (UTF-16 units; terms).
const LONGEST_QUESTION = 20_000;
const MOST_TERMS = 1_000;
// What an unknown word of another language weighs: it may well stand in the text, in English.
const UNTRANSLATED = 0.3;

class Reader {
  readonly words: QuestionWord[] = [];
  readonly tokens: Token[] = [];
  readonly #question: string;
  readonly #vocabulary: Vocabulary;
  readonly #terms: readonly Term[];
  readonly #foreign: ReadonlySet<string>;
  readonly #isEnglish: boolean;
  /** Whether the text is in English, or in a language that nothing is known of. */
  readonly #isOwnEnglish: boolean;
  readonly #keys = new Set<string>();
  readonly #weigh: Weigh;
  #unknown = 0;

  constructor(question: string, vocabulary: Vocabulary, weigh: Weigh) {
    this.#weigh = weigh;
    this.#question = question;
    this.#vocabulary = vocabulary;
    const { language } = vocabulary;
    this.#isOwnEnglish = language === ENGLISH;
    this.#terms = terms(question.slice(0, LONGEST_QUESTION), this.#isOwnEnglish ? undefined : language).slice(
      0,
      MOST_TERMS,
    );
    if (!this.#isOwnEnglish) {
      this.#foreign = new Set();
      this.#isEnglish = false;
      for (let at = 0; at < this.#terms.length; ) at += this.#read(at);
      return;
    }
    this.#foreign = fillersOf(this.#terms.map((term) => term.folded).filter((word) => alphabetOf(word) !== 'unspaced'));
    this.#isEnglish = this.#foreign.size === 0 && this.#terms.some((term) => FUNCTION_WORDS.has(term.folded));
    for (let at = 0; at < this.#terms.length; ) at += this.#read(at);
  }

  /** Reads the word at `at`, or the name that begins there; returns of how many terms it is made. */
  #read(at: number): number {
    const term = this.#terms[at]!;
    const id = this.#vocabulary.idOfSpelling(term.folded) ?? this.#vocabulary.idOf(term.key) ?? null;
    if (id !== null && this.#vocabulary.isDateline(id)) return this.#readDateline(at, term, id);
    const isFiller = this.#foreign.has(term.folded);
    // A filler that the text has may be the text's own language's, or a word it means: it counts, but little.
    if (isFiller && id === null) return 1;
    const exact = id === null ? [] : [{ id, similarity: 1 }];
    const isContent = !this.#vocabulary.language.isFunctionWord(term.folded);
    if (!isContent || this.#weigh(term, exact) === 0) {
      this.tokens.push({ id, weight: isContent ? 0 : this.#vocabulary.language.weight(term.key) });
      return 1;
    }
    const run = this.#readRun(at, term);
    if (run > 0) return run;
    const longer = this.#isOwnEnglish ? this.#readLongName(at) : 0;
    if (longer > 0) return longer;
    if (id !== null) {
      const others = this.#isOwnEnglish ? compatriots(id, this.#vocabulary) : kindred(term, this.#vocabulary, id);
      const forms = [...exact, ...others];
      const weight = this.#vocabulary.language.weight(term.key) * (isFiller ? FILLER_WEIGHT : 1);
      return this.#add({ term, forms, weight, name: this.#isCapital(at) });
    }
    return this.#readUnknown(at, term);
  }

  /** A word that stands only in the dateline: the country may be spoken of; that the paper wrote from there proves little. */
  #readDateline(at: number, term: Term, id: number): number {
    const english = formsOfEnglish(englishNames(this.#surface(term, term), this.#isEnglish), this.#vocabulary);
    const forms = [...english.filter((form) => form.id !== id), { id, similarity: DATELINE }];
    return this.#add({ term, forms, weight: 1, name: this.#isCapital(at) });
  }

  /** A word that the text does not have as it stands. */
  #readUnknown(at: number, term: Term): number {
    const vocabulary = this.#vocabulary;
    const weight = vocabulary.language.weight(term.key);
    const capital = this.#isCapital(at);
    if (++this.#unknown > MOST_UNKNOWN || term.folded.length > LONGEST_WORD) {
      return this.#add({ term, forms: [], weight, name: capital });
    }
    const joined = joinedForms(term, this.#terms[at + 1], vocabulary);
    const related = joined.length > 0 ? joined : this.#isOwnEnglish ? relatedForms(term, vocabulary) : [];
    if (related.length > 0) return this.#add({ term, forms: related, weight, name: capital });
    if (!this.#isOwnEnglish) {
      const forms = kindred(term, vocabulary, null);
      return this.#add({ term, forms: forms.length > 0 ? forms : slipForms(term, vocabulary), weight, name: capital });
    }
    const synonyms = capital ? [] : synonymForms(term.key, vocabulary);
    if (synonyms.length > 0) return this.#add({ term, forms: synonyms, weight, name: false });
    if (weight < 1 && this.#foreign.size === 0) return this.#add({ term, forms: [], weight, name: capital });
    const english = term.folded.length > 1 ? englishNames(this.#surface(term, term), this.#isEnglish) : [];
    if (english.length > 0)
      return this.#add({ term, forms: formsOfEnglish(english, vocabulary), weight: 1, name: true });
    const isForeign =
      this.#foreign.size > 0 ||
      !vocabulary.has(alphabetOf(term.folded)) ||
      (!this.#isEnglish && englishNotions(term.folded).length > 0);
    const translated = isForeign ? translatedForms(term, vocabulary) : [];
    if (translated.length > 0) return this.#add({ term, forms: translated, weight, name: capital });
    if (isSlipOfFunctionWord(term.folded)) return 1;
    const slips = slipForms(term, vocabulary);
    // German writes every noun with a capital, so that in a foreign question a capital tells no name.
    const isLost = isForeign && slips.length === 0;
    return this.#add({
      term,
      forms: slips,
      weight: isLost ? lostWeight(term) : weight,
      name: capital && !isForeign,
    });
  }

  /** Names of several words, where one of them at least is unknown: "United States", "Соединённых Штатов". */
  #readLongName(at: number): number {
    const first = this.#terms[at]!;
    if (!this.#startsUpper(first)) return 0;
    for (const length of [3, 2]) {
      const last = this.#terms[at + length - 1];
      if (last === undefined || !this.#startsUpper(last)) continue;
      const all = this.#terms.slice(at, at + length);
      if (all.every((term) => this.#vocabulary.idOfSpelling(term.folded) !== undefined)) continue;
      const english = englishNames(this.#surface(first, last), this.#isEnglish);
      if (english.length === 0) continue;
      const term = {
        ...first,
        end: last.end,
        folded: all.map((part) => part.folded).join(' '),
        key: all.map((part) => part.key).join(' '),
      };
      this.#add({ term, forms: formsOfEnglish(english, this.#vocabulary), weight: 1, name: true });
      return length;
    }
    return 0;
  }

  /**
   * A run of characters without blanks, where the text has no such script: the names and notions inside it. The rest of the
   * run holds the question together, as far as can be told. Returns the number of terms read, 0 for other words.
   */
  #readRun(at: number, term: Term): number {
    if (alphabetOf(term.folded) !== 'unspaced' || this.#vocabulary.has('unspaced')) return 0;
    let last = at;
    while (this.#terms[last + 1] !== undefined && this.#terms[last + 1]!.start <= this.#terms[last]!.end) {
      if (alphabetOf(this.#terms[last + 1]!.folded) !== 'unspaced') break;
      last++;
    }
    const end = this.#terms[last]!.end;
    const run = this.#question.slice(term.start, end);
    const names = namesInRun(run).map((found) => ({ ...found, name: true }));
    const notions = notionsInRun(run).filter(
      (notion) => !names.some((name) => name.start < notion.end && notion.start < name.end),
    );
    const found = [...names, ...notions.map((notion) => ({ ...notion, name: false }))].sort(
      (a, b) => a.start - b.start,
    );
    for (const { start, end: stop, english, name } of found) {
      const text = run.slice(start, stop);
      const part = { start: term.start + start, end: term.start + stop, folded: text, key: text };
      this.#add({ term: part, forms: formsOfEnglish(english, this.#vocabulary), weight: name ? 1 : NOTION, name });
    }
    if (found.length === 0) {
      this.#add({
        term: { start: term.start, end, folded: run, key: run },
        forms: [],
        weight: UNTRANSLATED,
        name: false,
      });
    }
    return last - at + 1;
  }

  #add({ term, forms, weight: plain, name }: { term: Term; forms: Forms; weight: number; name: boolean }): 1 {
    const weight = plain * this.#weigh(term, forms);
    this.tokens.push({ id: forms[0]?.id ?? null, weight });
    if (this.#keys.has(term.key)) return 1;
    this.#keys.add(term.key);
    const spellings = spellingsOf(term, forms, this.#vocabulary);
    this.words.push({ surface: this.#surface(term, term), term, forms, spellings, weight, name });
    return 1;
  }

  #surface(first: Term, last: Term): string {
    return this.#question.slice(first.start, last.end);
  }

  /** Whether a word is written with a capital where none is due. */
  #isCapital(at: number): boolean {
    return at > 0 && this.#vocabulary.language.capitalsAreNames && this.#startsUpper(this.#terms[at]!);
  }

  #startsUpper(term: Term): boolean {
    return /^\p{Lu}/u.test(this.#question.slice(term.start, term.start + 2));
  }
}

// As likely as not the asker's word is not the speaker's, and then the sentence is a near one at best.
export const SYNONYM = 0.6;
const MOST_SYNONYMS = 6;
const LEAST_TELLING = 0.35;
const DATELINE = 0.2;
// A notion is less sure than a name: the English text may have other words for it.
const NOTION = 0.7;

/** The words of the text for English names, the name itself before its relatives. */
function formsOfEnglish(english: readonly string[], vocabulary: Vocabulary): Forms {
  const found = new Map<number, number>();
  for (const [index, form] of english.entries()) {
    const parts = form.split(/[\s-]+/);
    const ids = parts.map((part) => vocabulary.idOfSpelling(foldWord(part)) ?? vocabulary.idOf(keyOf(part)));
    if (ids.some((id) => id === undefined)) continue;
    // Of a name of several words the last tells most: "United States", "European Union".
    const id = ids.at(-1)!;
    const similarity = index === 0 ? 1 : RELATED;
    if ((found.get(id) ?? 0) < similarity) found.set(id, similarity);
  }
  return best(
    Array.from(found, ([id, similarity]) => ({ id, similarity })),
    6,
  );
}

/** A listed notion that the text has no word for is missed; of any other foreign word nobody can tell. */
function lostWeight(term: Term): number {
  return englishNotions(term.folded).length > 0 ? NOTION : UNTRANSLATED;
}

/** The words of an English text for a word of another language: by its notion, then by its sound. */
function translatedForms(term: Term, vocabulary: Vocabulary): Forms {
  const notions = englishNotions(term.folded);
  if (notions.length > 0) {
    const forms = formsOfEnglish(notions, vocabulary);
    if (forms.length > 0) return forms.map(({ id, similarity }) => ({ id, similarity: similarity * RELATED }));
  }
  const latin = transliterate(term.folded);
  if (latin !== term.folded) {
    const exact = vocabulary.idOfSpelling(latin) ?? vocabulary.idOf(keyOf(latin));
    if (exact !== undefined) return [{ id: exact, similarity: 1 }];
  }
  return soundForms(term.folded, vocabulary);
}

// Cognates share at least five sounds from the first on, and seven tenths of the shorter word: "диплома|тический", "diploma|tic".
const LEAST_SOUNDS = 5;
const LEAST_SOUND_SHARE = 0.7;

function soundForms(folded: string, vocabulary: Vocabulary): Forms {
  const heard = sound(folded);
  const found = new Map<number, number>();
  if (heard.length < LEAST_SOUNDS) return [];
  for (const { id, sound: known } of vocabulary.soundingLike(heard[0]!)) {
    const slipped = slip(heard, known);
    let shared = 0;
    while (shared < heard.length && heard[shared] === known[shared]) shared++;
    const all = shared / Math.max(heard.length, known.length);
    const isCognate = shared >= LEAST_SOUNDS && shared >= LEAST_SOUND_SHARE * Math.min(heard.length, known.length);
    const similarity = Math.max(slipped, isCognate && all >= 0.5 ? all : 0);
    if (similarity > (found.get(id) ?? 0)) found.set(id, similarity);
  }
  return best(
    Array.from(found, ([id, similarity]) => ({ id, similarity: RELATED * similarity })),
    3,
  );
}

/** "multi vector" for "multivector", and "multivector" for "multi vector" where the text has only the one. */
function joinedForms(term: Term, next: Term | undefined, vocabulary: Vocabulary): Forms {
  if (next !== undefined) {
    const whole = vocabulary.idOfSpelling(term.folded + next.folded);
    if (whole !== undefined) return [{ id: whole, similarity: 1 }];
  }
  for (let cut = 3; cut + 3 <= term.folded.length; cut++) {
    const head = vocabulary.idOfSpelling(term.folded.slice(0, cut));
    const tail = vocabulary.idOfSpelling(term.folded.slice(cut));
    if (head !== undefined && tail !== undefined) {
      return [
        { id: head, similarity: RELATED },
        { id: tail, similarity: RELATED },
      ];
    }
  }
  return [];
}

// Whoever asks about Russia also asks about the Russians, though less.
const COMPATRIOT = 0.6;

function compatriots(id: number, vocabulary: Vocabulary): Forms {
  const key = vocabulary.key(id);
  if (key.length < 4) return [];
  const others = vocabulary.startingWith(key.slice(0, 4)).filter((other) => other !== id);
  return others
    .filter((other) => areCompatriots(key, vocabulary.key(other)))
    .map((other) => ({ id: other, similarity: COMPATRIOT }));
}

function synonymForms(key: string, vocabulary: Vocabulary): Forms {
  const found: Form[] = [];
  for (const synonym of synonymsOf(key)) {
    const id = vocabulary.idOf(synonym);
    // "A saying" has the stem of "said", and that stands everywhere.
    if (id !== undefined && vocabulary.language.weight(synonym) >= LEAST_TELLING)
      found.push({ id, similarity: SYNONYM });
  }
  return found.slice(0, MOST_SYNONYMS);
}

// In other languages than English a word of one beginning with another is a form or a part of it more often than a stranger;
// the end of a compound tells what it is, its beginning of what kind.
const KIN = 0.65;
const MOST_KIN = 5;
const LONGEST_KIN_ENDING = 4;
const LEAST_PART = 4;

/** The words of the text, `own` aside, that share their beginning with a word, or are a part of it or hold it. */
function kindred(term: Term, vocabulary: Vocabulary, own: number | null): Forms {
  const { key } = term;
  if (key.length < LEAST_PART || key.length > LONGEST_WORD || alphabetOf(key) === 'unspaced') return [];
  const found: Form[] = [];
  for (const id of vocabulary.startingWith(key.slice(0, LEAST_PART))) {
    const other = vocabulary.key(id);
    const longer = Math.max(key.length, other.length);
    let shared = LEAST_PART;
    while (shared < longer && key[shared] === other[shared]) shared++;
    const isForm = longer - shared <= LONGEST_KIN_ENDING && shared / longer >= LEAST_KINSHIP;
    if (id !== own && (isForm || shared === key.length || shared === other.length)) {
      found.push({ id, similarity: KIN * Math.max(0.7, shared / longer) });
    }
  }
  for (let at = 3; at + LEAST_PART <= key.length; at++) {
    const id = vocabulary.idOf(key.slice(at)) ?? vocabulary.idOf(key.slice(0, at + 1));
    if (id !== undefined && id !== own && vocabulary.key(id).length > LEAST_PART)
      found.push({ id, similarity: KIN * 0.7 });
  }
  for (const id of vocabulary.endingWith(key.slice(-LEAST_PART))) {
    if (id !== own && key.length > LEAST_PART && vocabulary.key(id).endsWith(key))
      found.push({ id, similarity: KIN * 0.8 });
  }
  const most = new Map<number, number>();
  for (const { id, similarity } of found) if ((most.get(id) ?? 0) < similarity) most.set(id, similarity);
  return best(
    Array.from(most, ([id, similarity]) => ({ id, similarity })),
    MOST_KIN,
  );
}

function relatedForms(term: Term, vocabulary: Vocabulary): Forms {
  const found: Form[] = [];
  for (const id of vocabulary.startingWith(term.key.slice(0, 4))) {
    const similarity = kinship(term.key, vocabulary.key(id));
    if (similarity >= LEAST_KINSHIP) found.push({ id, similarity: similarity * RELATED });
  }
  return best(found, 4);
}

function slipForms(term: Term, vocabulary: Vocabulary): Forms {
  const found = new Map<number, number>();
  const typed = term.folded;
  const bits = letterBits(typed);
  const stemBits = letterBits(term.key);
  for (let length = Math.max(4, term.key.length - 2); length <= typed.length + 2; length++) {
    for (const { id, folded, letters } of vocabulary.ofLength(length)) {
      let similarity = areFarApart(bits, letters) ? 0 : slip(typed, folded);
      // "suported" is a slip for a form of "support" that the text does not have.
      const key = vocabulary.key(id);
      if (similarity === 0 && key.length > 4 && term.key.length > 4 && !areFarApart(stemBits, letterBits(key))) {
        similarity = RELATED * slip(term.key, key);
      }
      if (similarity > (found.get(id) ?? 0)) found.set(id, similarity);
    }
  }
  return best(
    Array.from(found, ([id, similarity]) => ({ id, similarity })),
    2,
  );
}

// Short function words are one edit from too many names ("Wham", "Otto").
const LONG_FUNCTION_WORDS = [...FUNCTION_WORDS]
  .filter((word) => word.length >= 4)
  .map((folded) => ({ folded, letters: letterBits(folded) }));

function isSlipOfFunctionWord(typed: string): boolean {
  const bits = letterBits(typed);
  return LONG_FUNCTION_WORDS.some(({ folded, letters }) => !areFarApart(bits, letters) && slip(typed, folded) > 0);
}

function best(forms: Form[], most: number): Forms {
  return forms.sort((a, b) => b.similarity - a.similarity || a.id - b.id).slice(0, most);
}

function spellingsOf(term: Term, forms: Forms, vocabulary: Vocabulary): readonly string[] {
  const first = forms[0];
  if (first === undefined) return [term.folded];
  if (alphabetOf(term.folded) !== alphabetOf(vocabulary.key(first.id))) return [vocabulary.spellings(first.id)[0]!];
  if (first.similarity === 1) return [term.folded];
  // Of a word taken for another, the runs of both: what they share is what makes them alike.
  return [term.folded, vocabulary.spellings(first.id)[0]!];
}
