// The page of all statements: asked or searched together, and listed. And the page of a statement's versions at its source.

import { MAX_QUESTION } from '../answer/answer.ts';
import { differenceOf } from '../library/difference.ts';
import type { Entry } from '../library/entry.ts';
import type { Statement } from '../statement/statement.ts';
import { originOf } from '../wording/attribution.ts';
import { readableDate } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { type Html, html, visible } from './html.ts';
import { type Frame, viewFrame, viewHeader, viewLanguages } from './page.ts';

export type LibraryPage = {
  /** What is listed: all of them from `from` on, or what was found. */
  readonly entries: readonly Entry[];
  readonly count: number;
  readonly from: number;
  readonly canAsk: boolean;
  readonly asked: { readonly question: string; readonly answer: Html } | null;
};

export const ENTRIES_A_PAGE = 50;

export function viewLibraryPage({ entries, count, from, canAsk, asked }: LibraryPage, frame: Frame): Html {
  const { language, isChosen } = frame;
  const { web } = WORDING[language];
  const lang = isChosen ? `&lang=${language}` : '';
  const page = (to: number, text: string) => html`<a href="?from=${to}${lang}">${text}</a> `;
  const content = html`${viewHeader(frame)}<main><h1>${web.library}</h1>${
    canAsk
      ? html`<section id="ask" aria-label="${web.askAll}"><form action="">
<label for="question">${web.askAll}</label>
<div class="field"><input id="question" name="ask" type="text" dir="auto" required maxlength="${MAX_QUESTION}" autocomplete="off" enterkeyhint="send" value="${asked?.question ?? ''}"><button>${web.send}</button></div>
${isChosen ? html`<input type="hidden" name="lang" value="${language}">` : null}</form><div id="answer">${asked?.answer ?? null}</div></section>`
      : null
  }<ul class="library">${entries.map((entry) => viewEntry(entry, frame))}</ul><p class="how">${
    from > 0 ? page(Math.max(0, from - ENTRIES_A_PAGE), web.newer) : null
  }${asked === null && from + entries.length < count ? page(from + ENTRIES_A_PAGE, web.older) : null}</p></main>${viewLanguages('', frame)}`;
  return viewFrame(
    { title: web.library, head: asked ? html`<meta name="robots" content="noindex">` : html``, content },
    frame,
  );
}

function viewEntry({ id, title, speaker, publisher, date, language }: Entry, frame: Frame): Html {
  const origin = [speaker, publisher, date === null ? null : readableDate(date, frame.language)]
    .filter(Boolean)
    .join(', ');
  return html`<li><a href="${frame.root}s/${encodeURIComponent(id)}" lang="${language}" dir="auto">${visible(title)}</a><p class="how">${visible(origin)}</p></li>`;
}

/** Newest first, each with what changed from the one before it. */
export function viewVersionsPage(versions: readonly Statement[], frame: Frame): Html {
  const { language, root } = frame;
  const { web } = WORDING[language];
  const newest = versions.at(-1)!;
  const parts = versions.map((version, at) => {
    const before = versions[at - 1];
    const link = html`<a href="${root}s/${version.sha256.slice(0, 12)}">${web.version(at + 1)}</a>`;
    const difference = before ? differenceOf(before.text, version.text) : [];
    return html`<section><h2>${link}</h2><p class="how">${visible(originOf(version, language))}</p>${
      before ? html`<p class="differences" lang="${version.language}" dir="auto">${difference.map(viewPart)}</p>` : null
    }</section>`;
  });
  const content = html`${viewHeader(frame)}<main><h1 dir="auto">${visible(newest.title)}</h1>${parts.reverse()}</main>`;
  return viewFrame({ title: newest.title, head: html`<meta name="robots" content="noindex">`, content }, frame);
}

// So much of what did not change is shown on either side of what did.
const AROUND = 80;

function viewPart({ kind, text }: { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }): Html {
  const words = visible(text);
  if (kind === 'added') return html`<ins>${words}</ins>`;
  if (kind === 'removed') return html`<del>${words}</del>`;
  return words.length <= 2 * AROUND ? html`${words}` : html`${words.slice(0, AROUND)} … ${words.slice(-AROUND)}`;
}
