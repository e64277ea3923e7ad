// Reads a question against a vocabulary: which of its words matter, and which words of the text stand for each.

import { backgroundWeight } from './background.ts';
import type { Form, Query, Sought, Token, Vocabulary } from './passages.ts';
import { areFarApart, kinship, letterBits, slip } from './spelling.ts';
import { FUNCTION_WORDS, isContent, type Term, terms } from './terms.ts';

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
// A related form is less than the word itself, however much of it they share.
const RELATED = 0.8;

const ASKS_NUMBER =
  /\b(?:when|how (?:many|much|old|long|far|often|big|large|high|tall|fast)|(?:what|which) (?:year|date|day|century|percent|percentage|number|age|time|decade|share|amount|proportion)|in what year)\b/i;

/** What a question looks for. Without content words ("why?", "what did he do?") `words` is empty. */
export function readQuestion(question: string, vocabulary: Vocabulary): QuestionRead {
  const words: QuestionWord[] = [];
  const tokens: Token[] = [];
  const keys = new Set<string>();
  const all = terms(question);
  for (const [index, term] of all.entries()) {
    const weight = backgroundWeight(term.key);
    const id = vocabulary.idOfSpelling(term.folded) ?? vocabulary.idOf(term.key) ?? null;
    if (!isContent(term)) {
      tokens.push({ id, weight });
      continue;
    }
    const forms = id !== null ? [{ id, similarity: 1 }] : formsOf(term, all[index + 1], vocabulary);
    if (forms === 'function word') continue;
    tokens.push({ id: forms[0]?.id ?? null, weight });
    if (keys.has(term.key)) continue;
    keys.add(term.key);
    const surface = question.slice(term.start, term.end);
    words.push({
      surface,
      term,
      forms,
      spellings: spellingsOf(term, forms, vocabulary),
      weight,
      name: index > 0 && /^\p{Lu}/u.test(surface),
    });
  }
  return { words, tokens, wantsNumber: ASKS_NUMBER.test(question) };
}

type Forms = readonly Form[];

/** The words of the text that may stand for one it does not have. */
function formsOf(term: Term, next: Term | undefined, vocabulary: Vocabulary): Forms | 'function word' {
  const joined = joinedForms(term, next, vocabulary);
  if (joined.length > 0) return joined;
  const related = relatedForms(term, vocabulary);
  // A word that general English has is spelt as it was meant.
  if (related.length > 0 || backgroundWeight(term.key) < 1) return related;
  if (isSlipOfFunctionWord(term.folded)) return 'function word';
  return slipForms(term, vocabulary);
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
  const { length } = term.folded;
  const typed = letterBits(term.folded);
  for (let other = Math.max(4, length - 2); other <= length + 2; other++) {
    for (const { id, folded, letters } of vocabulary.ofLength(other)) {
      if (areFarApart(typed, letters)) continue;
      const similarity = slip(term.folded, folded);
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
  if (first === undefined || first.similarity === 1) return [term.folded];
  // Of a word taken for another, the runs of both: what they share is what makes them alike.
  return [term.folded, vocabulary.spellings(first.id)[0]!];
}
