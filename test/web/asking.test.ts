import { describe, expect, test } from 'vitest';
import { type Answer, type Ask, type Claim, MAX_QUESTION } from '../../src/answer/answer.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import type { Metrics } from '../../src/telemetry.ts';
import { NO_METRICS } from '../../src/telemetry.ts';
import { recordLog } from '../helpers/marked-words.ts';
import { loadRelease, markedIn, openSite, textOf } from '../helpers/web.ts';

const release = await loadRelease();
const about = openStatement(release);
const claimOf = (text: string, ...keys: string[]): Claim => ({ text, quotes: quoteSentences(about, keys) });
const common = {
  usage: { promptTokens: 10, cachedTokens: 0, completionTokens: 5 },
  statements: [{ id: release.id, sha256: release.sha256 }],
};
const answerOf = (claims: readonly Claim[]): Answer => ({ kind: 'claims', claims, premise: null, ...common });

const addressOf = (page: string, question: string, more: Record<string, string> = {}) =>
  `${page}?${new URLSearchParams({ ask: question, ...more })}`;
const EVENTS = { headers: { accept: 'application/x-ndjson' } };
type Event = { event: string; html: string; text: string; blocks: { id: string; html: string }[] };
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
    const response = await site.request(addressOf(page, 'what did he say about Russia?'));
    expect(response.status).toBe(200);
    const body = await response.text();
    const quotes = [...quoteSentences(about, ['4.4', '4.5', '4.6']), ...quoteSentences(about, ['4.13'])];
    expect(textOf(body)).toContain('He called Russia an ally. [1]');
    expect(textOf(body)).toContain('And an axiom. [1] [2]');
    expect(markedIn(body)).toEqual(quotes.map((quote) => quote.text));
    for (const number of [1, 2]) {
      for (const part of [`<mark id="m${number}"`, `<li id="c${number}"`, `href="#m${number}"`, `href="#c${number}"`]) {
        expect(body).toContain(part);
      }
    }
    expect(body).toContain('<a href="?q=4.4-4.6#4.4">paragraph 4</a>');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('quotations that share words are marked once, with both numbers', async () => {
    const claims = [claimOf('One.', '4.4', '4.5'), claimOf('Two.', '4.5', '4.6')];
    const { site, page } = await openSite({ ask: async () => answerOf(claims) });
    const body = await (await site.request(addressOf(page, 'Russia?'))).text();
    expect(body.match(/id="m1"/g)).toHaveLength(1);
    expect(body.match(/id="m2"/g)).toHaveLength(1);
    // From the first word to the last, with the number of the first quotation where it ends.
    expect(markedIn(body.replace(/<a class="ref"[^>]*>\d<\/a>/g, '')).join('')).toMatch(/^After all.*Never$/);
  });

  test('the next question may lean on the one before, which stands in its form', async () => {
    const asked: string[] = [];
    const ask: Ask = async ({ text, turns }) => {
      asked.push([...turns.map(({ question }) => question), text].join(' > '));
      return answerOf([claimOf('An ally.', '4.4')]);
    };
    const { site, page } = await openSite({ ask });
    const body = await (await site.request(addressOf(page, 'Russia?'))).text();
    expect(body).toContain('<input type="hidden" name="after" value="Russia?">');
    await site.request(addressOf(page, 'and why?', { after: 'Russia?' }));
    expect(asked).toEqual(['Russia?', 'Russia? > and why?']);
  });

  test('what the answer does not speak of yet is offered as the next question', async () => {
    const { site, page } = await openSite({ ask: async () => answerOf([claimOf('An ally.', '4.4')]) });
    const body = await (await site.request(addressOf(page, 'Russia?'))).text();
    const offered = Array.from(
      /<ul class="next">(.*?)<\/ul>/s.exec(body)![1]!.matchAll(/href="([^"]*)"/g),
      ([, to]) => to!,
    );
    expect(offered).toHaveLength(2);
    for (const address of offered) {
      expect(address).toMatch(/^\?ask=And\+[^&]+&amp;after=Russia%3F$/);
      expect(address).not.toContain('And+Russia');
    }
  });

  test('words in quotation marks are checked, and what they are taken for can be turned', async () => {
    const { site, page } = await openSite();
    const words = '“we have turned our backs on Russia”';
    const checked = await (await site.request(addressOf(page, words))).text();
    expect(textOf(checked)).toContain('✎ Not quite.');
    expect(checked).toContain('<ins>never</ins>');
    expect(markedIn(checked).join('')).toContain('we have never turned our backs on Russia');
    expect(checked).toContain('&amp;as=ask">Ask it as a question</a>');
    expect(await (await site.request(addressOf(page, words, { as: 'ask' }))).text()).toContain('&amp;as=check">');
    const plain = await (await site.request(addressOf(page, 'It is an axiom', { as: 'check' }))).text();
    expect(textOf(plain)).not.toContain('No model is connected');
  });

  test('the answer speaks the language of the question, on a page in another, and its form keeps that', async () => {
    const { site, page } = await openSite();
    const body = await (await site.request(addressOf(page, 'что он сказал о Китае?', { lang: 'zh' }))).text();
    expect(body).toContain('<html lang="zh">');
    expect(body).toContain('<div lang="ru">');
    expect(body).toContain('<input type="hidden" name="lang" value="zh">');
  });

  test('a question that holds markup stands in its field as text', async () => {
    const { site, page } = await openSite();
    const body = await (await site.request(addressOf(page, '"><script>alert(1)</script> Russia'))).text();
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;');
  });
});

describe('with the page’s script', () => {
  test('each claim is sent once it is verified, while the model is still writing', async () => {
    const claims = [claimOf('First.', '4.7'), claimOf('Second.', '5.1')];
    const finish = Promise.withResolvers<void>();
    const ask: Ask = async (_question, options) => {
      options?.onLife?.('thinking');
      options?.onClaim?.(claims[0]!);
      await finish.promise;
      options?.onClaim?.(claims[1]!);
      return answerOf(claims);
    };
    const { site, page } = await openSite({ ask });
    const response = await site.request(addressOf(page, 'Russia?'), EVENTS);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first: Event[] = [];
    while (first.length < 2) first.push(...eventsOf((await reader.read()).value!));
    expect(first[0]).toEqual({ event: 'life', text: 'Thinking…' });
    expect(textOf(first[1]!.html)).toBe('First. [1]');
    expect(first[1]!.blocks.map((block) => block.id)).toEqual(['p4']);
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
      const { quotes } = claimOf('', '5.1');
      return { kind: 'quotations', why: 'model-failed', quotes, leansOn: null, ...common };
    };
    const { site, page } = await openSite({ ask });
    const events = eventsOf(await (await site.request(addressOf(page, 'Russia?'), EVENTS)).text());
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
    const counted = Promise.withResolvers<string>();
    const metrics: Metrics = {
      ...NO_METRICS,
      question: (surface, outcome) => counted.resolve(`${surface} ${outcome}`),
    };
    const { site, page } = await openSite({ ask, metrics });
    const response = await site.request(addressOf(page, 'Russia?'), EVENTS);
    const signal = await asked.promise;
    await response.body!.cancel();
    expect(signal.aborted).toBe(true);
    expect(await counted.promise).toBe('web stopped');
  });

  test('a bug while answering is told as such, and logged without what was asked', async () => {
    const { log, text } = recordLog();
    const ask: Ask = async ({ text: question }) => {
      throw new TypeError(`cannot read ${question}`);
    };
    const { site, page } = await openSite({ ask, log });
    const [event] = eventsOf(await (await site.request(addressOf(page, 'Russia?'), EVENTS)).text());
    expect(event).toEqual({ event: 'notice', text: 'Something went wrong on my side. Please ask again.' });
    const whole = await site.request(addressOf(page, 'Russia?'));
    expect(whole.status).toBe(500);
    expect(await whole.text()).not.toMatch(/TypeError|asking\.ts|cannot read/);
    expect(text()).toContain('TypeError');
    expect(text()).not.toContain('Russia');
  });
});

describe('limits', () => {
  /** A site whose questions are counted by whom they are from; the second of anybody waits. */
  async function counted(publicUrl: string | null) {
    const people: number[] = [];
    let asked = 0;
    const site = await openSite({
      publicUrl,
      ask: async () => {
        asked++;
        return answerOf([claimOf('An ally.', '4.4')]);
      },
      usage: {
        admit: async ({ person }) => {
          people.push(person);
          return people.filter((one) => one === person).length > 1
            ? { kind: 'wait', waitSeconds: 13 }
            : { kind: 'allowed' };
        },
        addTokens: async () => {},
        today: async () => ({ promptTokens: 0, cachedTokens: 0, completionTokens: 0 }),
      },
    });
    const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
      site.site.request(addressOf(site.page, 'Russia?'), { headers }, { incoming: { socket: { remoteAddress } } });
    return { from, people, asked: () => asked };
  }

  test('who asks too often is told when to ask again, by address, and the model is left alone', async () => {
    const { from, people, asked } = await counted('https://on-record.example');
    const forwarded = { 'x-forwarded-for': '203.0.113.7, 2001:db8:1:2:3::4' };
    expect((await from('::ffff:127.0.0.1', forwarded)).status).toBe(200);
    const refused = await from('::ffff:127.0.0.1', forwarded);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('13');
    expect(textOf(await refused.text())).toContain('Please ask again in 13 s.');
    // The script leaves what the page shows as it is.
    const streamed = await from('::ffff:127.0.0.1', { ...forwarded, ...EVENTS.headers });
    expect(eventsOf(await streamed.text())).toEqual([{ event: 'notice', text: expect.stringContaining('13 s') }]);
    expect(new Set(people).size).toBe(1);
    expect(people[0]).toBeLessThan(0);
    expect(asked()).toBe(1);
  });

  test('the header that a proxy sets is not believed of anybody else', async () => {
    const { from, people } = await counted('https://on-record.example');
    await from('203.0.113.9', { 'x-forwarded-for': '198.51.100.1' });
    await from('203.0.113.9', { 'x-forwarded-for': '198.51.100.2' });
    await from('10.1.2.3', { 'x-forwarded-for': '198.51.100.1' });
    await from('10.1.2.3', { 'x-forwarded-for': '198.51.100.2' });
    expect(people[0]).toBe(people[1]);
    expect(new Set(people).size).toBe(3);
  });

  test('on one’s own machine nobody is counted', async () => {
    const { from, people } = await counted(null);
    for (let at = 0; at < 20; at++) expect((await from('127.0.0.1')).status).toBe(200);
    expect(people).toEqual([]);
    expect((await from('192.168.1.7')).status).toBe(200);
    expect(people).toHaveLength(1);
  });

  test('what is no question is refused with the reason, in words', async () => {
    const { site, page } = await openSite();
    const statusOf = async (question: string) => {
      const response = await site.request(addressOf(page, question));
      return [response.status, /class="notice">([^<]+)/.exec(await response.text())?.[1]];
    };
    expect(await statusOf('  ')).toEqual([400, expect.stringContaining('Ask me something')]);
    expect(await statusOf('?!')).toEqual([400, expect.stringContaining('I see no words')]);
    expect(await statusOf('я'.repeat(MAX_QUESTION))).toEqual([200, undefined]);
    expect(await statusOf('a'.repeat(MAX_QUESTION + 1))).toEqual([400, expect.stringContaining('too long')]);
  });

  test('switched off, the page has no field and answers nothing', async () => {
    const { site, page } = await openSite({ canAsk: false });
    expect(await (await site.request(page)).text()).not.toContain('<form');
    expect(textOf(await (await site.request(addressOf(page, 'Russia?'))).text())).not.toContain(
      'No model is connected',
    );
  });
});
