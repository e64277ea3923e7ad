import { expect, test } from 'vitest';
import { words } from '../../src/text/words.ts';

test('words keep their inner apostrophes and hyphens and know where they stand', () => {
  const text = "It's a multi-vector policy, 3.5 times.";
  expect(words(text).map((word) => word.text)).toEqual(["It's", 'a', 'multi-vector', 'policy', '3.5', 'times']);
  for (const word of words(text)) expect(text.slice(word.start, word.end)).toBe(word.text);
});
