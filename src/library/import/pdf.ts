// A PDF as text. It keeps where pieces of lines stand and nothing of sentences, so lines, columns and paragraphs are found again by
// their places: columns.ts orders the lines of a page, this file takes off what repeats on every page and joins the rest.

import { getDocumentProxy, getMeta } from 'unpdf';
import { type Line, linesInOrder, type Piece } from './columns.ts';
import { dayOf } from './dates.ts';
import type { ReadText } from './draft.ts';
import { joinLines } from './lines.ts';
import { Refused } from './refused.ts';

const MAX_PAGES = 2_000;
// Below so many letters a page there is nothing but a stamp or a page number on a picture of the text.
const MIN_LETTERS_PER_PAGE = 10;

type Page = { readonly lines: readonly Line[]; readonly height: number };

/** @throws Refused for an encrypted, broken or scanned document. */
export async function readPdf(bytes: Uint8Array): Promise<ReadText> {
  let document: Awaited<ReturnType<typeof getDocumentProxy>>;
  try {
    // A copy: the reader takes the buffer away from who owns it. Warnings about odd fonts are nobody's business here.
    document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  } catch (cause) {
    const isLocked = (cause as Error).name === 'PasswordException';
    throw new Refused(isLocked ? 'the PDF is locked with a password' : 'the PDF is damaged', { cause });
  }
  try {
    if (document.numPages > MAX_PAGES) throw new Refused(`the PDF has more than ${MAX_PAGES} pages`);
    const pages: Page[] = [];
    for (let number = 1; number <= document.numPages; number++)
      pages.push(await readPage(await document.getPage(number)));
    const words = pages.flatMap(({ lines }) => lines.map(({ text }) => text)).join(' ');
    if ((words.match(/\p{L}/gu) ?? []).length < MIN_LETTERS_PER_PAGE * pages.length)
      throw new Refused('the PDF holds no text: it is a scan, a picture of the pages');
    const { info } = await getMeta(document).catch(() => ({ info: {} }));
    const language = (info as Record<string, unknown>).Language;
    const running = runningLines(pages);
    const body = pages.map(({ lines }) => lines.filter((line) => !running.has(line)));
    const edge = [...running].map(({ text }) => text);
    const title = largestLine(body[0]!);
    return {
      text: joinLines(body),
      hints: {
        title,
        date: edge.map(dayOf).find(Boolean) ?? null,
        publisher: letterhead(edge, body[0]!),
        language: typeof language === 'string' && language !== '' ? language : null,
      },
    };
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw new Refused('the PDF is damaged', { cause });
  } finally {
    await document.loadingTask.destroy();
  }
}

type PdfPage = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

async function readPage(page: PdfPage): Promise<Page> {
  const { items } = await page.getTextContent();
  const [, bottom = 0, , top = 0] = page.view;
  const pieces: Piece[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [a = 1, b = 0, , , x = 0, y = 0] = item.transform as number[];
    // Written along the margin: a stamp or an archive's number, no part of the text.
    if (Math.abs(b) > Math.abs(a)) continue;
    const size = item.height || Math.hypot(a, b);
    pieces.push({ text: item.str, order: pieces.length, x, y: top - y, width: item.width, size, font: item.fontName });
  }
  page.cleanup();
  return { lines: linesInOrder(pieces), height: top - bottom };
}

const MARGIN = 0.14;
const PAGE_NUMBER =
  /^(?:[-–—|\s]*(?:page|seite|página|strona|стр(?:аница)?\.?|старонка|сторінка|第|p\.|s\.)?\s*\d{1,4}\s*(?:页|頁)?(?:\s*(?:of|von|de|sur|z|из|з|\/|共)\s*\d{1,4}\s*(?:页|頁)?)?[-–—|\s]*|[ivxl]{1,6})$/iu;

/** Running heads and feet, and page numbers: lines at the edge of a page that say the same on another, figures aside. */
function runningLines(pages: readonly Page[]): ReadonlySet<Line> {
  const edges = pages.map(({ lines, height }) => {
    const byPlace = [...lines].sort((one, other) => one.y - other.y);
    return byPlace.filter(
      ({ y }, at) => (at < 3 && y < height * MARGIN) || (at >= byPlace.length - 3 && y > height * (1 - MARGIN)),
    );
  });
  const keyOf = ({ text, size, y }: Line) =>
    `${text.replace(/\d+/g, '#').toLowerCase()} ${Math.round(size)} ${Math.round(y / 5)}`;
  const seen = new Map<string, number>();
  for (const lines of edges) for (const key of new Set(lines.map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  const opening = new Set([largestLine(pages[0]!.lines), ...pages[0]!.lines.slice(0, 3).map(({ text }) => text)]);
  const running = new Set<Line>();
  edges.forEach((lines, page) => {
    for (const line of lines) {
      const isAgain = (seen.get(keyOf(line)) ?? 0) > 1;
      // The head of later pages often repeats the title of the first.
      const repeatsFirst = page > 0 && line.y < pages[page]!.height * MARGIN && opening.has(line.text);
      if (isAgain || repeatsFirst || PAGE_NUMBER.test(line.text)) running.add(line);
    }
  });
  return running;
}

/** Who puts a document out often stands at the head of its pages, beside the page's number and a date. */
function letterhead(running: readonly string[], first: readonly Line[]): string | null {
  const head = first
    .slice(0, 6)
    .map(({ text }) => text)
    .join(' ')
    .toLowerCase();
  const names = running.map((line) => line.split(/\s*(?:[|•·–—]|\s-\s|\d)\s*/)[0]!.trim());
  return (
    names.find(
      (name) =>
        /^(?!page$|seite$).{3,60}$/iu.test(name) && !PAGE_NUMBER.test(name) && !head.includes(name.toLowerCase()),
    ) ?? null
  );
}

/** The title of a document is what is printed largest on its first page; null where all is of one size. */
function largestLine(lines: readonly Line[]): string | null {
  const sizes = lines.map(({ size }) => size).sort((one, other) => one - other);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const largest = sizes.at(-1) ?? 0;
  if (largest < usual * 1.15) return null;
  const first = lines.findIndex(({ size }) => size > largest * 0.95);
  const title: string[] = [];
  for (let at = first; at < lines.length && lines[at]!.size > largest * 0.95; at++) title.push(lines[at]!.text);
  const words = title.join(' ').replace(/\s+/g, ' ').trim();
  return words.length <= 300 && /\p{L}/u.test(words) ? words : null;
}
