import { describe, expect, test } from 'vitest';
import { type Answer, type Ask, type Claim, MAX_QUESTION } from '../../src/answer/answer.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import type { Metrics } from '../../src/telemetry.ts';
import { NO_METRICS } from '../../src/telemetry.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { askOf, loadRelease, markedIn, openSite, textOf } from '../helpers/web.ts';

const release = await loadRelease();
const claimOf = (text: string, ...keys: string[]): Claim => ({ text, quotes: quoteSentences(release, keys) });
const answerOf = (claims: readonly Claim[], more: Partial<Answer> = {}): Answer => ({
  outcome: 'answered',
  mode: 'model',
  reason: null,
  claims,
  premise: null,
  searched: { sentences: 22, words: ['Russia'], missing: [] },
  nearest: [],
  usage: { promptTokens: 10, cachedTokens: 0, completionTokens: 5 },
  statement: { id: release.id, sha256: release.sha256 },
  ...more,
});

function post(question: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body: new URLSearchParams({ question }), headers };
}
const EVENTS = { accept: 'application/x-ndjson' };
type Event = { event: string; html: string; blocks: { id: string; html: string }[] };
const eventsOf = (text: string): Event[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('without a script', () => {
  test('the answer is a whole page: numbered quotations, each marked in its place and linked to it both ways', async () => {
    const claims = [
      claimOf('He called Russia an ally.', '4.4', '4.5', '4.6'),
      claimOf('And an axiom.', '4.13', '4.4', '4.5', '4.6'),
    ];
    const { site, page } = await openSite({ ask: async () => answerOf(claims) });
    const response = await site.request(page, post('what did he say about Russia?'));
    expect(response.status).toBe(200);
    const body = await response.text();
    const { quotes } = {
      quotes: [...quoteSentences(release, ['4.4', '4.5', '4.6']), ...quoteSentences(release, ['4.13'])],
    };
    expect(textOf(body)).toContain('He called Russia an ally. [1]');
    expect(textOf(body)).toContain('And an axiom. [1] [2]');
    expect(markedIn(body)).toEqual(quotes.map((quote) => quote.text));
    for (const number of [1, 2]) {
      expect(body).toContain(`<mark id="m${number}"`);
      expect(body).toContain(`<li id="c${number}"`);
      expect(body).toContain(`href="#m${number}"`);
      expect(body).toContain(`href="#c${number}"`);
    }
    expect(body).toContain('<a href="?q=4.4-4.6#4.4">paragraph 4</a>');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('quotations that share words are marked once, with both numbers', async () => {
    const claims = [claimOf('One.', '4.4', '4.5'), claimOf('Two.', '4.5', '4.6')];
    const { site, page } = await openSite({ ask: async () => answerOf(claims) });
    const body = await (await site.request(page, post('Russia?'))).text();
    expect(body.match(/id="m1"/g)).toHaveLength(1);
    expect(body.match(/id="m2"/g)).toHaveLength(1);
    // From the first word to the last, with the number of the first quotation where it ends.
    expect(markedIn(body.replace(/<a class="ref"[^>]*>\d<\/a>/g, '')).join('')).toMatch(/^After all.*Never$/);
  });

  test('an extracted answer says so, and an absent one says what was searched', async () => {
    const { site, page } = await openSite();
    const extracted = textOf(await (await site.request(page, post('what did he say about Russia?'))).text());
    expect(extracted).toContain("No model is connected: these are the statement's own sentences");
    const absent = textOf(await (await site.request(page, post('what did he say about Ukraine?'))).text());
    expect(absent).toContain('The statement says nothing about Ukraine.');
    expect(absent).toContain('I looked through all 22 sentences');
    expect(absent).toContain('Nearest:');
  });

  test('the answer speaks the language of the question, on a page in another', async () => {
    const { site, page } = await openSite();
    const body = await (await site.request(`${page}?lang=zh`, post('что он сказал о Китае?'))).text();
    expect(body).toContain('<html lang="zh">');
    expect(body).toContain('<div lang="ru">');
    expect(textOf(body)).toContain('Модель не подключена');
    expect(body).toContain('action="?lang=zh#answer"');
  });

  test('a question that holds markup stands in its field as text', async () => {
    const { site, page } = await openSite();
    const body = await (await site.request(page, post('"><script>alert(1)</script> Russia'))).text();
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;');
  });
});

describe('with the page’s script', () => {
  test('each claim is sent once it is verified, while the model is still writing', async () => {
    const claims = [claimOf('First.', '4.7'), claimOf('Second.', '5.1')];
    const finish = Promise.withResolvers<void>();
    const ask: Ask = async (_question, options) => {
      options?.onClaim?.(claims[0]!);
      await finish.promise;
      options?.onClaim?.(claims[1]!);
      return answerOf(claims);
    };
    const { site, page } = await openSite({ ask });
    const response = await site.request(page, post('Russia?', EVENTS));
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = eventsOf((await reader.read()).value!);
    expect(first).toHaveLength(1);
    expect(textOf(first[0]!.html)).toBe('First. [1]');
    expect(first[0]!.blocks.map((block) => block.id)).toEqual(['p4']);
    finish.resolve();
    let rest = '';
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) rest += piece.value;
    const events = eventsOf(rest);
    expect(events.map(({ event }) => event)).toEqual(['claim', 'answer']);
    expect(events[1]!.blocks.map((block) => block.id)).toEqual(['p4', 'p5']);
    expect(textOf(events[1]!.html)).toContain('Second. [2]');
  });

  test('claims of a reply that could not be used are taken back, and it says so', async () => {
    const ask: Ask = async (_question, options) => {
      options?.onClaim?.(claimOf('Half a truth.', '4.7'));
      return answerOf([claimOf('', '5.1')], { mode: 'extract', reason: 'model-failed' });
    };
    const { site, page } = await openSite({ ask });
    const events = eventsOf(await (await site.request(page, post('Russia?', EVENTS))).text());
    expect(textOf(events[1]!.html)).toContain("The model's reply broke off");
    expect(textOf(events[1]!.html)).not.toContain('Half a truth');
  });

  test('who closes the page stops the model', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const ask: Ask = (_question, options) => {
      asked.resolve(options!.signal!);
      return new Promise((_resolve, reject) =>
        options!.signal!.addEventListener('abort', () => reject(options!.signal!.reason)),
      );
    };
    const counted: string[] = [];
    const metrics: Metrics = { ...NO_METRICS, question: (surface, outcome) => counted.push(`${surface} ${outcome}`) };
    const { site, page } = await openSite({ ask, metrics });
    const response = await site.request(page, post('Russia?', EVENTS));
    const signal = await asked.promise;
    await response.body!.cancel();
    expect(signal.aborted).toBe(true);
    await Promise.resolve();
    expect(counted).toEqual(['web stopped']);
  });

  test('a bug while answering is told as such, and logged without what was asked', async () => {
    const { log, text } = recordLog();
    const ask: Ask = async ({ text: question }) => {
      throw new TypeError(`cannot read ${question}`);
    };
    const { site, page } = await openSite({ ask, log });
    const [event] = eventsOf(await (await site.request(page, post('Russia?', EVENTS))).text());
    expect(textOf(event!.html)).toBe('Something went wrong on my side. Please ask again.');
    const whole = await site.request(page, post('Russia?'));
    expect(whole.status).toBe(500);
    expect(await whole.text()).not.toMatch(/TypeError|asking\.ts|cannot read/);
    expect(text()).toContain('TypeError');
    expect(text()).not.toContain('Russia');
  });
});

describe('limits', () => {
  test('who asks too often is told when to ask again, by address, and the model is left alone', async () => {
    const keys: string[] = [];
    let asked = 0;
    const limit = (key: string) => {
      keys.push(key);
      return { allowed: keys.length === 1, retryAfterS: 12.3 };
    };
    const ask: Ask = async (question) => {
      asked++;
      return askOf(release)(question);
    };
    const { site, page } = await openSite({ limit, ask });
    const env = { incoming: { socket: { remoteAddress: '::ffff:127.0.0.1' } } };
    const forwarded = { 'x-forwarded-for': '203.0.113.7, 2001:db8:1:2:3::4' };
    expect((await site.request(page, post('Russia?', forwarded), env)).status).toBe(200);
    const refused = await site.request(page, post('Russia?', forwarded), env);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('13');
    expect(textOf(await refused.text())).toContain('Please ask again in 13 s.');
    expect((await site.request(page, post('Russia?', { ...EVENTS, ...forwarded }), env)).status).toBe(429);
    expect(new Set(keys)).toEqual(new Set(['web:2001:db8:1:2']));
    expect(asked).toBe(1);
  });

  test('the header that a proxy sets is not believed of anybody else', async () => {
    const keys: string[] = [];
    const { site, page } = await openSite({ limit: (key) => ({ allowed: keys.push(key) > 0, retryAfterS: 0 }) });
    const from = (remoteAddress: string, forwardedFor?: string) =>
      site.request(page, post('Russia?', forwardedFor ? { 'x-forwarded-for': forwardedFor } : {}), {
        incoming: { socket: { remoteAddress } },
      });
    await from('203.0.113.9', '198.51.100.1');
    await from('10.1.2.3', '198.51.100.1');
    await from('2001:db8::1');
    expect(keys).toEqual(['web:203.0.113.9', 'web:198.51.100.1', 'web:2001:db8:0:0']);
  });

  test('what is no question is refused with the reason, in words', async () => {
    const { site, page } = await openSite();
    const statusOf = async (question: string) => {
      const response = await site.request(page, post(question));
      return [response.status, /class="notice">([^<]*)/.exec(await response.text())?.[1]];
    };
    expect(await statusOf('  ')).toEqual([400, expect.stringContaining('Ask me something')]);
    expect(await statusOf('?!')).toEqual([400, expect.stringContaining('I see no words')]);
    expect(await statusOf('я'.repeat(MAX_QUESTION))).toEqual([200, undefined]);
    expect(await statusOf('a'.repeat(MAX_QUESTION + 1))).toEqual([400, expect.stringContaining('too long')]);
    expect(await statusOf('a'.repeat(1_000_000))).toEqual([413, 'That is too long for one question.']);
  });

  test('a form on another site cannot ask', async () => {
    const { site, page } = await openSite();
    expect((await site.request(page, post('Russia?', { 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
    expect((await site.request(page, post('Russia?', { 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
  });

  test('switched off, the page has no field and takes no question', async () => {
    const { site, page } = await openSite({ limit: null });
    expect(await (await site.request(page)).text()).not.toContain('<form');
    expect((await site.request(page, post('Russia?'))).status).toBe(404);
  });
});
