// Bytes as text: UTF-8, UTF-16 by its mark, and the two one-byte code pages that old documents are still written in.

import { Refused } from './refused.ts';

/**
 * `charset` is what the container says, null where it says nothing. Line ends become \n, a byte-order mark goes.
 * @throws Refused for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array, charset: string | null = null): string {
  const text = decode(bytes, charset)
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n');
  if (/[\0-\x08\x0e-\x1a]/.test(text)) throw new Refused('this is no text: it holds bytes that no text has');
  return text;
}

function decode(bytes: Uint8Array, charset: string | null): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Named by the container, or told by its letters below.
  }
  if (charset !== null && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      // A name that nobody knows.
    }
  }
  return new TextDecoder(isCyrillic(bytes) ? 'windows-1251' : 'windows-1252').decode(bytes);
}

/** In windows-1251 Russian is mostly bytes from 0xC0, several in a row; in windows-1252 such letters stand alone among ASCII. */
function isCyrillic(bytes: Uint8Array): boolean {
  let high = 0;
  let inRow = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0xa8) continue;
    high++;
    if (at > 0 && bytes[at - 1]! >= 0xa8) inRow++;
  }
  return inRow > high / 2;
}
