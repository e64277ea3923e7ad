// What is said over an answer's quotations, on every surface alike.

import type { Answer } from '../answer/answer.ts';
import type { Wording } from './wording.ts';

/** The lines before the claims and quotations of an answer. `clean` makes words of others fit to be shown. */
export function introOf(answer: Answer, wording: Wording, clean: (text: string) => string): readonly string[] {
  switch (answer.kind) {
    case 'claims':
      return answer.premise === null ? [] : [clean(answer.premise)];
    case 'fact':
      return [wording.fact(answer.fact.name, clean(answer.fact.value))];
    case 'talk':
      return [wording.talk[answer.talk]];
    case 'quotations': {
      const leansOn = answer.leansOn === null ? [] : [wording.leansOn(clean(answer.leansOn))];
      return [...leansOn, wording.withoutModel[answer.why]];
    }
    case 'absent':
      return absence(answer, wording, clean);
    case 'stopped':
      return [];
  }
}

function absence(
  { by, why, searched, nearest }: Extract<Answer, { kind: 'absent' }>,
  wording: Wording,
  clean: (text: string) => string,
): readonly string[] {
  const missing = searched.missing.map(clean);
  const tried = searched.words.map(clean).filter((word) => !missing.includes(word));
  const byWords = searched.otherLanguage
    ? wording.absentOtherLanguage
    : wording.absentWords(missing, missing.length === 0 ? [] : tried);
  const found = by === 'model' ? wording.absent : byWords;
  if (nearest.length === 0) return [found];
  return [found, why === null ? wording.nearest : wording.withoutModel[why]];
}
