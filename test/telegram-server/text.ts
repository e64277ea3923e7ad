// Text as Telegram treats it: cleaning, entities given and checked, entities that Telegram finds by itself.

import type { MessageEntity } from '@grammyjs/types';
import { badRequest } from './refusal.ts';

/** A message's text as it is stored. Offsets are UTF-16 units. */
export type FormattedText = {
  readonly text: string;
  /** What the sender asked for, then what Telegram added, in the order of the text. */
  readonly entities: readonly MessageEntity[];
  readonly givenEntities: readonly MessageEntity[];
  /** Mentions, commands, tags, links, addresses and numbers that Telegram found by itself. */
  readonly autoEntities: readonly MessageEntity[];
  /** Things that Telegram accepts and then drops, in words. */
  readonly warnings: readonly string[];
};

/** The longest text of a message, in UTF-16 units after entities are parsed. */
export const MAX_TEXT = 4096;
// Telegram keeps the first hundred entities of a message and silently drops the rest.
const MAX_ENTITIES = 100;

export type Markup = { readonly parse_mode?: string; readonly entities?: readonly MessageEntity[] };

/** Reads text with `parse_mode` or `entities` as Telegram does. Throws a Refusal; emptiness and length are the caller's. */
export function formatText(source: string, markup: Markup): FormattedText {
  if (markup.parse_mode && markup.entities) throw badRequest('parse_mode and entities exclude each other');
  const parsed = markup.parse_mode
    ? parse(source, markup.parse_mode)
    : { text: source, entities: markup.entities ?? [] };
  checkEntities(parsed.text, parsed.entities);
  const cleaned = clean(parsed.text, parsed.entities);
  const given = cleaned.entities.slice(0, MAX_ENTITIES);
  const warnings =
    given.length < cleaned.entities.length
      ? [`${cleaned.entities.length - given.length} entities past the first ${MAX_ENTITIES} were dropped`]
      : [];
  const autoEntities = findAutoEntities(cleaned.text, given);
  const entities = autoEntities.length === 0 ? given : [...given, ...autoEntities].sort(byPlace);
  return { text: cleaned.text, entities, givenEntities: given, autoEntities, warnings };
}

function byPlace(left: MessageEntity, right: MessageEntity): number {
  return left.offset - right.offset || right.length - left.length;
}

const FORMATTING = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler']);
const QUOTES = new Set(['blockquote', 'expandable_blockquote']);
const CODE = new Set(['code', 'pre']);

/**
 * Throws a Refusal for entities outside the text, inside a character, or nested as Telegram doesn't allow.
 * Telegram splits entities that overlap in part and drops some that may not nest; here both are refused.
 */
function checkEntities(text: string, entities: readonly MessageEntity[]): void {
  for (const { type, offset, length, ...rest } of entities) {
    if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
    if (length <= 0) throw badRequest(`receive an entity with incorrect length ${length}`);
    const end = offset + length;
    const where = `entity beginning at UTF-16 offset ${offset}`;
    if (end > text.length) throw badRequest(`${where} ends after the end of the text at UTF-16 offset ${text.length}`);
    if (insideCharacter(text, offset)) throw badRequest(`${where} begins in a middle of a UTF-16 symbol`);
    if (insideCharacter(text, end)) throw badRequest(`${where} ends in a middle of a UTF-16 symbol`);
    if (type === 'text_link') checkUrl((rest as { url: string }).url, 'text_link URL');
  }
  const open: MessageEntity[] = [];
  for (const entity of [...entities].sort(byPlace)) {
    while (open.length > 0 && endOf(open.at(-1)!) <= entity.offset) open.pop();
    for (const outer of open) checkNesting(outer, entity);
    open.push(entity);
  }
}

function endOf(entity: MessageEntity): number {
  return entity.offset + entity.length;
}

function insideCharacter(text: string, offset: number): boolean {
  return offset > 0 && /^[\udc00-\udfff]/.test(text[offset] ?? '') && /[\ud800-\udbff]/.test(text[offset - 1]!);
}

function checkNesting(outer: MessageEntity, inner: MessageEntity): void {
  const place = (entity: MessageEntity) => `${entity.type} at ${entity.offset}–${endOf(entity)}`;
  const pair = `${place(outer)} and ${place(inner)}`;
  if (endOf(inner) > endOf(outer)) throw badRequest(`entities overlap in part: ${pair}`);
  if (QUOTES.has(outer.type) && QUOTES.has(inner.type)) throw badRequest(`block quotations can't be nested: ${pair}`);
  if (QUOTES.has(outer.type)) return;
  const same = outer.offset === inner.offset && outer.length === inner.length;
  if (QUOTES.has(inner.type) && same) return;
  if (CODE.has(outer.type) || CODE.has(inner.type)) throw badRequest(`code can't share its place: ${pair}`);
  if (FORMATTING.has(outer.type) || FORMATTING.has(inner.type)) return;
  throw badRequest(`entities can't contain each other: ${pair}`);
}

/** Throws a Refusal unless `url` is one that Telegram opens: http, https, tg or ton, with a host that has a point. */
export function checkUrl(url: string, what: string): void {
  const refuse = (why: string) => badRequest(`${what} '${url}' is invalid: ${why}`);
  if (url === '') throw refuse('URL must be non-empty');
  if (/\s/.test(url)) throw refuse('Wrong HTTP URL');
  if (/^(tg|ton|tonsite):/i.test(url)) return;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:\/\//i.test(url) && !/^[^/]+\.[^/:]+:\d+/.test(url)) {
    throw refuse('Unsupported URL protocol');
  }
  const full = /^https?:\/\//i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(full)) throw refuse('Wrong HTTP URL');
  const { hostname } = new URL(full);
  if (!hostname.includes('.') && !hostname.startsWith('[')) throw refuse('Wrong HTTP URL');
}

// What Telegram drops: carriage returns, line separators and marks that turn the direction of text.
const DROPPED = /[\r\u2028-\u202e]/;
const CONTROL = /[\0-\x09\x0b-\x1f]/;

/** Drops characters Telegram drops, makes control characters blanks, trims; entities move and shrink with the text. */
function clean(text: string, entities: readonly MessageEntity[]): { text: string; entities: MessageEntity[] } {
  if (!DROPPED.test(text) && !CONTROL.test(text) && !/^[ \n]|\s$/.test(text)) return { text, entities: [...entities] };
  const offsets: number[] = [];
  let kept = '';
  for (let at = 0; at < text.length; at++) {
    offsets.push(kept.length);
    const unit = text[at]!;
    if (!DROPPED.test(unit)) kept += CONTROL.test(unit) ? ' ' : unit;
  }
  offsets.push(kept.length);
  const lead = /^[ \n]*/.exec(kept)![0].length;
  const trimmed = kept.slice(lead).trimEnd();
  const moved = entities.flatMap((entity) => {
    const start = Math.min(Math.max(0, offsets[entity.offset]! - lead), trimmed.length);
    const end = Math.min(Math.max(0, offsets[endOf(entity)]! - lead), trimmed.length);
    return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
  });
  return { text: trimmed, entities: moved };
}

/** Whether anything in `text` shows; Telegram takes a text of joiners and blanks only for an empty one. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);
}

// Two-letter domains by country, then the common others. Telegram's own list has all of them; tests need the likely ones.
const COUNTRY_DOMAINS =
  'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw';
const OTHER_DOMAINS =
  'com org net edu gov mil int info biz name pro mobi tel travel jobs aero coop museum asia cat xxx arpa app dev page web site online store shop blog news media press live life world today tech cloud digital email link click xyz top club vip wiki art design studio agency company group team work works zone space fun games team chat bot science academy education school university bank finance money law legal health care city country london paris berlin moscow tokyo global international foundation network systems software solutions services support center one ink tube video photo photos pictures audio music film show radio guru expert report reviews social community ong ngo onion ton рф бел укр қаз 中国 中國 公司 网络 онлайн сайт москва дети орг ком';
const DOMAINS = new Set(`${COUNTRY_DOMAINS} ${OTHER_DOMAINS}`.split(' '));

// A letter, digit or mark that makes what stands beside it part of a word; U+200C joins, U+2060 does not.
const WORD = '[\\p{L}\\p{N}\\p{M}_\\u200c]';
const COMMAND = new RegExp(`(?<!${WORD}|[/<>])/([a-zA-Z0-9_]{1,64})(?:@[a-zA-Z0-9_]{3,32})?(?!${WORD}|[/<>])`, 'gu');
const MENTION = new RegExp(`(?<!${WORD}|[@/])@([a-zA-Z0-9_]{3,32})(?![a-zA-Z0-9_]|\\p{L})`, 'gu');
const HASHTAG = new RegExp(`(?<!${WORD})#(${WORD}{1,256})(?!${WORD}*#)(?:@[a-zA-Z0-9_]{3,32})?`, 'gu');
const CASHTAG = new RegExp(`(?<!${WORD}|\\$)\\$(1INCH|[A-Z]{1,8})(?![$]|${WORD})`, 'gu');
const EMAIL = /(?<![\w.+-])[a-zA-Z0-9_.+-]{1,64}@(?:[\p{L}\p{N}-]+\.)+([\p{L}\p{N}-]+)(?![\p{L}\p{N}@])/gu;
// Hosts as Telegram reads them: general punctuation (U+2000–U+206F but for joiners and dashes) ends one.
const HOST_PART =
  '[a-zA-Z0-9_~\\u00a1-\\u00aa\\u00ac-\\u00ba\\u00bc-\\u1fff\\u200c\\u200d\\u2070-\\ud7ff\\uf900-\\uffef-]';
const LINK = new RegExp(
  `(?<![\\p{L}\\p{N}_@.-])(?:(https?|ftp|tg|ton|tonsite)://)?(\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.[\\p{L}\\p{N}])|(?:${HOST_PART}{1,63}\\.)+(${HOST_PART}{2,63}))(?::\\d{1,5})?(?![@\\p{L}\\p{N}])((?:[/?#][^\\s\\u2000-\\u200b\\u200e-\\u200f\\u2016-\\u206f«»<>"]*)?)`,
  'giu',
);
const TG_LINK = /(?<![\p{L}\p{N}_])(?:tg|ton):\/\/[^\s<>"«»]+/giu;
const PHONE = /(?<![\p{L}\p{N}_+])\+\d(?:[ ()-]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu;
// Anything that could start one of the above; most sentences hold none.
const WORTH_A_LOOK = /[/@#$+]|\.[^\s\p{P}]/u;

/**
 * Mentions, commands, tags, links, addresses and telephone numbers that Telegram makes clickable by itself, in the order
 * of the text. None begins, ends or lies in given code, links, mentions of people or custom emoji.
 */
export function findAutoEntities(text: string, given: readonly MessageEntity[]): MessageEntity[] {
  if (!WORTH_A_LOOK.test(text)) return [];
  const taken = given
    .filter((entity) => /^(code|pre|text_link|text_mention|custom_emoji)$/.test(entity.type))
    .map((entity) => ({ offset: entity.offset, length: entity.length }));
  const found: MessageEntity[] = [];
  const take = (type: 'url' | 'email' | 'mention' | 'bot_command' | 'hashtag' | 'cashtag' | 'phone_number') => {
    return (offset: number, length: number) => {
      if (taken.some((other) => offset < other.offset + other.length && other.offset < offset + length)) return;
      taken.push({ offset, length });
      found.push({ type, offset, length });
    };
  };
  const matches = (
    pattern: RegExp,
    keep: ReturnType<typeof take>,
    accept: (match: RegExpExecArray) => number | false,
  ) => {
    for (const match of text.matchAll(pattern)) {
      const length = accept(match);
      if (length) keep(match.index, length);
    }
  };
  matches(TG_LINK, take('url'), (match) => withoutTail(match[0]).length);
  matches(EMAIL, take('email'), (match) => isDomain(match[1]!) && match[0].length);
  matches(LINK, take('url'), (match) => {
    const isAddress = /^[\d.]+$/.test(match[2]!);
    const parts = match[2]!.split('.');
    // "1.50" and "10.2.25" are numbers.
    if (isAddress && (parts.length !== 4 || parts.some((part) => Number(part) > 255))) return false;
    if (!isAddress && !match[1] && !isDomain(match[3]!)) return false;
    return withoutTail(match[0]).length;
  });
  matches(
    MENTION,
    take('mention'),
    (match) => (match[1]!.length >= 4 || SHORT_NAMES.has(match[1]!)) && match[0].length,
  );
  matches(COMMAND, take('bot_command'), (match) => match[0].length);
  matches(HASHTAG, take('hashtag'), (match) => /[^\p{N}_]/u.test(match[1]!) && match[0].length);
  matches(CASHTAG, take('cashtag'), (match) => match[0].length);
  matches(PHONE, take('phone_number'), (match) => match[0].length);
  return found.sort(byPlace);
}

// Inline bots of Telegram's own, the only names shorter than four characters that it links.
const SHORT_NAMES = new Set(['gif', 'vid', 'pic']);

// "ends.In Minsk" is two sentences, "BY" and "by" are both a domain: a capital first letter alone is no link.
function isDomain(label: string): boolean {
  const lower = label.toLowerCase();
  if (label !== lower && label.slice(1) === lower.slice(1)) return false;
  return DOMAINS.has(lower) || lower.startsWith('xn--');
}

function withoutTail(url: string): string {
  let end = url.length;
  while (end > 0 && /[.,:;!?'"”’…)\]]/.test(url[end - 1]!)) {
    // A closing bracket stays when the link opens it.
    if (url[end - 1] === ')' && url.slice(0, end).split('(').length >= url.slice(0, end).split(')').length) break;
    end--;
  }
  return url.slice(0, end);
}

const HTML_ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** HTML as the Bot API takes it. Markdown is not read here: the bots under test send entities. */
function parse(source: string, mode: string): { text: string; entities: MessageEntity[] } {
  if (mode.toLowerCase() !== 'html') throw badRequest(`can't parse entities: this server reads HTML, not ${mode}`);
  let text = '';
  const entities: MessageEntity[] = [];
  const open: { tag: string; offset: number; attributes: string }[] = [];
  for (const [token, closing, name, attributes, character] of source.matchAll(
    /<(\/?)([a-zA-Z][a-zA-Z\d-]*)([^>]*)>|&(#x?[\da-fA-F]+|\w+);|[^<&]+|[<&]/g,
  )) {
    if (token === '<') throw badRequest("can't parse entities: Unexpected end of tag or a bare <");
    if (character !== undefined) {
      const code = /^#x/.test(character) ? Number.parseInt(character.slice(2), 16) : Number(character.slice(1));
      text += character.startsWith('#') ? String.fromCodePoint(code) : (HTML_ENTITIES[character] ?? token);
    } else if (name === undefined) text += token;
    else if (closing) {
      const start = open.pop();
      if (start?.tag !== name.toLowerCase()) {
        throw badRequest(
          `can't parse entities: Unmatched end tag, expected "</${start?.tag ?? ''}>", found "${token}"`,
        );
      }
      const entity = htmlEntity(start.tag, start.attributes, start.offset, text.length - start.offset);
      if (entity.length > 0) entities.push(entity);
    } else open.push({ tag: name.toLowerCase(), offset: text.length, attributes: attributes ?? '' });
  }
  if (open.length > 0)
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${open[0]!.tag}"`);
  return { text, entities };
}

const HTML_TAGS: Record<string, 'bold' | 'italic' | 'underline' | 'strikethrough' | 'spoiler' | 'code' | 'pre'> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
  pre: 'pre',
};

function htmlEntity(tag: string, attributes: string, offset: number, length: number): MessageEntity {
  if (tag === 'a') {
    const url = /href="([^"]*)"/.exec(attributes)?.[1] ?? '';
    return { type: 'text_link', offset, length, url: url.replaceAll('&amp;', '&') };
  }
  if (tag === 'blockquote') {
    return { type: /\bexpandable\b/.test(attributes) ? 'expandable_blockquote' : 'blockquote', offset, length };
  }
  const type = HTML_TAGS[tag];
  if (!type) throw badRequest(`can't parse entities: Unsupported start tag "${tag}"`);
  return { type, offset, length };
}
