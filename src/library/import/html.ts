// A web page as text: the article without the menus around it, and what the page's head says about it.

import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { dayOf } from './dates.ts';
import type { ReadText } from './draft.ts';
import { decodeText } from './encoding.ts';
import { Refused } from './refused.ts';

// What a page wraps around its text, whatever the page is made with.
const AROUND =
  'script:not([type="application/ld+json"]),style,noscript,template,svg,iframe,form,button,input,select,nav,aside,footer,dialog,menu,[hidden],[aria-hidden="true"],[role="dialog"],[role="navigation"],[role="banner"],[role="contentinfo"],[role="search"],[role="complementary"],[role="alertdialog"]';
const AROUND_NAME =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscri(?:be|ption)|share|sharing|social|related|recommend(?:ed|ations)?|breadcrumbs?|sidebar|menu|navbar|nav|toolbar|pagination|skip-?link|see-?also|read-?more|more-?news|banner|advert(?:isement)?|comments|tags|metadata|meta|byline|posted-on)(?:$|[\s_-])/i;

// The project is compiled without a browser's types; of the DOM this is what is used here.
type Node = { readonly nodeType: number; readonly textContent: string | null };
type Element = Node & {
  readonly tagName: string;
  readonly id: string;
  readonly parentElement: Element | null;
  readonly children: Iterable<Element>;
  readonly childNodes: Iterable<Node>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  remove(): void;
};
type Document = Element & { readonly body: Element; readonly documentElement: Element | null };

const parse = (html: string) => parseHTML(html).document as Document;

/** @throws Refused where the page holds no text. */
export function readHtml(bytes: Uint8Array, contentType: string, url: string | null): ReadText {
  const source = decodeText(bytes, charsetOf(bytes, contentType));
  if (isNested(source)) throw tooDeep();
  const document = parse(/<html[\s>]/i.test(source) ? source : `<html><body>${source}</body></html>`);
  if (isDeep(document)) throw tooDeep();
  const headline = lineOf(document.querySelector('article h1, main h1, h1'));
  const head = headOf(document);
  removeAround(document);
  const whole = document.querySelector('article') ?? document.querySelector('main, [role="main"]') ?? document.body;
  const plain = paragraphsIn(whole);
  // Readability reads og: and article: fields, Dublin Core and JSON-LD as well.
  const article = new Readability(document as never, { charThreshold: 140 }).parse();
  const chosen = article?.content ? paragraphsIn(parse(`<html><body>${article.content}</body></html>`).body) : [];
  // It may drop paragraphs of a short text that stands in an element made for it.
  const isMarked = whole !== document.body && sizeOf(plain) < 2 * sizeOf(chosen) + 400;
  const paragraphs = isMarked || chosen.length === 0 ? plain : chosen;
  const named = article?.title?.trim() || head.title;
  const title = headline !== '' && (named === '' || isPartOf(headline, named)) ? headline : named || null;
  const text = paragraphs.filter((paragraph, at) => at > 2 || paragraph !== title).join('\n\n');
  if (!/\p{L}/u.test(text)) throw new Refused('the page holds no text that can be read without its scripts');
  const author = article?.byline && !/^https?:/.test(article.byline) ? article.byline : null;
  const date = [article?.publishedTime, ...head.dates].map((one) => one && dayOf(one)).find(Boolean) ?? null;
  const publisher = article?.siteName || head.publisher;
  return {
    text,
    hints: { title, date, publisher, author, language: head.language, source: url ?? head.source },
  };
}

// Pages are a few dozen deep. What reads them takes the depth's square or worse, and a page may be made to stop the bot.
const MAX_DEPTH = 250;
const MAX_NESTED = 2_000;

const tooDeep = () => new Refused('the page is nested too deeply to be read');

/** Whether so much is open at once that even parsing takes long; what people forget to close is counted too. */
function isNested(source: string): boolean {
  let open = 0;
  for (const [, close] of source.matchAll(
    /<(\/?)(?:[abius]|article|blockquote|div|em|font|section|span|strong|table|[ou]l)\b/gi,
  )) {
    open = Math.max(0, open + (close ? -1 : 1));
    if (open > MAX_NESTED) return true;
  }
  return false;
}

function isDeep(document: Document): boolean {
  let level: readonly Element[] = [document.body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((element) => [...element.children]);
  }
  return false;
}

/** The text of HTML that is nothing but an article, as a converter writes it. */
export function textOfHtml(html: string): string {
  return paragraphsIn(parse(`<html><body>${html}</body></html>`).body).join('\n\n');
}

function removeAround(document: Document): void {
  for (const element of [...document.querySelectorAll(AROUND)]) element.remove();
  const most = lineOf(document.body).length / 2;
  // A page that calls its whole body "has-sidebar" or "social" has a body all the same.
  const isText = (element: Element) =>
    /^(?:html|body|article|main)$/i.test(element.tagName) ||
    element.querySelector('article, main, h1') !== null ||
    lineOf(element).length > most;
  for (const element of [...document.querySelectorAll('[class],[id]')]) {
    const isAround = AROUND_NAME.test(`${element.getAttribute('class') ?? ''} ${element.id}`);
    if (isAround && !isText(element)) element.remove();
  }
}

function sizeOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}

const BLOCK =
  /^(?:address|article|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|header|hgroup|hr|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)$/i;

/** The blocks of an element's text, in order; a table's row is one, its cells parted by a bar. */
function paragraphsIn(root: Element): string[] {
  const found: string[] = [];
  let line = '';
  const end = (): void => {
    const parts = line.split(/\n[ \t]*(?:\n[ \t]*)+/).map((part) =>
      part
        .replace(/[^\S\n]+/gu, ' ')
        .replace(/ *\n */g, '\n')
        .trim(),
    );
    found.push(...parts.filter((part) => part !== ''));
    line = '';
  };
  const visit = (node: Node): void => {
    if (node.nodeType === 3) line += (node.textContent ?? '').replace(/\s+/gu, ' ');
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const tag = element.tagName.toLowerCase();
    if (tag === 'script') return;
    if (tag === 'br') line += '\n';
    const isBlock = BLOCK.test(tag);
    if (isBlock) end();
    if (tag === 'li') line = itemNumber(element);
    if (tag === 'tr')
      line = [...element.children]
        .map(lineOf)
        .filter((cell) => cell !== '')
        .join(' | ');
    else for (const child of element.childNodes) visit(child);
    if (isBlock) end();
  };
  visit(root);
  end();
  return found;
}

/** The number an ordered list shows before an item; nothing for bullets. */
function itemNumber(item: Element): string {
  const list = item.parentElement;
  if (list?.tagName.toLowerCase() !== 'ol') return '';
  const items = [...list.children].filter((child) => child.tagName.toLowerCase() === 'li');
  return `${Number(list.getAttribute('start') ?? 1) + items.indexOf(item)}. `;
}

function lineOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/gu, ' ').trim();
}

function isPartOf(part: string, whole: string): boolean {
  const [one, other] = [part, whole].map((words) =>
    words
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .toLowerCase()
      .trim(),
  );
  return other!.includes(one!) || one!.includes(other!);
}

/** What the page's head says where Readability does not look. */
function headOf(document: Document) {
  const attribute = (selector: string, name: string) =>
    document.querySelector(selector)?.getAttribute(name)?.trim() || null;
  const meta = (...names: string[]) =>
    names.map((name) => attribute(`meta[name="${name}" i],meta[itemprop="${name}" i]`, 'content')).find(Boolean) ??
    null;
  const date = meta(
    'dcterms.issued',
    'dc.date.issued',
    'dcterms.created',
    'dcterms.date',
    'dc.date',
    'date',
    'pubdate',
    'datePublished',
  );
  const source = attribute('link[rel="canonical"]', 'href') ?? attribute('meta[property="og:url"]', 'content');
  // Data that Readability takes for broken still says this much.
  const data = [...document.querySelectorAll('script[type="application/ld+json"]')]
    .map(({ textContent }) => textContent)
    .join('\n');
  const said = (pattern: RegExp) => pattern.exec(data)?.[1] ?? null;
  return {
    title: lineOf(document.querySelector('title')),
    dates: [
      said(/"datePublished"\s*:\s*"([^"]+)"/),
      date,
      attribute('time[datetime]', 'datetime'),
      lineOf(document.querySelector('time')),
    ],
    publisher:
      said(/"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"\\]+)"/) ??
      meta('dc.publisher', 'dcterms.publisher', 'publisher', 'application-name'),
    language:
      document.documentElement?.getAttribute('lang')?.trim() ||
      attribute('meta[property="og:locale"]', 'content')?.replace('_', '-') ||
      null,
    source: source && /^https?:$/.test(URL.parse(source)?.protocol ?? '') ? source : null,
  };
}

function charsetOf(bytes: Uint8Array, contentType: string): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  return (/charset=["']?([\w-]+)/i.exec(contentType) ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head))?.[1] ?? null;
}
