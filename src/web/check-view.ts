// The check of a quotation as markup: a verdict for each passage, the words that differ, and what was really said.

import type { Check } from '../check/check.ts';
import type { Difference, PassageCheck } from '../check/verdict.ts';
import { languageOf } from '../language/language-of.ts';
import type { Quote } from '../statement/quotation.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { noteOn, passageVerdict, showsDifferences } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import { type Asked, viewQuotes, viewTurn } from './answer-view.ts';
import { type Html, html, visible } from './html.ts';

/** The quotations that a check shows, in the order of their numbers. */
export function checkedQuotes({ passages }: Check): readonly Quote[] {
  return passages.flatMap(({ quotes }) => quotes);
}

export function viewCheck(check: Check, asked: Asked): Html {
  const language = languageOf(asked.question, LANGUAGES) ?? asked.language;
  const wording = WORDING[language];
  const note = noteOn(check, wording);
  let before = 0;
  const passages = check.passages.map((passage) => {
    const from = before + 1;
    before += passage.quotes.length;
    return viewPassage(passage, check, from, asked, language);
  });
  return html`<h2 tabindex="-1" id="answer-title">${wording.web.answer}</h2><div lang="${language}">${passages}${
    note === null ? null : html`<p class="how">${note}</p>`
  }${viewTurn(asked, wording)}</div>`;
}

/** The alleged words are shown only where there are several passages, and without marks: they may never have been said. */
function viewPassage(
  passage: PassageCheck,
  { passages, byModel }: Check,
  from: number,
  asked: Asked,
  language: Language,
): Html {
  const wording = WORDING[language];
  const { text, verdict, quotes } = passage;
  return html`${passages.length > 1 ? html`<p class="alleged" dir="auto">${visible(text)}</p>` : null}<p class="claim"><b>${visible(
    passageVerdict(passage, byModel, wording),
  )}</b></p>${showsDifferences(passage) ? html`<p class="differences" dir="auto">${passage.differences.map(viewDifference)}</p>` : null}${
    verdict === 'absent' && quotes.length > 0 ? html`<p class="how">${wording.nearest}</p>` : null
  }${viewQuotes(quotes, from, asked, language)}`;
}

function viewDifference({ kind, text }: Difference): Html {
  const words = visible(text);
  if (kind === 'added') return html`<del>${words}</del> `;
  return kind === 'missing' ? html`<ins>${words}</ins> ` : html`${words} `;
}
