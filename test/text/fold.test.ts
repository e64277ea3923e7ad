import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/text/fold.ts';

test('folding makes typography plain', () => {
  expect(fold('“It’s”\u00a0— «ALL»…').text).toBe('"it\'s" - "all"...');
  expect(fold('zero\u200bwidth\u00adsoft\u202e').text).toBe('zerowidthsoft');
  expect(fold('a \n\t b').text).toBe('a b');
});

test('a folded offset leads back to the character it came from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
      const folded = fold(source);
      let before = 0;
      for (let at = 0; at < folded.text.length; at++) {
        const from = folded.sourceAt(at);
        expect(from).toBeGreaterThanOrEqual(before);
        expect(from).toBeLessThan(source.length);
        before = from;
      }
      expect(folded.sourceAt(folded.text.length)).toBe(source.length);
    }),
  );
});
