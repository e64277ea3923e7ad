// A quotation in plain text with its reference, for somebody to copy.

import { quoteAddress } from '../statement/address.ts';
import type { Quote } from '../statement/quotation.ts';
import { originOf, placeOf, shownText, whoseWords } from '../wording/attribution.ts';
import type { Language } from '../wording/language.ts';
import type { Wording } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import { type Html, html, visible } from './html.ts';

/** The words, whose they are, from what, when, by whom and where to see them: one quotation after the other. */
export function referenceText(
  quotes: readonly Quote[],
  { publicUrl, language }: { readonly publicUrl: string | null; readonly language: Language },
): string {
  const wording = WORDING[language];
  const texts = quotes.map((quote) => {
    const { title, source } = quote.header;
    const origin = originOf(quote.header, language);
    const from = [title, origin].filter((part) => part !== '').join('. ');
    const where = quoteAddress(publicUrl, quote);
    return [
      shownText(quote),
      `— ${whoseWords(quote, wording)}`,
      `${from}, ${placeOf(quote, wording)}`,
      where,
      publicUrl === null ? null : source,
    ]
      .filter((line) => line !== null)
      .join('\n');
  });
  return texts.join('\n\n');
}

/** Without a script, a text to unfold and select; the script copies it as it is unfolded. */
export function viewCopy(text: string, wording: Wording['web']): Html {
  const lines = text.split('\n').map(visible);
  const rows = Math.min(12, lines.length + 2);
  // A textarea drops a line break right after its tag, so that a text that begins with one would lose it.
  return html`<details class="copy"><summary data-done="${wording.copied}">${wording.copy}</summary><textarea readonly rows="${rows}" aria-label="${wording.quotation}">
${lines.join('\n')}</textarea></details>`;
}
