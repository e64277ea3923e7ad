import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askKeyboard, cardId, fitsButton, type Press, pressData, readPress } from '../../src/telegram/keyboards.ts';

const PRESSES: readonly Press[] = [
  { kind: 'topic', index: 5, statement: '1dc847ea' },
  { kind: 'example', index: 2 },
  { kind: 'thumb', up: true, promptVersion: 'a1b2c3d4e5f6' },
  { kind: 'thumb', up: false, promptVersion: 'none' },
  { kind: 'quotes', page: 12 },
  { kind: 'paragraph', number: 24 },
  { kind: 'language', language: 'be' },
  { kind: 'ask', question: 'what: did he say?' },
  { kind: 'card', id: cardId('x') },
];

test.each(PRESSES)('a button of kind $kind is read as it was made, in at most 64 bytes', (press) => {
  expect(readPress(pressData(press))).toEqual(press);
  expect(Buffer.byteLength(pressData(press))).toBeLessThanOrEqual(64);
});

test('a button of another version, or made up, means nothing', () => {
  for (const data of ['', ':', 'x:1', 'f', 'f:x:y', 'q:-1', 'q:1e9', 'p:99999', 'l:xx', 'e:']) {
    expect(readPress(data)).toBeNull();
  }
});

test('the "Ask" button holds its question where that fits, and names a card where it does not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }), (question) => {
      const [[button]] = askKeyboard(question, 'en').inline_keyboard as unknown as [[{ callback_data: string }]];
      expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
      expect(readPress(button.callback_data)).toEqual(
        fitsButton(question) ? { kind: 'ask', question } : { kind: 'card', id: cardId(question) },
      );
    }),
  );
});
