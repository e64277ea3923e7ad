// Plain text and Markdown as they are, with blank lines put between paragraphs where the text has none.

import { readFrontMatter } from '../../statement/front-matter.ts';
import type { DraftHeader, ReadText } from './draft.ts';
import { decodeText } from './encoding.ts';
import { Refused } from './refused.ts';

/** @throws Refused for bytes that are no text, for a text without words and for a front matter that cannot be read. */
export function readPlain(
  bytes: Uint8Array,
  fileName: string | null,
): ReadText & { readonly fields: Partial<DraftHeader> } {
  const source = decodeText(bytes);
  if (!/\p{L}/u.test(source)) throw new Refused('there is no text in it');
  if (!source.startsWith('---\n')) return { text: paragraphsOf(source), hints: {}, fields: {} };
  try {
    const { fields, text } = readFrontMatter(fileName ?? 'text', Buffer.from(source));
    // What the file leaves out is told by the text.
    const given = Object.fromEntries(Object.entries(fields).filter(([name, value]) => name !== 'id' && value !== null));
    return { text, hints: {}, fields: given };
  } catch (cause) {
    throw new Refused((cause as Error).message, { cause });
  }
}

/** A text to the letter where blank lines part its paragraphs; else each line that ends a paragraph gets a blank line after it. */
export function paragraphsOf(source: string): string {
  const text = source
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const lines = text.split('\n');
  if (text.includes('\n\n') || lines.length < 3) return text;
  const lengths = lines.map((line) => line.length).sort((one, other) => one - other);
  const usual = lengths[Math.floor(lengths.length * 0.8)]!;
  // Wrapped by hand or by a mail program: most lines are of one length, and a shorter one ends a paragraph.
  const isWrapped = usual <= 100 && lines.filter(({ length }) => length > usual * 0.8).length > lines.length / 2;
  if (!isWrapped) return lines.join('\n\n');
  return lines.map((line, at) => (line.length < usual * 0.75 && at < lines.length - 1 ? `${line}\n` : line)).join('\n');
}
