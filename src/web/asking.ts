// A question asked on the page: answered as a whole page, or to the page's script claim by claim as each is verified.

import type { Context } from 'hono';
import { type Claim, claimsOf, MAX_QUESTION, numberQuotes } from '../answer/answer.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Asker, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { visitor, visitorId } from '../service/visitor.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { WEB_WORDING } from '../wording/web.ts';
import { type Language, languageOf, WORDING } from '../wording/wording.ts';
import { type Asked, shownQuotes, viewAnswer, viewClaim } from './answer-view.ts';
import { readBody } from './body.ts';
import { clientOf } from './client.ts';
import { HEADERS, PAGE_HEADERS } from './headers.ts';
import { type Html, html, render } from './html.ts';
import { type Frame, viewStatementPage } from './page.ts';
import { NOWHERE } from './place.ts';
import { type Mark, numberedMarks, viewMarkedBlocks } from './statement-view.ts';

// The longest question in UTF-8, each character as three bytes of %XX.
const MAX_BODY_BYTES = MAX_QUESTION * 9 + 1_000;
// Proxies close a connection over which nothing has come for a minute, some sooner.
const HEARTBEAT_MS = 10_000;

type Asking = { readonly service: Service; readonly salt: string; readonly log: Log; readonly metrics: Metrics };

/** Answers a posted question. */
export function createAsking({ service, salt, log, metrics }: Asking) {
  return async (c: Context, about: OpenStatement, frame: Frame): Promise<Response> => {
    const wantsEvents = c.req.header('accept')?.includes(EVENTS_TYPE) === true;
    const posted = await readQuestion(c.req.raw);
    const asked: Asked = { question: posted.question, about, language: frame.language };
    const unfit = unfitness(c, posted, asked);
    if (unfit !== null) {
      metrics.question('web', 'refused');
      return notAnswered(asked, unfit, frame, wantsEvents);
    }
    const asker = visitor('web', visitorId(clientOf(c), salt), languageOf(asked.question) ?? frame.language);
    return wantsEvents ? stream(asker, asked, frame) : whole(c, asker, asked, frame);
  };

  /** What is wrong with the request itself. */
  function unfitness(c: Context, { isTooLarge }: Posted, asked: Asked): NotAnswered | null {
    const language = languageOf(asked.question) ?? asked.language;
    // Browsers say where a form was sent from; another site's must not spend this one's questions.
    if (['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')) {
      return { status: 403, text: WORDING[language].failed, retryAfterS: null };
    }
    return isTooLarge ? { status: 413, text: WEB_WORDING[language].tooLarge, retryAfterS: null } : null;
  }

  async function whole(c: Context, asker: Asker, asked: Asked, frame: Frame): Promise<Response> {
    const { signal } = c.req.raw;
    try {
      const { sha256 } = asked.about.statement;
      const outcome = await service.answer(asker, { text: asked.question, statement: sha256 }, { signal });
      if (isRefusal(outcome)) return notAnswered(asked, toldOf(outcome, asker.language), frame, false);
      return page(asked, viewAnswer(outcome, asked), numberedMarks(shownQuotes(outcome)), frame, 200, {});
    } catch (error) {
      if (!signal.aborted) throw error;
      metrics.question('web', 'stopped');
      return new Response(null, { status: 499, headers: HEADERS });
    }
  }

  function notAnswered(asked: Asked, { status, text, retryAfterS }: NotAnswered, frame: Frame, asEvents: boolean) {
    const headers = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
    const markup = html`<p class="notice">${text}</p>`;
    if (!asEvents) return page(asked, markup, [], frame, status, headers);
    const line = event({ event: 'answer', html: render(markup), blocks: [] });
    return new Response(line, { status, headers: { ...EVENTS_HEADERS, ...headers } });
  }

  function page(
    asked: Asked,
    answer: Html,
    marks: readonly Mark[],
    frame: Frame,
    status: number,
    headers: Record<string, string>,
  ): Response {
    const { about, question } = asked;
    const shown = { about, place: NOWHERE, canAsk: true, asked: { question, answer, marks } };
    // Not "no-store": going back to an answer should not ask again.
    const cache = { 'cache-control': 'private, no-cache' };
    return new Response(render(viewStatementPage(shown, frame)), {
      status,
      headers: { ...PAGE_HEADERS, ...cache, ...headers },
    });
  }

  function stream(asker: Asker, asked: Asked, { language }: Frame): Response {
    const { statement } = asked.about;
    const stop = new AbortController();
    const wording = WEB_WORDING[language];
    const events = new ReadableStream<Uint8Array>({
      async start(controller) {
        const told: Claim[] = [];
        const encoder = new TextEncoder();
        // Once the reader is gone there is nobody to send to.
        const send = (line: string) => stop.signal.aborted || controller.enqueue(encoder.encode(line));
        const heartbeat = setInterval(() => send('\n'), HEARTBEAT_MS);
        const blocks = (marks: readonly Mark[]) =>
          viewMarkedBlocks(statement, { marks, wording }).map(({ id, block }) => ({ id, html: render(block) }));
        const onClaim = (claim: Claim) => {
          told.push(claim);
          const marks = numberedMarks(numberQuotes(told).quotes);
          send(event({ event: 'claim', html: render(viewClaim(told)), blocks: blocks(marks) }));
        };
        try {
          const outcome = await service.answer(
            asker,
            { text: asked.question, statement: statement.sha256 },
            { onProgress: onClaim, signal: stop.signal },
          );
          if (isRefusal(outcome)) {
            const { text } = toldOf(outcome, asker.language);
            send(event({ event: 'answer', html: render(html`<p class="notice">${text}</p>`), blocks: [] }));
            return;
          }
          const brokeOff = told.some((claim, at) => claimsOf(outcome)[at]?.text !== claim.text);
          const marks = numberedMarks(shownQuotes(outcome));
          send(event({ event: 'answer', html: render(viewAnswer(outcome, asked, brokeOff)), blocks: blocks(marks) }));
        } catch (error) {
          metrics.question('web', stop.signal.aborted ? 'stopped' : 'failed');
          if (!stop.signal.aborted) {
            log.error({ event: 'web-error', error: (error as Error).name }, 'a question on the page failed');
            metrics.error('web');
            const failed = WORDING[languageOf(asked.question) ?? language].failed;
            send(event({ event: 'answer', html: render(html`<p class="notice">${failed}</p>`), blocks: [] }));
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

const EVENTS_TYPE = 'application/x-ndjson';
const EVENTS_HEADERS = {
  ...HEADERS,
  'content-type': `${EVENTS_TYPE}; charset=utf-8`,
  'cache-control': 'no-store',
  // Reverse proxies that gather a response before passing it on would hold back the first claim.
  'x-accel-buffering': 'no',
};

/**
 * A line to the page's script. `html` of a claim is added to the answer, that of the answer takes its place; each of `blocks`
 * takes the place of the statement's block with its id.
 */
type PageEvent = {
  readonly event: 'claim' | 'answer';
  readonly html: string;
  readonly blocks: readonly { readonly id: string; readonly html: string }[];
};

function event(value: PageEvent): string {
  return `${JSON.stringify(value)}\n`;
}

type NotAnswered = { readonly status: number; readonly text: string; readonly retryAfterS: number | null };

function toldOf(refusal: Refusal, language: Language): NotAnswered {
  if (refusal.kind === 'limited') {
    const seconds = refusal.waitSeconds;
    return { status: 429, text: WEB_WORDING[language].tooMany(seconds), retryAfterS: seconds };
  }
  const { why } = refusal;
  const text =
    why === 'unknown-statement' ? WEB_WORDING[language].notFound.text : WORDING[language].problem[why](MAX_QUESTION);
  return { status: why === 'unknown-statement' ? 404 : 400, text, retryAfterS: null };
}

type Posted = { readonly question: string; readonly isTooLarge: boolean };

async function readQuestion(request: Request): Promise<Posted> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return { question: '', isTooLarge: true };
  return { question: new URLSearchParams(body).get('question')?.trim() ?? '', isTooLarge: false };
}
