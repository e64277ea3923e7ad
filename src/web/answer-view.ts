// An answer as markup: the claims, then the evidence, each quotation linked to its place in the statement beside it.

import { type Answer, type Claim, claimsOf, numberQuotes } from '../answer/answer.ts';
import { languageOf } from '../language/language-of.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { placeQuery } from '../statement/address.ts';
import type { Quote } from '../statement/quotation.ts';
import { introOf } from '../wording/answer.ts';
import { originOf, placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import { suggestionsOf } from '../wording/examples.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import type { Wording } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import { type Html, html, visible } from './html.ts';

/** What was asked, and where. */
export type Asked = {
  readonly question: string;
  /** Whether it is a quotation to be checked, not a question. */
  readonly isCheck: boolean;
  /** The question before, which this one may lean on; null where there was none. */
  readonly after: string | null;
  /** Null: all statements. */
  readonly about: OpenStatement | null;
  /** The interface's, for questions that do not tell theirs. */
  readonly language: Language;
  /** From this page's address to the site's root. */
  readonly root: string;
};

/** The quotations that an answer shows, numbered from 1 in this order. */
export function shownQuotes(answer: Answer): readonly Quote[] {
  return answer.kind === 'absent' ? answer.nearest : numberQuotes(claimsOf(answer)).quotes;
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
  const { question, about } = asked;
  const language = languageOf(question, LANGUAGES) ?? asked.language;
  const wording = WORDING[language];
  const quotes = shownQuotes(answer);
  return html`<h2 tabindex="-1" id="answer-title">${WORDING[language].web.answer}</h2><div lang="${language}">${
    brokeOff ? html`<p class="how">${wording.brokeOff}</p>` : null
  }${viewClaims(answer, wording)}${viewQuotes(quotes, 1, asked, language)}${viewSuggestions(answer, asked, wording)}${
    about === null ? null : html`<p class="from">${visible(originOf(about.statement, language))}</p>`
  }${viewTurn(asked, wording)}</div>`;
}

/** What to ask next, each as a follow-up to this question. */
function viewSuggestions(answer: Answer, { question, about }: Asked, { telegram }: Wording): Html | null {
  const links = suggestionsOf(about?.topics() ?? [], question, answer).map(({ topic }) => {
    const next = telegram.andTopic(topic);
    return html`<li><a href="${`?${new URLSearchParams({ ask: next, after: question })}`}">${visible(next)}</a></li>`;
  });
  return links.length === 0 ? null : html`<ul class="next">${links}</ul>`;
}

/** A link that takes the same words the other way: for a quotation in place of a question, or back. */
export function viewTurn({ question, isCheck }: Asked, { web }: Wording): Html {
  const address = `?${new URLSearchParams({ ask: question, as: isCheck ? 'ask' : 'check' })}`;
  const link = html`<a href="${address}">${isCheck ? web.askInstead : web.checkInstead}</a>`;
  return html`<p class="how">${isCheck ? `${web.isChecked} ` : null}${link}</p>`;
}

function viewClaims(answer: Answer, wording: Wording): Html {
  const intro = introOf(answer, wording, visible).map(
    (line, at) => html`<p class="${at === 0 && answer.kind !== 'quotations' ? 'claim' : 'how'}">${line}</p>`,
  );
  const { numbers } = numberQuotes(claimsOf(answer));
  const claims = claimsOf(answer).map((claim, at) =>
    claim.text === '' ? null : html`<p class="claim">${visible(claim.text)}${viewNumbers(numbers[at]!)}</p>`,
  );
  return html`${intro}${claims}`;
}

/** Quotations as evidence, numbered from `from`; of other statements than the page's each says which, and when that was. */
export function viewQuotes(quotes: readonly Quote[], from: number, asked: Asked, language: Language): Html | null {
  if (quotes.length === 0) return null;
  const items = quotes.map((quote, at) => viewQuote(quote, from + at, asked, language));
  return html`<ol class="evidence">${items}</ol>`;
}

function viewQuote(quote: Quote, number: number, { about, root }: Asked, language: Language): Html {
  const wording = WORDING[language];
  const { header } = quote;
  const isHere = about?.statement.sha256 === header.sha256;
  const place = placeQuery(quote.keys, quote.part);
  const address = isHere ? place : `${root}s/${encodeURIComponent(header.id)}${place}`;
  const origin = [header.title, originOf(header, language)].filter((part) => part !== '').join(' · ');
  return html`<li id="c${number}" class="${quote.kind}"><a class="cite" href="${isHere ? `#m${number}` : address}">${number}</a><blockquote lang="${header.language}" dir="auto">${shownText(quote)}</blockquote><p class="whose">${visible(whoseWords(quote, wording))} · <a href="${address}">${placeOf(quote, wording)}</a>${
    isHere ? null : html`<br>${visible(origin)}`
  }</p></li>`;
}
