// Buttons that outlive restarts and versions.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askPress,
  cardId,
  DRAFT_ACTS,
  type Press,
  pressData,
  readPress,
  SETTING_NAMES,
} from '../../src/telegram/buttons.ts';

const PRESSES: readonly Press[] = [
  { kind: 'topic', index: 5, statement: '1dc847' },
  { kind: 'example', index: 2, statement: '1dc847' },
  { kind: 'thumb', sign: '+', promptVersion: 'a1b2c3d4e5f6', statement: '1dc847' },
  { kind: 'thumb', sign: '-', promptVersion: 'none', statement: null },
  { kind: 'quotes', page: 12, statement: '1dc847' },
  { kind: 'paragraph', number: 24, statement: '1dc847' },
  { kind: 'language', language: 'uk' },
  { kind: 'ask', question: 'what: did he say?', statement: '1dc847' },
  { kind: 'ask', question: 'why?', statement: null },
  { kind: 'card', id: cardId('x'), statement: '1dc847' },
  { kind: 'use', statement: '1dc847' },
  { kind: 'use', statement: null },
  { kind: 'statements', page: 3 },
  ...SETTING_NAMES.map((name): Press => ({ kind: 'setting', name })),
  ...DRAFT_ACTS.map((act): Press => ({ kind: 'draft', act, id: '1dc847ea3933' })),
];

test.each(PRESSES)('a button of kind $kind is read as it was made, in at most 64 bytes', (press) => {
  expect(readPress(pressData(press))).toEqual(press);
  expect(Buffer.byteLength(pressData(press))).toBeLessThanOrEqual(64);
});

test.each([
  ['f:5:1dc847ea', { kind: 'topic', index: 5, statement: '1dc847ea' }],
  ['e:2', { kind: 'example', index: 2, statement: null }],
  ['t:+:a1b2c3d4e5f6', { kind: 'thumb', sign: '+', promptVersion: 'a1b2c3d4e5f6', statement: null }],
  ['q:1', { kind: 'quotes', page: 1, statement: null }],
  ['p:24', { kind: 'paragraph', number: 24, statement: null }],
  ['l:be', { kind: 'language', language: 'be' }],
  ['a:what: did he say?', { kind: 'ask', question: 'what: did he say?', statement: null }],
  ['c:abc-_9', { kind: 'card', id: 'abc-_9', statement: null }],
])('a button of the first edition still means what it meant: %s', (data, press) => {
  expect(readPress(data)).toEqual(press);
});

test('a button of another version, or made up, means nothing', () => {
  for (const data of [
    '',
    ':',
    'x:1',
    'f',
    'f:x:y',
    'q:-1',
    'q:1e9',
    'p:99999',
    'l:xx',
    'e:',
    's:x',
    'd:save',
    'u:zz',
  ]) {
    expect(readPress(data)).toBeNull();
  }
});

test('the "Ask" button holds its question where that fits, and names a card where it does not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }), (question) => {
      const press = askPress(question, '1dc847');
      expect(Buffer.byteLength(pressData(press))).toBeLessThanOrEqual(64);
      expect(readPress(pressData(press))).toEqual(press);
      expect(press.kind === 'ask' ? press.question : press.kind === 'card' && press.id).toBe(
        press.kind === 'ask' ? question : cardId(question),
      );
    }),
  );
});
