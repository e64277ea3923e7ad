// The whole pages: a statement with what is marked in it and the field to ask, and the page that says there is none.

import { MAX_QUESTION } from '../answer/answer.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { pageAddress, placeQuery } from '../statement/address.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import { shownText, whoseWords } from '../wording/attribution.ts';
import { LANGUAGES, type Language, readableDate } from '../wording/language.ts';
import type { Wording } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import type { Asked } from './answer-view.ts';
import type { Assets } from './assets.ts';
import { type Html, html, visible } from './html.ts';
import type { Place } from './place.ts';
import { referenceText, viewCopy } from './quotation-view.ts';
import { type Mark, viewBlocks } from './statement-view.ts';

export type Frame = {
  readonly language: Language;
  /** `language` was chosen in the address, so links keep it. */
  readonly isChosen: boolean;
  /** From this page's address to the site's root: "../". */
  readonly root: string;
  readonly assets: Assets;
  readonly publicUrl: string | null;
};

export type Versions = 'none' | 'newest' | 'outdated';

export type StatementPage = {
  readonly about: OpenStatement;
  readonly place: Place;
  readonly canAsk: boolean;
  /** Whether the source had other versions of the text, and whether a newer one. */
  readonly versions: Versions;
  /** What was asked on this page, with its answer or what was wrong with it, and the words that it quotes. */
  readonly asked:
    | (Pick<Asked, 'question' | 'after'> & { readonly answer: Html; readonly marks: readonly Mark[] })
    | null;
};

/** The page of a statement. */
export function viewStatementPage(page: StatementPage, frame: Frame): Html {
  const { about, place, asked, canAsk } = page;
  const { statement } = about;
  const wording = WORDING[frame.language].web;
  const marks = asked?.marks ?? place.marks.map(({ start, end }) => ({ start, end, begins: [], ends: [] }));
  const afterMarks = asked || place.quotes.length === 0 ? null : viewCopy(referenceText(place.quotes, frame), wording);
  const blocks = viewBlocks(statement, { marks, wording, afterMarks });
  const kinds = statement.blocks.map((block) => block.kind);
  // What the statement says of itself stands above what the page says of it.
  const heading = kinds.findLastIndex((kind, at) => at < 2 && (kind === 'headline' || kind === 'date')) + 1;
  const content = html`<a class="skip" href="#statement">${wording.skip}</a>
${viewHeader(frame)}<main${marks.length > 0 ? html` class="has-marks"` : null}>${
    place.isWrong ? html`<p class="notice" role="status">${wording.noSuchPlace}</p>` : null
  }${
    page.versions === 'outdated'
      ? html`<p class="notice">${wording.outdated} <a href="${`${encodeURIComponent(statement.id)}/versions`}">${wording.versions}</a></p>`
      : null
  }<article id="statement" lang="${statement.language}">${
    kinds.includes('headline') ? null : html`<h1 dir="auto">${visible(statement.title)}</h1>`
  }${blocks.slice(0, heading)}${viewSource(statement, frame, wording)}${
    canAsk ? viewAsk(page, frame, wording) : null
  }${viewLegend(statement, frame, wording)}${blocks.slice(heading)}</article></main>${viewFoot(page, frame, wording)}`;
  return viewFrame({ title: statement.title, head: viewMeta(page, frame), content }, frame);
}

/** A page for an address that leads nowhere. `back` is the statement that it leads to; null without one. */
export function viewNotice(kind: 'notFound' | 'broken', back: string | null, frame: Frame): Html {
  const wording = WORDING[frame.language].web;
  const { title, text } = wording[kind];
  const content = html`${viewHeader(frame)}<main><h1>${title}</h1><p>${text}</p>${
    back === null
      ? null
      : html`<p><a href="${frame.root}s/${encodeURIComponent(back)}">${wording.notFound.back}</a></p>`
  }</main>`;
  return viewFrame({ title, head: html`<meta name="robots" content="noindex">`, content }, frame);
}

export function viewFrame(page: { title: string; head: Html; content: Html }, { language, root, assets }: Frame): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${visible(page.title)} · On Record</title>
<link rel="stylesheet" href="${root}assets/${assets.style.name}">
<link rel="icon" href="${root}assets/${assets.icon.name}" type="image/svg+xml">
<script src="${root}assets/${assets.script.name}" defer></script>
${page.head}
</head>
<body>
${page.content}
</body>
</html>
`;
}

export function viewHeader({ root }: Frame): Html {
  return html`<header><a href="${root}">On Record</a></header>`;
}

/** What a shared link unfurls to: with words marked, those words and whose they are. */
function viewMeta({ about: { statement }, place, asked }: StatementPage, { publicUrl, language }: Frame): Html {
  const description = place.quotes[0] ? describe(place.quotes[0], language) : opening(statement);
  const address = publicUrl === null ? null : pageAddress(publicUrl, statement.id, []);
  return html`<meta name="description" content="${description}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="On Record">
<meta property="og:title" content="${visible(statement.title)}">
<meta property="og:description" content="${description}">
<meta property="og:locale" content="${statement.language.replace('-', '_')}">
${statement.date === null ? null : html`<meta property="article:published_time" content="${statement.date}">`}
${
  address === null
    ? null
    : html`<meta property="og:url" content="${place.keys.length === 0 ? address : address + placeQuery(place.keys)}">
<link rel="canonical" href="${address}">
`
}${asked ? html`<meta name="robots" content="noindex">` : null}`;
}

// Long enough for a sentence or two; previews cut off what is longer.
const DESCRIPTION_LENGTH = 300;

function describe(quote: Quote, language: Language): string {
  return `${shorten(shownText(quote))} — ${visible(whoseWords(quote, WORDING[language]))}`;
}

function opening({ blocks, text }: Statement): string {
  const first = blocks.find((block) => block.kind === 'paragraph') ?? blocks[0];
  return first ? shorten(visible(text.slice(first.start, first.end)).replace(/\s+/gu, ' ')) : '';
}

function shorten(text: string): string {
  if (text.length <= DESCRIPTION_LENGTH) return text;
  return `${text.slice(0, text.lastIndexOf(' ', DESCRIPTION_LENGTH) + 1 || DESCRIPTION_LENGTH).trimEnd()}…`.toWellFormed();
}

function viewSource(statement: Statement, { language }: Frame, wording: Wording['web']): Html {
  const { publisher, carriedBy, date, source } = statement;
  // The statement's own date line, where it has one, says it already.
  const hasDate = statement.blocks.some((block) => block.kind === 'date');
  return html`<p class="source" lang="${language}">${publisher === null ? null : html`<b>${visible(publisher)}</b>`}${
    hasDate || date === null
      ? null
      : html`${publisher === null ? null : ', '}<time datetime="${date}">${readableDate(date, language)}</time>`
  }${
    carriedBy === null ? null : html`, ${visible(wording.carriedBy(carriedBy))}`
  }${source === null ? null : html`<br><a href="${source}" rel="noopener">${wording.source}</a>`}</p>`;
}

const NOBODY = { pronoun: 'they' } as const;

function viewLegend(statement: Statement, { language }: Frame, wording: Wording['web']): Html {
  const kinds = new Set(statement.spans.map(({ kind, doubt }) => (doubt === null ? kind : 'unsure')));
  const lines = (['direct', 'reported', 'quoted', 'unsure', 'narration'] as const)
    .filter((kind) => kinds.has(kind))
    .map(
      (kind) =>
        html`<li><span class="${kind}">${visible(wording.kind(kind, statement.speaker ?? NOBODY, statement.publisher ?? WORDING[language].aPublisher))}</span></li>`,
    );
  return html`<ul class="legend" lang="${language}" aria-label="${wording.legend}${statement.speaker === null ? null : `: ${visible(statement.speaker.name)}`}">${lines}</ul>`;
}

/** The field stands under the headline, and the answer under the field: in view on a phone, before and after. */
function viewAsk({ asked, about }: StatementPage, frame: Frame, wording: Wording['web']): Html {
  const { language, isChosen } = frame;
  return html`<section id="ask" lang="${language}" aria-label="${wording.ask}">
<form action="${encodeURIComponent(about.statement.id)}" data-reading="${wording.reading}" data-offline="${wording.offline}" data-earlier="${wording.earlier}">
<label for="question">${wording.question}</label>
<div class="field"><input id="question" name="ask" type="text" dir="auto" required maxlength="${MAX_QUESTION}" autocomplete="off" enterkeyhint="send" aria-describedby="ask-hint" value="${asked?.question ?? ''}"><button>${wording.send}</button></div>
${asked === null ? null : html`<input type="hidden" name="after" value="${asked.question}">`}${isChosen ? html`<input type="hidden" name="lang" value="${language}">` : null}<p id="ask-hint">${wording.hint} ${wording.promise}</p>
</form>
<p id="notice" class="notice" role="status" hidden></p>
<div id="answer" aria-live="polite">${asked?.answer ?? null}</div>
<div id="earlier"></div>
</section>`;
}

function viewFoot(
  { about: { statement }, place, versions }: StatementPage,
  frame: Frame,
  wording: Wording['web'],
): Html {
  const query = place.keys.length === 0 ? '' : placeQuery(place.keys).replace(/#.*/, '').replace('?', '&');
  const address = `./${encodeURIComponent(statement.id)}`;
  return html`<footer>${place.keys.length === 0 ? null : html`<p><a href="${address}">${wording.whole}</a></p>`}${
    versions === 'none' ? null : html`<p><a href="${`${address}/versions`}">${wording.versions}</a></p>`
  }${viewLanguages(query, frame)}</footer>`;
}

/** The languages of the page; `query` is what their links keep of the address. */
export function viewLanguages(query: string, { language }: Frame): Html {
  const links = LANGUAGES.map((other) => {
    const name = WORDING[other].languageName;
    return html`<li><a href="?lang=${other}${query}" lang="${other}" hreflang="${other}"${other === language ? html` aria-current="true"` : null}>${name}</a></li>`;
  });
  return html`<nav aria-label="${WORDING[language].web.languages}"><ul>${links}</ul></nav>`;
}
