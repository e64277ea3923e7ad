import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { quoteAddress } from '../../src/statement/address.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import { loadRelease, markedIn, openSite, PUBLIC_URL, statementOf, textOf } from '../helpers/web.ts';

const release = await loadRelease();
const about = openStatement(release);
const { site, page } = await openSite();
const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await site.request(path, { headers });
  return { response, status: response.status, body: await response.text() };
};
const sentence = (key: string) => {
  const { start, end } = release.sentences.find((one) => one.key === key)!;
  return release.text.slice(start, end);
};

describe('the statement', () => {
  test('stands on its page to the letter', async () => {
    const { status, body } = await get(page);
    expect(status).toBe(200);
    for (const block of release.blocks) {
      const text = release.text.slice(block.start, block.end);
      expect(textOf(body)).toContain(block.paragraph === null ? text : `${block.paragraph}${text}`);
    }
    expect(body).toContain('<html lang="en">');
    expect(body).toContain('<article id="statement" lang="en">');
    expect(body).toContain(`href="${release.source}"`);
    expect(body).not.toContain('<mark');
  });

  test('tells his own words, reported ones, words of others and the agency’s apart, with a legend', async () => {
    const { body } = await get(page);
    const spans = (kind: string) =>
      Array.from(body.matchAll(new RegExp(`<span class="${kind}" title="[^"]+">(.*?)</span>`, 'g')), (match) =>
        textOf(match[1]!),
      );
    expect(spans('reported')).toContain(sentence('4.7'));
    expect(spans('direct')).toContain(sentence('4.5'));
    expect(spans('quoted')).toEqual(["‘Belarus turning away from Russia'"]);
    const legend = /<ul class="legend"[\s\S]*?<\/ul>/.exec(body)![0];
    for (const words of ['his own words', 'as reported by BelTA', 'words he quotes from others', 'BelTA’s words']) {
      expect(textOf(legend)).toContain(words);
    }
  });

  test('is found at the root, in the language that was chosen', async () => {
    const { response } = await get('/?lang=ru');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`s/${release.id}?lang=ru`);
  });

  test('speaks the language that the browser prefers, and the one that was chosen before that', async () => {
    const htmlLang = async (header: string, query = '') =>
      /<html lang="(\w+)">/.exec((await get(page + query, { 'accept-language': header })).body)?.[1];
    expect(await htmlLang('be-BY,be;q=0.9,ru;q=0.8,en;q=0.7')).toBe('be');
    expect(await htmlLang('fr-FR,fr;q=0.9,zh-CN;q=0.5')).toBe('zh');
    expect(await htmlLang('ru;q=0.2, en;q=0.9')).toBe('en');
    expect(await htmlLang('pl, de;q=0.5')).toBe('en');
    expect(await htmlLang('')).toBe('en');
    expect(await htmlLang('ru', '?lang=zh')).toBe('zh');
    expect(await htmlLang('ru', '?lang=xx')).toBe('ru');
  });
});

describe('an address with ?q', () => {
  test('marks those words, and nothing of the agency’s frame', async () => {
    const { body } = await get(`${page}?q=4.4-4.6`);
    expect(markedIn(body)).toEqual([`${sentence('4.4')} ${sentence('4.5')} Never`]);
  });

  test('takes single sentences, lists, ranges over paragraphs, whole paragraphs and the headline', async () => {
    const marked = async (q: string) => markedIn((await get(`${page}?q=${encodeURIComponent(q)}`)).body);
    expect(await marked('4.7')).toEqual([sentence('4.7')]);
    expect(await marked('headline.1')).toEqual([release.title]);
    expect(await marked('4.7, 6.1')).toEqual([sentence('4.7'), sentence('6.1')]);
    expect(await marked('6.1,4.7,6.1')).toEqual([sentence('4.7'), sentence('6.1')]);
    expect((await marked('4.14-5.1')).map((words) => words.slice(0, 20))).toEqual([
      'Any state pursues su',
      'We have to pursue a ',
    ]);
    expect(await marked('6')).toEqual([sentence('6.1')]);
    expect(await marked('4.9')).toEqual([
      "If they see our multi-vector policy as, I quote, ‘Belarus turning away from Russia', then they are wrong",
    ]);
  });

  test('of every run of sentences marks exactly the quotation that the bot shows', async () => {
    const keys = release.sentences.map((one) => one.key);
    await fc.assert(
      fc.asyncProperty(fc.nat(keys.length - 1), fc.integer({ min: 1, max: 4 }), async (from, count) => {
        for (const quote of quoteSentences(about, keys.slice(from, from + count))) {
          const address = new URL(quoteAddress(PUBLIC_URL, quote)!);
          const { body } = await get(address.pathname + address.search);
          expect(markedIn(body)).toEqual([quote.text]);
          expect(body).toContain(`id="${decodeURIComponent(address.hash.slice(1))}"`);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('of half a sentence marks that half', async () => {
    const made = await openSite({
      shown: [statementOf('"We begin today," Ada Speaker said, "and we end in May."')],
    });
    const body = await (await made.site.request(`${made.page}?q=1.1&part=2`)).text();
    expect(markedIn(body)).toEqual(['and we end in May.']);
  });

  test('offers the quotation with its reference to copy', async () => {
    const { body } = await get(`${page}?q=4.4-4.6`);
    const text = textOf(/<textarea readonly[^>]*>\n([\s\S]*?)<\/textarea>/.exec(body)![1]!);
    expect(text.split('\n')).toEqual([
      `“${sentence('4.4')} ${sentence('4.5')} Never”`,
      '— Aleksandr Lukashenko, his own words',
      `${release.title}. BelTA, 17 November 2020, paragraph 4`,
      `${PUBLIC_URL}/s/${release.id}?q=4.4-4.6#4.4`,
      release.source,
    ]);
  });

  test('unfurls as the quotation when it is shared', async () => {
    const meta = (body: string, name: string) =>
      textOf(new RegExp(`(?:property|name)="${name}" content="([^"]*)"`).exec(body)![1]!);
    const cited = (await get(`${page}?q=5.1`)).body;
    expect(meta(cited, 'og:title')).toBe(release.title);
    expect(meta(cited, 'og:description')).toMatch(
      /^“We have to pursue .* dictate us to do” — Aleksandr Lukashenko, his own words$/,
    );
    expect(meta(cited, 'og:url')).toBe(`${PUBLIC_URL}/s/${release.id}?q=5.1#5.1`);
    const plain = (await get(page)).body;
    expect(meta(plain, 'og:description')).toMatch(/^MINSK - Belarus received/);
    expect(meta(plain, 'article:published_time')).toBe('2020-11-17');
  });

  test('that names no place shows the whole statement with a plain notice', async () => {
    for (const q of ['99.1', '0', 'headline.9', '4.6-4.2', '4.6-', 'x', '<b>', ','.repeat(500), '4.1e3']) {
      const { status, body } = await get(`${page}?q=${encodeURIComponent(q)}`);
      expect(status).toBe(200);
      expect(body).toContain('class="notice"');
      expect(markedIn(body)).toEqual([]);
      expect(textOf(body)).toContain(sentence('6.1'));
    }
    const partly = (await get(`${page}?q=6.1,7.1`)).body;
    expect(partly).toContain('class="notice"');
    expect(markedIn(partly)).toEqual([sentence('6.1')]);
  });
});

describe('what is not there', () => {
  test('an unknown statement is a 404 page that leads back, from any depth', async () => {
    for (const [path, back] of [
      ['/s/nothing', '../s/'],
      ['/x', './s/'],
      ['/a/b/c/', '../../../s/'],
    ]) {
      const { status, body } = await get(path!);
      expect(status).toBe(404);
      expect(body).toContain(`<a href="${back}${release.id}">To the statement</a>`);
    }
  });

  test('what only those who run the bot may see is not on the public side', async () => {
    for (const path of [
      '/healthz',
      '/readyz',
      '/metrics',
      '/.env',
      '/s/..%2f..%2fpackage.json',
      '/assets/..%2fsite.ts',
    ]) {
      expect((await get(path)).status).toBe(404);
    }
  });
});

describe('headers', () => {
  test('forbid inline script, sniffing and foreign frames, and set no cookie, on every kind of response', async () => {
    const style = /href="\.\.\/(assets\/[^"]+\.css)"/.exec((await get(page)).body)![1]!;
    for (const path of [page, '/', '/nothing', `/${style}`, `${page}?q=4.4`]) {
      const { headers } = (await get(path)).response;
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain('frame-ancestors https://web.telegram.org https://*.telegram.org');
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).not.toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  test('let files be kept for ever, since their names change with them, and pages until they change', async () => {
    const { body, response } = await get(page);
    const files = Array.from(body.matchAll(/(?:href|src)="\.\.\/(assets\/[^"]+)"/g), (match) => match[1]!);
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect((await get(`/${file}`)).response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    const etag = response.headers.get('etag')!;
    expect((await get(page, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(`${page}?q=4.4`, { 'if-none-match': etag })).status).toBe(200);
    expect((await get(page, { 'if-none-match': etag, 'accept-language': 'zh' })).status).toBe(200);
  });

  test('the page and everything it loads are under 30 KB', async () => {
    const { body } = await get(`${page}?q=4.4-4.6`);
    const files = Array.from(body.matchAll(/(?:href|src)="\.\.\/(assets\/[^"]+)"/g), (match) => match[1]!);
    const bodies = [body, ...(await Promise.all(files.map(async (file) => (await get(`/${file}`)).body)))];
    expect(bodies.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(30_000);
  });
});

describe('a hostile statement', () => {
  test('shows its markup as text', async () => {
    const evil = '<script>alert(1)</script> "><img src=x onerror=alert(1)> &lt;b&gt; </article></textarea> said. ';
    const statement = statementOf(`"${evil}" Ada Speaker said.\n\n${evil}`, {
      title: '</title><script>alert(1)</script>',
      publisher: '"><script>alert(1)</script>',
      carriedBy: '<img src=x onerror=alert(1)>',
      language: '"><script>',
      speaker: { name: '<b onclick=alert(1)>', pronoun: 'they' },
    });
    const made = await openSite({ shown: [statement] });
    for (const query of ['', '?q=1', '?q=1.1-2.2']) {
      const body = await (await made.site.request(made.page + query)).text();
      expect(body.match(/<script/g)).toHaveLength(1);
      expect(body).not.toMatch(/<img|<b /);
      expect(textOf(body)).toContain('<script>alert(1)</script>');
    }
    const asked = await made.site.request(`${made.page}?ask=script+alert`);
    expect((await asked.text()).match(/<script/g)).toHaveLength(1);
  });

  test('loses the characters that a browser would obey and a reader cannot see', async () => {
    const { site: made, page: path } = await openSite({
      shown: [
        statementOf(
          'A\u0007 sen\u202etence\u0085 with\u2066 \ud800controls\u001b[31m. "Own\u0008 words," Ada Speaker said.',
        ),
      ],
    });
    const body = await (await made.request(`${path}?q=1`)).text();
    expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(textOf(body)).toContain('A sentence with \ufffdcontrols[31m.');
  });

  test('of 10,000 paragraphs, or of one of a megabyte, is a page all the same', async () => {
    const many = statementOf(
      Array.from({ length: 10_000 }, (_, at) => `"We have ${at}," Ada Speaker said. He went on.`).join('\n\n'),
    );
    const long = statementOf(`${'a word and no end '.repeat(60_000)}, "own words," Ada Speaker said.`);
    for (const statement of [many, long]) {
      const made = await openSite({ shown: [statement] });
      const response = await made.site.request(`${made.page}?q=1.1`);
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(statement.text.length);
    }
  });
});
