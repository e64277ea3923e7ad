// Takes out of a text what would lay out the message or page it is shown in.

/** One line without control and direction characters: nothing in a statement or a question may lay out what it is shown in. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}
