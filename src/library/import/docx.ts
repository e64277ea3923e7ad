// A Word document as text: its headings, paragraphs, lists and tables; page heads, pictures and comments stay behind.

import mammoth from 'mammoth';
import type { ReadText } from './draft.ts';
import { textOfHtml } from './html.ts';
import { Refused } from './refused.ts';

const MAX_UNPACKED = 100 * 1024 * 1024;

/** @throws Refused for a damaged document and for one without text. */
export async function readDocx(bytes: Uint8Array): Promise<ReadText> {
  if (unpackedSize(bytes) > MAX_UNPACKED) throw new Refused('the Word document unpacks to more than 100 MB');
  let html: string;
  try {
    const styleMap = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Subtitle'] => p:fresh"];
    const options = { styleMap, convertImage: mammoth.images.imgElement(async () => ({ src: '' })) };
    ({ value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, options));
  } catch (cause) {
    throw new Refused('the Word document is damaged', { cause });
  }
  // A note's mark in the text and the arrow back from it are links of the layout.
  const text = textOfHtml(
    html.replace(/<sup><a [^>]*>\[\d+\]<\/a><\/sup>/g, '').replace(/ ?<a href="#(?:foot|end)note-ref[^>]*>↑<\/a>/g, ''),
  );
  if (!/\p{L}/u.test(text)) throw new Refused('the Word document holds no text');
  const title = /<h1(?: class="title")?>(.*?)<\/h1>/s.exec(html)?.[1];
  return { text, hints: { title: title === undefined ? null : textOfHtml(title).replace(/\s+/g, ' ') || null } };
}

/** What the entries of a zip say they unpack to, in bytes. */
function unpackedSize(bytes: Uint8Array): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size = 0;
  const entry = Buffer.from('PK\x01\x02', 'latin1');
  for (let at = view.indexOf(entry); at >= 0 && at + 46 <= view.length; at = view.indexOf(entry, at + 46))
    size += view.readUInt32LE(at + 24);
  return size;
}
