// A question in a page's address: answered in the whole page, or to the page's script claim by claim as each is verified. The
// address holds all that was asked, so that reloading it, going back to it or sending it shows the same.

import type { Context } from 'hono';
import { type Claim, claimsOf, MAX_QUESTION, numberQuotes } from '../answer/answer.ts';
import { bringsWords } from '../check/asks.ts';
import { languageOf } from '../language/language-of.ts';
import { entryOf } from '../library/entry.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Asker, type Hooks, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { visitor, visitorId } from '../service/visitor.ts';
import type { Quote } from '../statement/quotation.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { type Asked, shownQuotes, viewAnswer, viewClaim } from './answer-view.ts';
import { checkedQuotes, viewCheck } from './check-view.ts';
import { clientOf, isOnThisMachine } from './client.ts';
import { HEADERS, PAGE_HEADERS } from './headers.ts';
import { type Html, html, render } from './html.ts';
import { ENTRIES_A_PAGE, viewLibraryPage } from './library-page.ts';
import { type Frame, type Versions, viewStatementPage } from './page.ts';
import { NOWHERE } from './place.ts';
import { type Mark, numberedMarks, viewMarkedBlocks } from './statement-view.ts';

// Proxies close a connection over which nothing has come for a minute, some sooner.
const HEARTBEAT_MS = 10_000;

type Asking = {
  readonly service: Service;
  readonly salt: string;
  /** Who comes from this machine is not limited: without a public address it is the one person who runs it. */
  readonly isPublic: boolean;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Answers a question that stands in the address. */
export function createAsking({ service, salt, isPublic, log, metrics }: Asking) {
  return {
    /** On the page of one statement. */
    answer: async (c: Context, about: OpenStatement, versions: Versions, frame: Frame): Promise<Response> => {
      const asked = askedIn(c, about, frame);
      const asker = askerOf(c, asked);
      if (c.req.header('accept')?.includes(EVENTS_TYPE)) return stream(asker, about, asked, frame);
      const pageOf = (answer: Html, quotes: readonly Quote[]) => {
        const marks = numberedMarks(quotes);
        const shown = { about, place: NOWHERE, canAsk: true, versions, asked: { ...asked, answer, marks } };
        return viewStatementPage(shown, frame);
      };
      return whole(c, asker, asked, pageOf);
    },
    /** On the page of all statements: the answer, and the statements that have the words. */
    answerOfAll: async (c: Context, count: number, frame: Frame): Promise<Response> => {
      const asked = askedIn(c, null, frame);
      const found = (await service.library?.candidates(asked.question, ENTRIES_A_PAGE)) ?? [];
      const entries = found.map(({ statement }) => entryOf(statement));
      const pageOf = (answer: Html) =>
        viewLibraryPage({ entries, count, from: 0, canAsk: true, asked: { question: asked.question, answer } }, frame);
      return whole(c, askerOf(c, asked), asked, pageOf);
    },
  };

  function askerOf(c: Context, { question, language }: Asked): Asker {
    return {
      ...visitor('web', visitorId(clientOf(c), salt), languageOf(question, LANGUAGES) ?? language),
      isAdmitted: !isPublic && isOnThisMachine(c),
    };
  }

  async function whole(
    c: Context,
    asker: Asker,
    asked: Asked,
    pageOf: (answer: Html, quotes: readonly Quote[]) => Html,
  ): Promise<Response> {
    const { signal } = c.req.raw;
    try {
      const outcome = await outcomeOf(asker, asked, { signal });
      if (!isRefusal(outcome)) return page(pageOf(outcome.answer, outcome.quotes), 200, {});
      const { status, text, retryAfterS } = refusalOf(outcome, asker.language);
      const headers = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
      return page(pageOf(html`<p class="notice">${text}</p>`, []), status, headers);
    } catch (error) {
      if (!signal.aborted) throw error;
      metrics.question('web', 'stopped');
      return new Response(null, { status: 499, headers: HEADERS });
    }
  }

  /** What is shown: of a question its answer, of a quotation its check. */
  async function outcomeOf(asker: Asker, asked: Asked, hooks: Hooks<Claim>, claims: readonly Claim[] = []) {
    if (asked.isCheck) {
      const check = await service.check(asker, toService(asked), { signal: hooks.signal! });
      return isRefusal(check) ? check : { answer: viewCheck(check, asked), quotes: checkedQuotes(check) };
    }
    const answer = await service.answer(asker, toService(asked), hooks);
    if (isRefusal(answer)) return answer;
    const brokeOff = claims.some((claim, at) => claimsOf(answer)[at]?.text !== claim.text);
    return { answer: viewAnswer(answer, asked, brokeOff), quotes: shownQuotes(answer) };
  }

  function page(markup: Html, status: number, headers: Record<string, string>): Response {
    // Not "no-store": going back to an answer should not ask again.
    const cache = { 'cache-control': 'private, no-cache' };
    return new Response(render(markup), { status, headers: { ...PAGE_HEADERS, ...cache, ...headers } });
  }

  function stream(asker: Asker, { statement }: OpenStatement, asked: Asked, { language }: Frame): Response {
    const stop = new AbortController();
    const wording = WORDING[language].web;
    const events = new ReadableStream<Uint8Array>({
      async start(controller) {
        const claims: Claim[] = [];
        const encoder = new TextEncoder();
        // Once the reader is gone there is nobody to send to.
        const send = (event: PageEvent | null) =>
          stop.signal.aborted || controller.enqueue(encoder.encode(`${event ? JSON.stringify(event) : ''}\n`));
        const heartbeat = setInterval(() => send(null), HEARTBEAT_MS);
        const blocks = (marks: readonly Mark[]) =>
          viewMarkedBlocks(statement, { marks, wording }).map(({ id, block }) => ({ id, html: render(block) }));
        const onProgress = (claim: Claim) => {
          claims.push(claim);
          const marks = numberedMarks(numberQuotes(claims).quotes);
          send({ event: 'claim', html: render(viewClaim(claims)), blocks: blocks(marks) });
        };
        const onLife = (what: 'reading' | 'thinking' | 'writing') => {
          if (claims.length === 0) send({ event: 'life', text: lifeText(what, asker.language) });
        };
        try {
          const outcome = await outcomeOf(asker, asked, { onProgress, onLife, signal: stop.signal }, claims);
          if (isRefusal(outcome)) send({ event: 'notice', text: refusalOf(outcome, asker.language).text });
          else {
            const marks = numberedMarks(outcome.quotes);
            send({ event: 'answer', html: render(outcome.answer), blocks: blocks(marks) });
          }
        } catch (error) {
          metrics.question('web', stop.signal.aborted ? 'stopped' : 'failed');
          if (!stop.signal.aborted) {
            log.error({ event: 'web-error', error: (error as Error).name }, 'a question on the page failed');
            metrics.error('web');
            send({ event: 'notice', text: WORDING[asker.language].failed });
          }
        } finally {
          clearInterval(heartbeat);
          if (!stop.signal.aborted) controller.close();
        }
      },
      cancel() {
        stop.abort();
      },
    });
    return new Response(events, { headers: EVENTS_HEADERS });
  }
}

/** Whether the address holds a question. */
export function isAsked(c: Context): boolean {
  return c.req.query('ask') !== undefined;
}

function askedIn(c: Context, about: OpenStatement | null, { language, root }: Frame): Asked {
  const question = c.req.query('ask')?.trim() ?? '';
  const after = c.req.query('after')?.trim().slice(0, MAX_QUESTION);
  const as = c.req.query('as');
  // What a question is taken for can be turned.
  const isCheck = as === 'check' || (as !== 'ask' && bringsWords(question));
  return { question, isCheck, after: after || null, about, language, root };
}

function toService({ question, after, about }: Asked) {
  const earlier = after === null ? [] : [{ question: after, answer: '' }];
  return { text: question, statement: about?.statement.sha256 ?? null, earlier };
}

const EVENTS_TYPE = 'application/x-ndjson';
const EVENTS_HEADERS = {
  ...HEADERS,
  'content-type': `${EVENTS_TYPE}; charset=utf-8`,
  'cache-control': 'no-store',
  // The page and its events share an address: a cache must not hand out one for the other.
  vary: 'accept',
  // Reverse proxies that gather a response before passing it on would hold back the first claim.
  'x-accel-buffering': 'no',
};

/**
 * A line to the page's script. `html` of a claim is added to the answer, that of the answer takes its place; each of `blocks`
 * takes the place of the statement's block with its id. A notice leaves everything else as it is; `life` says what the
 * model does while there is nothing else to show.
 */
type PageEvent =
  | {
      readonly event: 'claim' | 'answer';
      readonly html: string;
      readonly blocks: readonly { readonly id: string; readonly html: string }[];
    }
  | { readonly event: 'notice' | 'life'; readonly text: string };

function lifeText(what: 'reading' | 'thinking' | 'writing', language: Language): string {
  const { web, telegram } = WORDING[language];
  return what === 'reading' ? web.reading : telegram[what];
}

function refusalOf(refusal: Refusal, language: Language) {
  if (refusal.kind === 'limited') {
    const seconds = refusal.waitSeconds;
    return { status: 429, text: WORDING[language].web.tooMany(seconds), retryAfterS: seconds };
  }
  const { why } = refusal;
  if (why === 'unknown-statement') return { status: 404, text: WORDING[language].web.notFound.text, retryAfterS: null };
  return { status: 400, text: WORDING[language].problem(why, MAX_QUESTION), retryAfterS: null };
}
