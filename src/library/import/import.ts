// From bytes to a draft: what kind of file it is, told by its first bytes rather than by its name, and its reader.
// Readers of page, PDF and Word are loaded when the first such file comes: together they weigh more than the bot.

import { anyLanguageOf } from '../../language/language-of.ts';
import type { Doubt, Draft, DraftHeader, ReadText } from './draft.ts';
import { MAX_BYTES } from './fetch.ts';
import { guessHeader } from './header.ts';
import { Refused } from './refused.ts';

/** Something that may hold a statement. */
export type Offered = {
  readonly bytes: Uint8Array;
  /** What the file is called, with its ending; null for a paste. */
  readonly fileName: string | null;
  /** The Content-Type that came with it, '' for none. */
  readonly contentType?: string;
  /** Where it was fetched from. */
  readonly url?: string | null;
};

/** Endings of the files that can be added. */
export const ENDINGS: readonly string[] = ['.md', '.txt', '.html', '.htm', '.pdf', '.docx'];

/** @throws Refused with one line that says why nothing can be made of it. */
export async function readDraft(offered: Offered, given: Partial<DraftHeader> = {}): Promise<Draft> {
  if (offered.bytes.length === 0) throw new Refused('it is empty');
  if (offered.bytes.length > MAX_BYTES) throw new Refused(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
  const read = await readBytes(offered).catch((cause: unknown) => {
    // Whatever a broken file does to a library that reads it, it is no fault of ours to end for.
    throw cause instanceof Refused ? cause : new Refused('it cannot be read', { cause });
  });
  const fields = { ...read.fields, ...given };
  const guess = guessHeader(read.text, read.hints, offered.fileName);
  // Many a page in Polish says that it is in English.
  const language = fields.language ?? anyLanguageOf(read.text) ?? read.hints.language ?? null;
  const header: DraftHeader = {
    title: fields.title ?? guess.title,
    date: fields.date ?? guess.date,
    publisher: fields.publisher ?? guess.publisher,
    carriedBy: fields.carriedBy ?? null,
    source: fields.source ?? offered.url ?? guess.source,
    language: language ?? 'en',
    form: fields.form ?? null,
    speaker: fields.speaker ?? (guess.speaker && { ...guess.speaker, pronoun: 'they' }),
  };
  const doubts: Doubt[] = [...guess.doubts, ...(language === null ? (['language'] as const) : [])];
  const isNamed = offered.fileName !== null && Object.keys(read.fields).length > 0;
  return {
    id: isNamed ? offered.fileName!.replace(/\.[^.]+$/, '') : null,
    header,
    text: read.text,
    doubts: doubts.filter((doubt) => fields[doubt] === undefined),
  };
}

type Read = ReadText & { readonly fields: Partial<DraftHeader> };

async function readBytes({ bytes, fileName, contentType = '', url = null }: Offered): Promise<Read> {
  const ending = /\.[a-z0-9]+$/i.exec(fileName ?? '')?.[0].toLowerCase() ?? '';
  const kind = kindOf(bytes, ending, contentType);
  if (kind === 'pdf') return { ...(await (await import('./pdf.ts')).readPdf(bytes)), fields: {} };
  if (kind === 'docx') return { ...(await (await import('./docx.ts')).readDocx(bytes)), fields: {} };
  if (kind === 'html') return { ...(await import('./html.ts')).readHtml(bytes, contentType, url), fields: {} };
  return (await import('./plain.ts')).readPlain(bytes, fileName);
}

function kindOf(bytes: Uint8Array, ending: string, contentType: string): 'pdf' | 'docx' | 'html' | 'plain' {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('PK')) {
    if (ending === '.docx' || Buffer.from(bytes).includes('word/document.xml')) return 'docx';
    throw unknown(ending);
  }
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    throw new Refused(
      ending === '.docx' ? 'the Word document is locked with a password' : 'an old Office file; save it as .docx first',
    );
  }
  if (ending === '.pdf' || /^application\/pdf/i.test(contentType)) throw new Refused('the PDF is damaged');
  if (ending === '.docx') throw new Refused('the Word document is damaged');
  if (ending === '.md' || ending === '.txt') return 'plain';
  const isPage =
    /^\ufeff?(?:ï»¿)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)/i.test(head);
  if (isPage || ending.startsWith('.htm') || /^(?:text\/html|application\/xhtml)/i.test(contentType)) return 'html';
  if ((ending === '' && contentType === '') || /^text\/(?:plain|markdown)/i.test(contentType)) return 'plain';
  throw unknown(ending === '' ? contentType : ending);
}

function unknown(kind: string): Refused {
  return new Refused(
    `${kind || 'this'} is no kind of file that can be added; expected .md, .txt, .html, .pdf or .docx`,
  );
}
