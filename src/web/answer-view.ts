// An answer as markup: the claims, then the evidence, each quotation linked to its place in the statement beside it.

import { type Answer, type Claim, numberQuotes } from '../answer/answer.ts';
import { partOf, placeQuery } from '../statement/address.ts';
import { placeOf, shownText, whoseWords } from '../statement/attribution.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { WEB_WORDING } from '../wording/web.ts';
import { type Language, languageOf, readableDate, WORDING, type Wording } from '../wording/wording.ts';
import { type Html, html, visible } from './html.ts';

/** What was asked, and where. `language` is the interface's, for questions that do not tell theirs. */
export type Asked = { readonly question: string; readonly statement: Statement; readonly language: Language };

/** The quotations that an answer shows, numbered from 1 in this order. */
export function shownQuotes(answer: Answer): readonly Quote[] {
  return answer.outcome === 'absent' ? answer.nearest : numberQuotes(answer.claims).quotes;
}

/** The last of `told`, the claims so far. */
export function viewClaim(told: readonly Claim[]): Html {
  const { numbers } = numberQuotes(told);
  return html`<p class="claim">${visible(told.at(-1)!.text)}${viewNumbers(numbers.at(-1)!)}</p>`;
}

function viewNumbers(numbers: readonly number[]): Html[] {
  return numbers.map((number) => html` <a class="cite" href="#m${number}">[${number}]</a>`);
}

/** `brokeOff`: claims were shown from a reply that could then not be used. */
export function viewAnswer(answer: Answer, asked: Asked, brokeOff = false): Html {
  const { question, statement } = asked;
  const language = languageOf(question) ?? asked.language;
  const wording = WORDING[language];
  const quotes = shownQuotes(answer);
  return html`<h2 tabindex="-1" id="answer-title">${WEB_WORDING[language].answer}</h2><div lang="${language}">${
    brokeOff ? html`<p class="how">${wording.brokeOff}</p>` : null
  }${answer.outcome === 'absent' ? viewAbsent(answer, wording) : viewClaims(answer, wording)}${
    quotes.length > 0
      ? html`<ol class="evidence">${quotes.map((quote, at) => viewQuote(quote, at + 1, statement, wording))}</ol>`
      : null
  }<p class="from">${visible(statement.publisher)}, ${readableDate(statement.date, language)}</p></div>`;
}

function viewClaims(answer: Answer, wording: Wording): Html {
  const { numbers } = numberQuotes(answer.claims);
  const claims = answer.claims.map((claim, at) =>
    claim.text === '' ? null : html`<p class="claim">${visible(claim.text)}${viewNumbers(numbers[at]!)}</p>`,
  );
  return html`${answer.premise === null ? null : html`<p class="claim">${visible(answer.premise)}</p>`}${
    answer.reason === null ? null : html`<p class="how">${wording.extracted[answer.reason]}</p>`
  }${claims}`;
}

function viewAbsent({ searched, nearest }: Answer, wording: Wording): Html {
  return html`<p class="claim">${wording.absent(searched.missing.map(visible))}</p><p class="how">${wording.searched(
    searched.sentences,
    searched.words.map(visible),
  )}</p>${nearest.length > 0 ? html`<p class="how">${wording.nearest}</p>` : null}`;
}

function viewQuote(quote: Quote, number: number, statement: Statement, wording: Wording): Html {
  const place = placeQuery(quote.keys, partOf(statement, quote));
  return html`<li id="c${number}" class="${quote.kind}"><a class="cite" href="#m${number}">${number}</a><blockquote lang="${statement.language}" dir="auto">${shownText(quote)}</blockquote><p class="whose">${visible(whoseWords(quote, statement, wording))} · <a href="${place}">${placeOf(quote, wording)}</a></p></li>`;
}
