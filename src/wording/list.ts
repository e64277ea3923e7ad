// Words put into a line: as many as can be read at a glance.

const MAX_LISTED = 6;

/** “one”, “two”. `open` and `close` are a language's marks. */
export function inMarks(words: readonly string[], open = '“', close = '”', separator = ', '): string {
  return listed(
    words.map((word) => `${open}${word}${close}`),
    separator,
  );
}

export function listed(words: readonly string[], separator = ', '): string {
  return words.slice(0, MAX_LISTED).join(separator) + (words.length > MAX_LISTED ? '…' : '');
}
