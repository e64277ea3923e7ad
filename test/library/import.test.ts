// Files as the world makes them become drafts: their words and nothing around them, and what they say about themselves.

import { expect, test } from 'vitest';
import type { Draft } from '../../src/library/import/draft.ts';
import { type Offered, readDraft } from '../../src/library/import/import.ts';
import { docxOf, type PlacedLine, pdfOf } from '../helpers/documents.ts';

const offer = (fileName: string | null, content: string | Buffer, more: Partial<Offered> = {}): Offered => ({
  bytes: Buffer.from(content as string),
  fileName,
  ...more,
});
const paragraphs = ({ text }: Draft) => text.split('\n\n');

test("a press office's page gives its article without menu, cookie bar, related links and footer", async () => {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <title>A new pier was opened | Ministry of Harbours</title>
    <meta property="og:site_name" content="Ministry of Harbours"><meta property="article:published_time" content="2024-05-06T10:00:00+02:00">
    <link rel="canonical" href="https://harbours.example/news/pier"><script>track()</script></head><body class="page has-sidebar">
    <div id="cookie-banner"><p>We use cookies to make this site better. Do you accept all of them?</p><button>Accept</button></div>
    <header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
    <div class="breadcrumb"><a>Home</a> &gt; <a>News</a></div>
    <div class="content"><h1>A new pier was opened</h1>
    <p>A new pier was opened in Sundby today.</p><p>Harbour Minister Anna Berg said:</p>
    <blockquote><p>I am delighted that the pier is <em>open</em>. We know that there is more to do.</p></blockquote>
    <ol><li>The pier opens in May</li><li>Dogs &amp; bikes travel free</li></ol>
    <table><tr><th>Year</th><th>Passengers</th></tr><tr><td>2023</td><td>52,000</td></tr></table>
    <div class="share-buttons"><a>Share this on X</a></div></div>
    <aside class="related"><h2>Related news</h2><ul><li><a href="/2">Ferries get new rules</a></li></ul></aside>
    <footer><p>© Ministry of Harbours. Privacy policy.</p></footer></body></html>`;
  const draft = await readDraft(offer('pier.html', page));
  expect(paragraphs(draft)).toEqual([
    'A new pier was opened in Sundby today.',
    'Harbour Minister Anna Berg said:',
    'I am delighted that the pier is open. We know that there is more to do.',
    '1. The pier opens in May',
    '2. Dogs & bikes travel free',
    'Year | Passengers',
    '2023 | 52,000',
  ]);
  expect(draft.header).toMatchObject({
    title: 'A new pier was opened',
    date: '2024-05-06',
    publisher: 'Ministry of Harbours',
    source: 'https://harbours.example/news/pier',
    language: 'en',
  });
});

test('JSON-LD tells title, day and publisher of a page that has no other fields', async () => {
  const data = {
    '@graph': [
      {
        '@type': 'NewsArticle',
        headline: 'Keine Kürzung',
        datePublished: '2024-05-06',
        publisher: { name: 'Hafenamt' },
      },
    ],
  };
  const page = `<html><head><script type="application/ld+json">${JSON.stringify(data)}</script></head><body><main><h1>Keine Kürzung</h1>
    <p>Die Mittel für den Hafen werden in diesem Jahr nicht gekürzt.</p></main></body></html>`;
  const { header } = await readDraft(offer(null, page));
  expect(header).toMatchObject({ title: 'Keine Kürzung', date: '2024-05-06', publisher: 'Hafenamt', language: 'de' });
});

/** A page of running text as a word processor sets it: 12 points apart, paragraphs 18 points. */
function page(number: number, blocks: readonly (readonly string[])[], head: readonly PlacedLine[] = []): PlacedLine[] {
  const lines: PlacedLine[] = [
    [72, 40, 9, 'District Office, press desk'],
    ...head,
    [290, 810, 9, `Page ${number} of 2`],
  ];
  let y = head.length === 0 ? 100 : 150;
  for (const block of blocks) {
    for (const text of block) {
      lines.push([72, y, 11, text]);
      y += 13;
    }
    y += 8;
  }
  return lines;
}

test('a PDF of two pages loses running heads and page numbers, closes hyphens and keeps its paragraphs', async () => {
  const first = page(
    1,
    [
      ['May 6, 2024'],
      [
        'A Sundby jury found Captain Carl Dahl guilty of theft, and of nothing else, and sen-',
        'tenced him to four years in prison after a trial that went on for a month in all.',
      ],
      [
        'Prosecutor Anna Berg said, “He sold what was not his, and he knew it; the multi-vector',
        'papers show it. Nobody in the harbour office was asked, and those who wrote it down on the',
      ],
    ],
    [
      [72, 90, 18, 'Captain Guilty of Theft'],
      [72, 112, 18, 'from the Harbour'],
    ],
  );
  const second = page(2, [['quay were told to keep quiet.”'], ['Dahl was charged in March.']]);
  const draft = await readDraft(offer('release.pdf', pdfOf([first, second])));
  expect(paragraphs(draft)).toEqual([
    'Captain Guilty of Theft from the Harbour',
    'May 6, 2024',
    'A Sundby jury found Captain Carl Dahl guilty of theft, and of nothing else, and sentenced him to four years in prison after a trial that went on for a month in all.',
    'Prosecutor Anna Berg said, “He sold what was not his, and he knew it; the multi-vector papers show it. Nobody in the harbour office was asked, and those who wrote it down on the quay were told to keep quiet.”',
    'Dahl was charged in March.',
  ]);
  expect(draft.header).toMatchObject({
    title: 'Captain Guilty of Theft from the Harbour',
    date: '2024-05-06',
    publisher: 'District Office, press desk',
  });
});

test('columns of a PDF are read one after the other', async () => {
  const column = (x: number, name: string) =>
    Array.from(
      { length: 6 },
      (_, at): PlacedLine => [x, 140 + at * 13, 10, `${name} ${at + 1} has words enough to fill it`],
    );
  const rows = column(72, 'left line').flatMap((line, at) => [line, column(310, 'right line')[at]!]);
  const draft = await readDraft(
    offer('columns.pdf', pdfOf([[[72, 100, 16, 'A title over both of the columns of this page'], ...rows]])),
  );
  expect(draft.text.match(/(?:left|right) line \d/g)).toEqual(
    [...'123456'].map((n) => `left line ${n}`).concat([...'123456'].map((n) => `right line ${n}`)),
  );
});

test('a Word speech keeps headings, paragraphs and numbered points', async () => {
  const document = docxOf([
    ['Title', 'Speech by Anna Berg at the Harbour Forum'],
    ['', 'Sundby, 6 May 2024'],
    ['Heading1', 'What we have done'],
    ['', 'We opened the pier & repaid every ticket.'],
    ['ListNumber', 'The pier opens in May'],
    ['ListNumber', 'Dogs travel free'],
  ]);
  const draft = await readDraft(offer('speech.docx', document));
  expect(paragraphs(draft).slice(2)).toEqual([
    'What we have done',
    'We opened the pier & repaid every ticket.',
    '1. The pier opens in May',
    '2. Dogs travel free',
  ]);
  expect(draft.header).toMatchObject({
    title: 'Speech by Anna Berg at the Harbour Forum',
    date: '2024-05-06',
    speaker: { name: 'Anna Berg' },
  });
});

const APOLOGY = `Dear passengers,

Last Friday our ferry left forty people standing on the quay. I am sorry for that night.

We will repay every ticket by June.

Anna Berg
Sundby, 6 May 2024`;

test('an apology as text is kept to the letter, its signature names who speaks', async () => {
  const draft = await readDraft(offer('apology.txt', APOLOGY));
  expect(draft.text).toBe(APOLOGY);
  expect(draft.header).toMatchObject({
    title: 'Last Friday our ferry left forty people standing on the quay.',
    date: '2024-05-06',
    speaker: { name: 'Anna Berg' },
  });
  expect(draft.doubts).toEqual(['title', 'publisher']);
});

test('a hearing whose lines are paragraphs gets them apart; a text wrapped by hand is not cut at each line', async () => {
  const hearing =
    'HEARING OF THE HARBOUR COMMITTEE\nMS. HARROW: Who signed the paper that sold the northern pier to a company that nobody had heard of before that night?\nMR. EK: I did, and I would do it again if I were asked to, for there was no other offer on the table.\nMS. HARROW: Thank you.';
  expect(paragraphs(await readDraft(offer('hearing.txt', hearing)))).toHaveLength(4);
  const wrapped =
    'The bank is committed to full employment in the port and\nwill go on lending to those who build there, whatever the\nprice of steel may be.\nEmployment rose in March, and in April it rose once more,\nas it does in every spring.';
  expect(paragraphs(await readDraft(offer('wrapped.txt', wrapped)))).toHaveLength(2);
});

const latin = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
// "Мы не повысим налог" in windows-1251.
const WINDOWS_1251 = Buffer.from([
  0xcc, 0xfb, 0x20, 0xed, 0xe5, 0x20, 0xef, 0xee, 0xe2, 0xfb, 0xf1, 0xe8, 0xec, 0x20, 0xed, 0xe0, 0xeb, 0xee, 0xe3,
]);

test.each([
  ['UTF-8', Buffer.from('Wir erhöhen nicht'), 'Wir erhöhen nicht'],
  ['UTF-8 with its mark', Buffer.from('\ufeffWir erhöhen nicht'), 'Wir erhöhen nicht'],
  ['UTF-16', utf16('Wir erhöhen nicht'), 'Wir erhöhen nicht'],
  ['windows-1251', WINDOWS_1251, 'Мы не повысим налог'],
  ['windows-1252', latin('Wir erh\xf6hen die Geb\xfchr \x93nicht\x94'), 'Wir erhöhen die Gebühr “nicht”'],
])('text in %s is read', async (_name, bytes, text) => {
  expect((await readDraft(offer('a.txt', bytes))).text).toBe(text);
});

test.each([
  ['en', 'SUNDBY, 6 May 2024 (Harbour News) – The pier is open and the ferries sail again.', '2024-05-06'],
  ['en, month first', 'May 6, 2024', '2024-05-06'],
  ['ru', 'Сундбю, 6 мая 2024 г.', '2024-05-06'],
  ['uk', '6 травня 2024 року', '2024-05-06'],
  ['be', '6 мая 2024 года', '2024-05-06'],
  ['de', 'Sundby, 6. Mai 2024', '2024-05-06'],
  ['fr', 'Sundby, le 1er mai 2024', '2024-05-01'],
  ['es', 'Sundby, 6 de mayo de 2024', '2024-05-06'],
  ['pl', 'Sundby, 6 maja 2024 r.', '2024-05-06'],
  ['zh', '2024年5月6日', '2024-05-06'],
  ['figures', '06.05.2024', '2024-05-06'],
])('the day is found in a date line: %s', async (_language, line, date) => {
  const draft = await readDraft(
    offer('a.txt', `The pier is open\n\n${line}\n\nOn 3 April 2019 nobody would have thought so.`),
  );
  expect(draft.header.date).toBe(date);
});

test('what a person says goes before what the text tells, and is not in doubt', async () => {
  const draft = await readDraft(offer('a.txt', 'The pier is open\n\nIt is open since Monday.'), {
    date: '2024-05-06',
    publisher: 'Harbour Office',
  });
  expect(draft.header).toMatchObject({ title: 'The pier is open', date: '2024-05-06', publisher: 'Harbour Office' });
  expect(draft.doubts).toEqual(['speaker']);
});

test.each([
  ['an empty file', 'a.txt', '', 'it is empty'],
  ['a file above 10 MB', 'a.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'it is larger than 10 MB'],
  ['blank lines', 'a.txt', '\n \n', 'there is no text in it'],
  [
    'bytes that are no text',
    'a.txt',
    Buffer.from([1, 2, 3, 0, 255]),
    'this is no text: it holds bytes that no text has',
  ],
  [
    'a page made by its scripts',
    'a.html',
    '<html><body><div id="app"></div><script>go()</script></body></html>',
    'the page holds no text that can be read without its scripts',
  ],
  [
    'a page made to stop its reader',
    'a.html',
    `<html><body>${'<div>'.repeat(100_000)}The pier is open.`,
    'the page is nested too deeply to be read',
  ],
  [
    'a scan',
    'a.pdf',
    pdfOf([[[72, 810, 9, '1']], [[72, 810, 9, '2']]]),
    'the PDF holds no text: it is a scan, a picture of the pages',
  ],
  [
    'a locked PDF',
    'a.pdf',
    pdfOf([[[72, 100, 11, 'The pier is open.']]], { isLocked: true }),
    'the PDF is locked with a password',
  ],
  ['half a PDF', 'a.pdf', '%PDF-1.7\n1 0 obj', 'the PDF is damaged'],
  [
    'half a Word document',
    'a.docx',
    docxOf([['', 'The pier is open.']]).subarray(0, 400),
    'the Word document is damaged',
  ],
  ['a Word document without words', 'a.docx', docxOf([['', ' ']]), 'the Word document holds no text'],
  [
    'a picture',
    'a.png',
    Buffer.from([0x89, 0x50, 0x4e, 0x47]),
    '.png is no kind of file that can be added; expected .md, .txt, .html, .pdf or .docx',
  ],
  ['an old Office file', 'a.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'an old Office file; save it as .docx first'],
])('%s is refused with one line', async (_kind, name, content, line) => {
  await expect(readDraft(offer(name, content))).rejects.toThrow(line);
});
