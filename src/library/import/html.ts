// A web page as text: the article without the menus around it, and what the page's head says about it.

import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { dayOf } from './dates.ts';
import { type Hints, NO_HINTS, type ReadText } from './draft.ts';
import { decodeText } from './encoding.ts';
import { Refused } from './refused.ts';

// What a page wraps around its text, whatever the page is made with.
const AROUND =
  'script,style,noscript,template,svg,iframe,form,button,input,select,nav,aside,footer,dialog,menu,[hidden],[aria-hidden="true"],[role="dialog"],[role="navigation"],[role="banner"],[role="contentinfo"],[role="search"],[role="complementary"],[role="alertdialog"]';
const AROUND_NAME =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscri(?:be|ption)|share|sharing|social|related|recommend(?:ed|ations)?|breadcrumbs?|sidebar|menu|navbar|nav|toolbar|pagination|skip-?link|see-?also|read-?more|more-?news|banner|advert(?:isement)?|comments|tags)(?:$|[\s_-])/i;

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
  const document = parse(/<html[\s>]/i.test(source) ? source : `<html><body>${source}</body></html>`);
  const hints = hintsOf(document, url);
  const headline = lineOf(document.querySelector('article h1, main h1, h1'));
  const title =
    headline && (hints.title === null || isPartOf(headline, hints.title)) ? headline : (hints.title ?? headline);
  for (const element of [...document.querySelectorAll(AROUND)]) element.remove();
  for (const element of [...document.querySelectorAll('[class],[id]')]) {
    const isAround = AROUND_NAME.test(`${element.getAttribute('class') ?? ''} ${element.id}`);
    // A page that calls its whole body "has-sidebar" has a body all the same.
    if (
      isAround &&
      !element.querySelector('article, main, h1') &&
      !/^(?:html|body|article|main)$/i.test(element.tagName)
    )
      element.remove();
  }
  const text = articleText(document, title);
  if (!/\p{L}/u.test(text)) throw new Refused('the page holds no text that can be read without its scripts');
  return { text, hints: { ...hints, title: title || null } };
}

/** The text of HTML that is nothing but an article, as a converter writes it. */
export function textOfHtml(html: string): string {
  const document = parse(`<html><body>${html}</body></html>`);
  return paragraphsIn(document.body).join('\n\n');
}

function articleText(document: Document, title: string | null): string {
  const whole = document.querySelector('article') ?? document.querySelector('main, [role="main"]') ?? document.body;
  const plain = paragraphsIn(whole);
  const article = new Readability(document as never, { charThreshold: 140 }).parse();
  const chosen = article?.content ? paragraphsIn(parse(`<html><body>${article.content}</body></html>`).body) : [];
  // Readability may drop paragraphs of a short text that stands in an element made for it.
  const isMarked = whole !== document.body;
  const paragraphs = isMarked && sizeOf(plain) < 2 * sizeOf(chosen) + 400 ? plain : chosen.length > 0 ? chosen : plain;
  return paragraphs.filter((paragraph, at) => at > 2 || paragraph !== title).join('\n\n');
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
    for (const part of line.split(/\n[ \t]*(?:\n[ \t]*)+/)) {
      const words = part
        .split('\n')
        .map((one) => one.replace(/\s+/gu, ' ').trim())
        .filter((one) => one !== '')
        .join('\n');
      if (words !== '') found.push(words);
    }
    line = '';
  };
  const visit = (node: Node): void => {
    if (node.nodeType === 3) line += (node.textContent ?? '').replace(/\s+/gu, ' ');
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const tag = element.tagName.toLowerCase();
    if (tag === 'br') line += '\n';
    else if (tag === 'tr') {
      end();
      const cells = [...element.children].map((cell) => lineOf(cell)).filter((cell) => cell !== '');
      if (cells.length > 0) found.push(cells.join(' | '));
    } else if (BLOCK.test(tag)) {
      end();
      const number = tag === 'li' ? itemNumber(element) : null;
      if (number !== null) line = `${number}. `;
      for (const child of element.childNodes) visit(child);
      end();
    } else for (const child of element.childNodes) visit(child);
  };
  visit(root);
  end();
  return found;
}

/** The number an ordered list shows before an item; null for bullets. */
function itemNumber(item: Element): number | null {
  const list = item.parentElement;
  if (list?.tagName.toLowerCase() !== 'ol') return null;
  const items = [...list.children].filter((child) => child.tagName.toLowerCase() === 'li');
  return Number(list.getAttribute('start') ?? 1) + items.indexOf(item);
}

function lineOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/gu, ' ').trim();
}

function isPartOf(part: string, whole: string): boolean {
  const plain = (words: string) =>
    words
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .toLowerCase()
      .trim();
  return plain(whole).includes(plain(part)) || plain(part).includes(plain(whole));
}

/** What the head says: og: and article: fields, Dublin Core, JSON-LD, <time>, the canonical address. */
function hintsOf(document: Document, url: string | null): Hints {
  const metas = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = (
      meta.getAttribute('property') ??
      meta.getAttribute('name') ??
      meta.getAttribute('itemprop') ??
      ''
    ).toLowerCase();
    const content = meta.getAttribute('content')!.replace(/\s+/gu, ' ').trim();
    if (name !== '' && content !== '' && !metas.has(name)) metas.set(name, content);
  }
  const meta = (...names: string[]) =>
    names.map((name) => metas.get(name)).find((value) => value !== undefined) ?? null;
  const data = articleData(document);
  const time =
    document.querySelector('time[datetime]')?.getAttribute('datetime') ?? lineOf(document.querySelector('time'));
  const dates = [
    data.date,
    meta(
      'article:published_time',
      'og:published_time',
      'datepublished',
      'dc.date.issued',
      'dcterms.issued',
      'dcterms.created',
      'dcterms.date',
      'dc.date',
      'date',
      'pubdate',
      'publishdate',
    ),
    time,
  ];
  const site = meta(
    'og:site_name',
    'dc.publisher',
    'dcterms.publisher',
    'publisher',
    'application-name',
    'citation_publisher',
  );
  const author = meta('article:author', 'author', 'dc.creator', 'dcterms.creator', 'byl', 'parsely-author');
  return {
    ...NO_HINTS,
    title: withoutSite(
      data.title ??
        meta('og:title', 'dc.title', 'dcterms.title', 'twitter:title') ??
        lineOf(document.querySelector('title')),
      data.publisher ?? site,
    ),
    date: dates.map((date) => date && dayOf(date)).find(Boolean) ?? null,
    publisher: data.publisher ?? site,
    author: [data.author, author].find((name) => name && !/^https?:/.test(name)) ?? null,
    language:
      document.documentElement?.getAttribute('lang')?.trim() ||
      meta('og:locale', 'content-language', 'dc.language')?.replace('_', '-') ||
      null,
    source:
      url ??
      httpAddress(document.querySelector('link[rel="canonical"]')?.getAttribute('href')) ??
      httpAddress(meta('og:url')),
  };
}

function httpAddress(value: string | null | undefined): string | null {
  return value && /^https?:$/.test(URL.parse(value)?.protocol ?? '') ? value : null;
}

function withoutSite(title: string, site: string | null): string | null {
  if (site === null) return title || null;
  const parts = title.split(/\s+[|–—·:-]\s+/);
  const last = parts.at(-1)!;
  return (
    (parts.length > 1 && isPartOf(last, site)
      ? title.slice(0, title.lastIndexOf(last)).replace(/\s+[|–—·:-]\s+$/, '')
      : title) || null
  );
}

type ArticleData = { title: string | null; date: string | null; author: string | null; publisher: string | null };

/** The first article described in JSON-LD. */
function articleData(document: Document): ArticleData {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    let data: unknown;
    try {
      data = JSON.parse(script.textContent ?? '');
    } catch {
      continue;
    }
    const things = [data]
      .flat()
      .flatMap((thing) => [thing, ...[(thing as Record<string, unknown>)?.['@graph'] ?? []].flat()]);
    const article = things.find((thing) =>
      /Article|Posting|Report|Speech|PressRelease/.test(String((thing as Record<string, unknown>)?.['@type'])),
    );
    if (!article) continue;
    const { headline, name, datePublished, author, publisher } = article as Record<string, unknown>;
    return {
      title: nameOf(headline) ?? nameOf(name),
      date: nameOf(datePublished),
      author: nameOf(author),
      publisher: nameOf(publisher),
    };
  }
  return { title: null, date: null, author: null, publisher: null };
}

function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value.replace(/\s+/gu, ' ').trim() || null;
  if (Array.isArray(value)) return nameOf(value[0]);
  return value !== null && typeof value === 'object' ? nameOf((value as Record<string, unknown>).name) : null;
}

function charsetOf(bytes: Uint8Array, contentType: string): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  return (/charset=["']?([\w-]+)/i.exec(contentType) ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head))?.[1] ?? null;
}
