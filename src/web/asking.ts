// A question asked on the page: answered as a whole page, or to the page's script claim by claim as each is verified.

import type { Context } from 'hono';
import {
  type Answer,
  type Claim,
  claimsOf,
  MAX_QUESTION,
  numberQuotes,
  problemWith,
  whyWithoutModel,
} from '../answer/answer.ts';
import type { Log, Metrics } from '../telemetry.ts';
import { WEB_WORDING } from '../wording/web.ts';
import { languageOf, WORDING } from '../wording/wording.ts';
import { type Asked, shownQuotes, viewAnswer, viewClaim } from './answer-view.ts';
import { readBody } from './body.ts';
import { clientOf } from './client.ts';
import { HEADERS, PAGE_HEADERS } from './headers.ts';
import { type Html, html, render } from './html.ts';
import { type Frame, viewStatementPage } from './page.ts';
import { NOWHERE } from './place.ts';
import type { Published } from './site.ts';
import { type Mark, numberedMarks, viewMarkedBlocks } from './statement-view.ts';

/** Whether `key`, somebody who asks, may ask once more now. */
export type Limit = (key: string) => Limited | Promise<Limited>;
type Limited = { readonly allowed: boolean; readonly retryAfterS: number };

// The longest question in UTF-8, each character as three bytes of %XX.
const MAX_BODY_BYTES = MAX_QUESTION * 9 + 1_000;
// Proxies close a connection over which nothing has come for a minute, some sooner.
const HEARTBEAT_MS = 10_000;

type Asking = { readonly limit: Limit; readonly log: Log; readonly metrics: Metrics };

/** Answers a posted question. */
export function createAsking({ limit, log, metrics }: Asking) {
  return async (c: Context, published: Published, frame: Frame): Promise<Response> => {
    const wantsEvents = c.req.header('accept')?.includes(EVENTS_TYPE) === true;
    const posted = await readQuestion(c.req.raw);
    const asked: Asked = { question: posted.question, about: published.about, language: frame.language };
    const refused = await refusal(c, posted, asked);
    if (refused) {
      metrics.question('web', refused.outcome);
      const headers = refused.retryAfterS === null ? {} : { 'retry-after': String(refused.retryAfterS) };
      const markup = html`<p class="notice">${refused.text}</p>`;
      return wantsEvents
        ? new Response(event({ event: 'answer', html: render(markup), blocks: [] }), {
            status: refused.status,
            headers: { ...EVENTS_HEADERS, ...headers },
          })
        : page(asked, markup, [], frame, refused.status, headers);
    }
    return wantsEvents ? stream(published, asked, frame) : whole(c, published, asked, frame);
  };

  async function refusal(c: Context, { question, isTooLarge }: Posted, asked: Asked) {
    const language = languageOf(question) ?? asked.language;
    const wording = WEB_WORDING[language];
    // Browsers say where a form was sent from; another site's must not spend this one's questions.
    if (['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')) {
      return { status: 403, text: WORDING[language].failed, outcome: 'refused', retryAfterS: null } as const;
    }
    if (isTooLarge) return { status: 413, text: wording.tooLarge, outcome: 'refused', retryAfterS: null } as const;
    const problem = problemWith(question);
    if (problem !== null) {
      return {
        status: 400,
        text: WORDING[language].problem[problem](MAX_QUESTION),
        outcome: 'refused',
        retryAfterS: null,
      } as const;
    }
    const { allowed, retryAfterS } = await limit(`web:${clientOf(c)}`);
    if (allowed) return null;
    const seconds = Math.max(1, Math.ceil(retryAfterS));
    return { status: 429, text: wording.tooMany(seconds), outcome: 'limited', retryAfterS: seconds } as const;
  }

  async function whole(c: Context, { ask }: Published, asked: Asked, frame: Frame): Promise<Response> {
    const startedAt = performance.now();
    let answer: Answer;
    try {
      answer = await ask({ text: asked.question, turns: [] }, { signal: c.req.raw.signal });
    } catch (error) {
      if (c.req.raw.signal.aborted) {
        metrics.question('web', 'stopped');
        return new Response(null, { status: 499, headers: HEADERS });
      }
      throw error;
    }
    const totalMs = performance.now() - startedAt;
    metrics.answer('web', { ...answer, why: whyWithoutModel(answer) }, { firstClaimMs: totalMs, totalMs });
    return page(asked, viewAnswer(answer, asked), numberedMarks(shownQuotes(answer)), frame, 200, {});
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

  function stream({ ask, about: { statement } }: Published, asked: Asked, { language }: Frame): Response {
    const stop = new AbortController();
    const wording = WEB_WORDING[language];
    const events = new ReadableStream<Uint8Array>({
      async start(controller) {
        const startedAt = performance.now();
        const told: Claim[] = [];
        let firstClaimMs: number | null = null;
        const encoder = new TextEncoder();
        // Once the reader is gone there is nobody to send to.
        const send = (line: string) => stop.signal.aborted || controller.enqueue(encoder.encode(line));
        const heartbeat = setInterval(() => send('\n'), HEARTBEAT_MS);
        const blocks = (marks: readonly Mark[]) =>
          viewMarkedBlocks(statement, { marks, wording }).map(({ id, block }) => ({ id, html: render(block) }));
        const onClaim = (claim: Claim) => {
          told.push(claim);
          firstClaimMs ??= performance.now() - startedAt;
          const marks = numberedMarks(numberQuotes(told).quotes);
          send(event({ event: 'claim', html: render(viewClaim(told)), blocks: blocks(marks) }));
        };
        try {
          const answer = await ask({ text: asked.question, turns: [] }, { onClaim, signal: stop.signal });
          const brokeOff = told.some((claim, at) => claimsOf(answer)[at]?.text !== claim.text);
          const marks = numberedMarks(shownQuotes(answer));
          send(event({ event: 'answer', html: render(viewAnswer(answer, asked, brokeOff)), blocks: blocks(marks) }));
          const totalMs = performance.now() - startedAt;
          metrics.answer(
            'web',
            { ...answer, why: whyWithoutModel(answer) },
            { firstClaimMs: firstClaimMs ?? totalMs, totalMs },
          );
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

type Posted = { readonly question: string; readonly isTooLarge: boolean };

async function readQuestion(request: Request): Promise<Posted> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return { question: '', isTooLarge: true };
  return { question: new URLSearchParams(body).get('question')?.trim() ?? '', isTooLarge: false };
}
