// Reads a question against a vocabulary: which of its words matter, and which words of the text stand for each.

import type { Sought, Vocabulary } from './passages.ts';
import { kinship, slip } from './spelling.ts';
import { FUNCTION_WORDS, type Term, terms } from './terms.ts';

/** A content word of the question. */
export type QuestionWord = Sought & {
  /** As the asker wrote it. */
  readonly surface: string;
  readonly term: Term;
  /** Written with a capital inside the question, or found to be a name: what a question about it cannot do without. */
  readonly name: boolean;
};

// Below this a word in another form is as often another word: of 2,910 tuning questions' unknown words, half of the
// relations between .6 and .65 were chance ("station", "static").
const LEAST_KINSHIP = 0.6;
// A related form is less than the word itself, however much of it they share.
const RELATED = 0.8;

/** The content words of a question, each once, in order. Empty when it has none ("why?", "what did he do?"). */
export function readQuestion(question: string, vocabulary: Vocabulary): QuestionWord[] {
  const found: QuestionWord[] = [];
  const keys = new Set<string>();
  const all = terms(question);
  for (const [index, term] of all.entries()) {
    if (FUNCTION_WORDS.has(term.folded) && term.key !== 'usa') continue;
    if (keys.has(term.key)) continue;
    const surface = question.slice(term.start, term.end);
    const forms = formsOf(term, all[index + 1], vocabulary);
    if (forms === 'function word') continue;
    keys.add(term.key);
    found.push({
      surface,
      term,
      forms,
      spellings: spellingsOf(term, forms, vocabulary),
      weight: 1,
      name: index > 0 && /^\p{Lu}/u.test(surface),
    });
  }
  return found;
}

type Forms = Sought['forms'];

function formsOf(term: Term, next: Term | undefined, vocabulary: Vocabulary): Forms | 'function word' {
  const exact = vocabulary.idOfSpelling(term.folded) ?? vocabulary.idOf(term.key);
  if (exact !== undefined) return [{ id: exact, similarity: 1 }];
  const joined = joinedForms(term, next, vocabulary);
  if (joined.length > 0) return joined;
  const related = relatedForms(term, vocabulary);
  if (related.length > 0) return related;
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
  const found: { id: number; similarity: number }[] = [];
  if (term.key.length < 4) return found;
  for (let id = 0; id < vocabulary.size; id++) {
    const key = vocabulary.key(id);
    if (key.charCodeAt(0) !== term.key.charCodeAt(0) || key.charCodeAt(1) !== term.key.charCodeAt(1)) continue;
    const similarity = kinship(term.key, key);
    if (similarity >= LEAST_KINSHIP) found.push({ id, similarity: similarity * RELATED });
  }
  return best(found, 4);
}

function slipForms(term: Term, vocabulary: Vocabulary): Forms {
  const found: { id: number; similarity: number }[] = [];
  for (let id = 0; id < vocabulary.size; id++) {
    let similarity = 0;
    for (const spelling of vocabulary.spellings(id)) similarity = Math.max(similarity, slip(term.folded, spelling));
    if (similarity > 0) found.push({ id, similarity });
  }
  return best(found, 2);
}

function isSlipOfFunctionWord(folded: string): boolean {
  if (folded.length < 4) return false;
  for (const word of FUNCTION_WORDS) if (word.length >= 4 && slip(folded, word) > 0) return true;
  return false;
}

function best(forms: { id: number; similarity: number }[], most: number): Forms {
  return forms.sort((a, b) => b.similarity - a.similarity || a.id - b.id).slice(0, most);
}

function spellingsOf(term: Term, forms: Forms, vocabulary: Vocabulary): readonly string[] {
  const first = forms[0];
  if (first === undefined || first.similarity === 1) return [term.folded];
  // Of a word taken for another, the runs of both: what they share is what makes them alike.
  return [term.folded, vocabulary.spellings(first.id)[0]!];
}
