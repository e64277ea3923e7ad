import fc from 'fast-check';
import type { MessageEntity } from 'grammy/types';
import { describe, expect, test } from 'vitest';
import { withoutAutoLinks } from '../../../src/telegram/format/auto-links.ts';
import { findAutoEntities } from '../../telegram-server/server.ts';

const plain = (text: string) => withoutAutoLinks({ text, entities: [] }).text;
const linked = (text: string) =>
  findAutoEntities(text, []).map(({ offset, length }) => text.slice(offset, offset + length));

describe('words that Telegram would make clickable', () => {
  test.each([
    'https://evil.com/a?b=c#d',
    'http://evil.com',
    'evil.com',
    'EVIL.COM',
    'sub.evil.co.uk/path',
    'пример.рф',
    'xn--e1afmkfd.xn--p1ai',
    't.me/durov',
    'tg://resolve?domain=durov',
    'ton://transfer/abc',
    '192.168.0.1:8080',
    '@durov',
    'hello,@durov!',
    '/start',
    '(/start)',
    '/start@some_bot',
    '#tag',
    '#тэг',
    '#1st',
    '$USD',
    'a.b@evil.com',
    '+375 29 123 45 67',
    '+1 (555) 010-9999',
  ])('%s is left alone by it once it is kept from it, and reads the same', (text) => {
    expect(linked(text)).not.toEqual([]);
    expect(linked(plain(text))).toEqual([]);
    expect(linked(plain(`see ${text}, or ${text}.`))).toEqual([]);
    expect(plain(text).replaceAll('\u2060', '')).toBe(text);
  });

  test.each([
    'Belarus (and Russia) said: “never” — 3/4 and/or 1.5, e.g. Nov.17, 17.11.2020, 2020-11-17',
    'the U.S. and the U.K. at 10:30 a.m.',
    'ends.In Minsk',
    'He paid $5 for #1; 5 @ 3',
    'km/h, his/her, 9,349,645 people',
    'wait... what?!',
    'note:this and that://',
    'multi-vector 100% & more',
    'о т.д. и т.п.',
  ])('what it leaves alone anyway keeps every character: %s', (text) => {
    expect(linked(text)).toEqual([]);
    expect(plain(text)).toBe(text);
  });

  const scrap = fc.constantFrom(
    ...[
      '@durov',
      '/start',
      '#tag',
      '$USD',
      'evil.com',
      'https://',
      'tg://',
      '+375291234567',
      'a@b.co',
      '1.2.3.4',
      'рф',
    ],
    ...[' ', '.', '/', '@', '#', '$', '+', '-', '_', ':', '(', ')', ',', '\n', '\u200c', '\u2060', '😀', 'é', 'x', '7'],
  );
  const text = fc.oneof(
    fc.array(scrap, { maxLength: 25 }).map((scraps) => scraps.join('')),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );

  test('any text, however it is put together', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        expect(linked(plain(hostile))).toEqual([]);
        expect(plain(hostile).replaceAll('\u2060', '')).toBe(hostile.replaceAll('\u2060', ''));
        // Twice changes nothing that matters.
        expect(linked(plain(plain(hostile)))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('entities go on covering the words they covered', () => {
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(60), (hostile, from, size) => {
        const offset = Math.min(from, hostile.length);
        const length = Math.min(size, hostile.length - offset);
        const entity: MessageEntity = { type: 'bold', offset, length };
        const joined = withoutAutoLinks({ text: hostile, entities: [entity] });
        const moved = joined.entities[0] ?? { offset: 0, length: 0 };
        const covered = joined.text.slice(moved.offset, moved.offset + moved.length);
        expect(covered.replaceAll('\u2060', '')).toBe(hostile.slice(offset, offset + length).replaceAll('\u2060', ''));
      }),
    );
  });
});
