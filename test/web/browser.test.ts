import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../../src/answer/answer.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { quoteAddress } from '../../src/statement/address.ts';
import { type Quote, quoteSentences } from '../../src/statement/quotation.ts';
import { type Serving, serveWeb } from '../../src/web/serve.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { loadRelease, openSite, statementOf } from '../helpers/web.ts';

const release = await loadRelease();
const long = statementOf(
  Array.from({ length: 2_000 }, (_, at) => `Paragraph ${at} says this and that at some length.`).join('\n\n'),
);
const about = openStatement(release);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let serving: Serving;
beforeAll(async () => {
  browser = await launchBrowser();
  const { site } = await openSite({ publicUrl: null, shown: [release, long] });
  serving = await serveWeb(site, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser?.close();
  await serving?.close();
});

const contexts: BrowserContext[] = [];
/** What went wrong in the browser, and every host that was asked. */
let complaints: string[] = [];
let requests: string[] = [];
afterEach(async () => {
  const seen = { complaints, origins: new Set(requests.map((address) => new URL(address).origin)) };
  complaints = [];
  requests = [];
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  expect(seen.complaints).toEqual([]);
  expect([...seen.origins]).toEqual(seen.origins.size === 0 ? [] : [serving.url]);
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const DESKTOP = { viewport: { width: 1280, height: 800 } } as const;

async function open(address: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(new URL(address, serving.url).href, { waitUntil: 'load' });
  return page;
}

const home = `/s/${release.id}`;

// What runs in the page is given as text: the browser's own types would else be everybody's, server code included.
const MARKED = `Array.from(document.querySelectorAll('article mark'), (mark) => mark.textContent).join('')`;
const MARKS_IN_VIEW = `(() => {
  const marks = Array.from(document.querySelectorAll('article mark'), (mark) => mark.getBoundingClientRect());
  return marks.length > 0 && marks[0].top >= 0 && marks.at(-1).bottom <= innerHeight;
})()`;
const VIOLATIONS = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 120)).join(' | ')))`;
const PAPER = 'getComputedStyle(document.documentElement).backgroundColor';
const SIDEWAYS = 'document.documentElement.scrollWidth - innerWidth';
const CHARACTERS_A_LINE = `(() => {
  const paragraph = document.getElementById('p4');
  const lines = paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight);
  return paragraph.textContent.length / lines;
})()`;
const BYTES = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`;
const backgroundOf = (selector: string) => `getComputedStyle(document.querySelector('${selector}')).backgroundColor`;

const isOnPhone = (y: number) => y >= 0 && y < PHONE.viewport.height;

/** The marked words, neighbouring marks as one. */
function marked(page: Page): Promise<string> {
  return page.evaluate<string>(MARKED);
}

/** Resolves once all that is marked stands between the top and the bottom of the window. */
async function beInView(page: Page): Promise<void> {
  // Scrolling to a fragment ends some frames after the page is loaded.
  await expect.poll(() => page.evaluate<boolean>(MARKS_IN_VIEW)).toBe(true);
}

async function violations(page: Page): Promise<string[]> {
  // Over the debugger, since the page's policy lets no other script in.
  await page.evaluate(axe);
  return page.evaluate<string[]>(VIOLATIONS);
}

describe('a citation link opens with exactly those words marked and in view', () => {
  const quotes: Quote[] = [['4.4', '4.5', '4.6'], ['4.9'], ['5.1'], ['6.1'], ['headline.1'], ['4.7']].flatMap((keys) =>
    quoteSentences(about, keys),
  );
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const javaScriptEnabled of [true, false]) {
        test(`${size}, ${colorScheme}, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
          const page = await open('/nothing-yet', { ...viewport, colorScheme, javaScriptEnabled });
          complaints = [];
          for (const quote of quotes) {
            await page.goto(quoteAddress(serving.url, quote)!);
            expect(await marked(page)).toBe(quote.text);
            await beInView(page);
            const paper = await page.evaluate<string>(PAPER);
            expect(await page.evaluate<string>(backgroundOf('article mark'))).not.toBe(paper);
            expect(paper).toBe(colorScheme === 'dark' ? 'rgb(22, 20, 18)' : 'rgb(255, 253, 248)');
          }
        });
      }
    }
  }

  test('also where the address has no fragment, or nothing but one', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(`${home}?q=5.1`, { ...PHONE, javaScriptEnabled });
      await beInView(page);
    }
    const page = await open(`${home}#5.1`, PHONE);
    await page.waitForURL(/\?q=5\.1#5\.1$/);
    expect(await marked(page)).toMatch(/^We have to pursue/);
    const plain = await open(`${home}#5.1`, { ...PHONE, javaScriptEnabled: false });
    expect(await plain.evaluate<string>(backgroundOf('[id="5.1"]'))).toBe('rgb(255, 230, 128)');
  });

  test('the same on a long statement, whose page takes a while', async () => {
    const page = await open(`/s/${long.id}?q=1900.1#1900.1`);
    expect(await marked(page)).toBe('Paragraph 1899 says this and that at some length.');
    await beInView(page);
  });
});

describe('a question asked on the page', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`is answered with links that mark the right words, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
      const page = await open(home, { ...PHONE, javaScriptEnabled });
      await page.fill('#question', 'what did he say about Russia?');
      await page.click('#ask button');
      await page.waitForSelector('.evidence li');
      const shown = await page.locator('.evidence blockquote').allTextContents();
      expect(shown.length).toBeGreaterThan(0);
      const places = await page.locator('.evidence .whose a').all();
      const links = await Promise.all(places.map(async (place) => (await place.getAttribute('href'))!));
      for (const [at, quotation] of shown.entries()) {
        const words = quotation.replace(/^“|”$/g, '');
        // The number leads to the words beside the answer, the place to an address that can be passed on.
        await page.click(`.evidence #c${at + 1} > .cite`);
        const target = page.locator(`article #m${at + 1}`);
        expect(words.startsWith((await target.textContent())!)).toBe(true);
        await expect.poll(async () => (await target.boundingBox())!.y).toSatisfy(isOnPhone);
        const cited = await open(home + links[at], PHONE);
        expect(await marked(cited)).toBe(words);
        await beInView(cited);
      }
    });
  }

  test('shows each claim while the model is still writing', async () => {
    const finish = Promise.withResolvers<void>();
    const claim = { text: 'They were never disrupted.', quotes: quoteSentences(about, ['4.7']) };
    const ask: Ask = async (_question, options) => {
      options?.onClaim?.(claim);
      await finish.promise;
      return { kind: 'claims', claims: [claim], premise: null, usage: null, statements: [] };
    };
    const { site } = await openSite({ publicUrl: null, ask });
    const own = await serveWeb(site, { host: '127.0.0.1', port: 0 });
    try {
      const page = await open(`${own.url}${home}`);
      await page.fill('#question', 'and the relations?');
      await page.press('#question', 'Enter');
      await page.waitForSelector('#answer .claim');
      expect(await page.textContent('#answer')).toBe('They were never disrupted. [1]');
      expect(await marked(page)).toBe(claim.quotes[0]!.text);
      expect(await page.getAttribute('#answer', 'aria-busy')).toBe('true');
      finish.resolve();
      await page.waitForSelector('#answer .evidence');
      await expect.poll(() => page.getAttribute('#answer', 'aria-busy')).toBeNull();
      requests = [];
    } finally {
      await own.close();
    }
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`on a phone: the field in view at the start, the answer after Enter, both after reload and Back, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
      const page = await open(home, { ...PHONE, javaScriptEnabled });
      const inView = async (selector: string) => isOnPhone((await page.locator(selector).first().boundingBox())!.y);
      const ask = async (question: string, expected: RegExp) => {
        await page.fill('#question', question);
        await page.press('#question', 'Enter');
        await expect.poll(() => page.locator('#answer').textContent()).toMatch(expected);
        await expect.poll(() => inView('#answer :is(blockquote, .claim)')).toBe(true);
      };
      expect(await inView('#question')).toBe(true);
      await ask('what did he say about Russia?', /closest ally/);
      const first = page.url();
      await page.reload();
      expect(await page.textContent('#answer')).toMatch(/closest ally/);
      expect(await inView('#question')).toBe(true);
      await ask('“we have turned our backs on Russia”', /Not quite/);
      await page.goBack();
      await expect.poll(() => page.url()).toBe(first);
      await expect.poll(() => page.locator('#answer').textContent()).toMatch(/closest ally/);
    });
  }

  test('one that is asked before stays below, and what went wrong takes nothing away', async () => {
    const page = await open(home);
    for (const question of ['what did he say about Russia?', 'what about media outlets?']) {
      await page.fill('#question', question);
      await page.press('#question', 'Enter');
      await expect.poll(() => new URL(page.url()).searchParams.get('ask')).toBe(question);
      await page.waitForSelector('#answer .evidence');
    }
    expect(await page.textContent('#earlier summary')).toBe('what did he say about Russia?');
    await page.click('.next a');
    await expect.poll(() => new URL(page.url()).searchParams.get('after')).toBe('what about media outlets?');
    await page.waitForSelector('#answer .evidence');
    expect(await page.locator('#earlier details').count()).toBe(2);
    await page.fill('#question', '?!');
    await page.press('#question', 'Enter');
    await expect.poll(() => page.textContent('#notice')).toContain('I see no words');
    expect(await page.locator('#answer .evidence').count()).toBe(1);
  });

  test('asked anew, the marks of the answer before are gone', async () => {
    const page = await open(`${home}?q=6.1`);
    for (const [question, words] of [
      ['what about media outlets?', /^“?Recently some media outlets/],
      ['what did he instruct the Ministry of Foreign Affairs to do?', /^“?The president instructed/],
    ] as const) {
      await page.fill('#question', question);
      await page.click('#ask button');
      await expect.poll(() => page.textContent('#answer .evidence blockquote')).toMatch(words);
      expect(await page.locator('article mark').first().textContent()).toMatch(words);
      expect(await page.locator('.copy').count()).toBe(0);
    }
  });
});

describe('for everybody', () => {
  test('axe finds no violation, on phone and desktop, light and dark, plain, cited, answered and not found', async () => {
    const found: string[] = [];
    for (const viewport of [PHONE, DESKTOP]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const address of [home, `${home}?q=4.4-4.6,6.1#4.4`, `${home}?q=99.9&lang=ru`, '/nothing']) {
          const page = await open(address, { ...viewport, colorScheme });
          if (address === '/nothing') complaints = complaints.filter((complaint) => !complaint.includes('404'));
          if (address === home) {
            await page.fill('#question', 'what did he say about Russia?');
            await page.click('#ask button');
            await page.waitForSelector('.evidence');
          }
          for (const violation of await violations(page)) found.push(`${address} ${colorScheme}: ${violation}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  test('nothing has to be scrolled sideways, at 320 pixels or at 200%', async () => {
    for (const viewport of [
      { width: 320, height: 640 },
      { width: 640, height: 400 },
    ]) {
      const page = await open(`${home}?q=4.9`, { viewport });
      expect(await page.evaluate<number>(SIDEWAYS)).toBeLessThanOrEqual(0);
    }
    const page = await open(home);
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
    expect(await page.evaluate<number>(SIDEWAYS)).toBeLessThanOrEqual(0);
  });

  test('a line is about 65 characters wide', async () => {
    const page = await open(home);
    const widest = await page.evaluate<number>(CHARACTERS_A_LINE);
    expect(widest).toBeGreaterThan(55);
    expect(widest).toBeLessThan(76);
  });

  test('Telegram’s colours are taken over, also on the next page', async () => {
    const theme = {
      bg_color: '#17212b',
      text_color: '#f5f5f5',
      link_color: '#6ab3f3',
      button_color: 'red;x:url(//evil.example)',
    };
    const page = await open(
      `${home}?q=5.1#tgWebAppData=x&tgWebAppThemeParams=${encodeURIComponent(JSON.stringify(theme))}`,
    );
    const background = () => page.evaluate<string>(PAPER);
    expect(await background()).toBe('rgb(23, 33, 43)');
    await beInView(page);
    await page.click('.no >> nth=0');
    expect(await background()).toBe('rgb(23, 33, 43)');
    const broken = await open(`${home}#tgWebAppThemeParams=%7Bnot-json`);
    expect(await broken.evaluate<string>(PAPER)).toBe('rgb(255, 253, 248)');
  });

  test('the quotation is copied with one press', async () => {
    const page = await open(`${home}?q=4.9#4.9`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: serving.url });
    await page.click('summary');
    await page.waitForSelector('summary:text-is("Copied")');
    expect(await page.inputValue('.copy textarea')).toContain(
      '— Aleksandr Lukashenko, his own words; ‘…’ are words he was quoting\n',
    );
  });

  test('on paper there are the statement and its source, and no form', async () => {
    const page = await open(home);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#ask').isVisible()).toBe(false);
    expect(await page.locator('#p6').isVisible()).toBe(true);
  });
});

describe('budgets', () => {
  test('the whole page is under 30 KB, in four responses, painted from the first', async () => {
    const page = await open(`${home}?q=4.4-4.6#4.4`);
    expect(await page.evaluate<number>(BYTES)).toBeLessThan(30_000);
    expect(requests.length).toBeLessThanOrEqual(4);
    // Readable before and without the script; the words are in the first response.
    const html = await (await fetch(`${serving.url}${home}`)).text();
    expect(html).toContain('We have to pursue a multi-vector policy');
    expect(html).toMatch(/<script src="[^"]+" defer>/);
  });
});
