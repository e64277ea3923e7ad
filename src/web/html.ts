// Markup that is escaped by construction: text gets into it only through the `html` template.

import { html } from 'hono/html';

export { html };

export type Html = ReturnType<typeof html>;

/** The markup as a string. Promises are not used in templates here. */
export function render(markup: Html): string {
  if (markup instanceof Promise) throw new TypeError('a promise in a template; expected markup that is ready');
  return markup.toString();
}

const NOT_SHOWN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text without characters that a reader cannot see but a browser would obey: controls and changes of direction. */
export function visible(text: string): string {
  return text.toWellFormed().replace(NOT_SHOWN, (character) => (/\s/u.test(character) ? character : ''));
}
