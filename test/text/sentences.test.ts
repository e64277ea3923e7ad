import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentences } from '../../src/text/sentences.ts';

const split = (text: string) => sentences(text).map(({ start, end }) => text.slice(start, end));

test('a terminator inside quotation marks ends a sentence, and the mark stays with it', () => {
  expect(split('He won. "Good." We saw it.')).toEqual(['He won.', '"Good."', 'We saw it.']);
  expect(split('"What have we done wrong? If they see it so, they are wrong,” he said.')).toEqual([
    '"What have we done wrong?',
    'If they see it so, they are wrong,” he said.',
  ]);
});

test('an attribution behind a question mark belongs to the question', () => {
  expect(split('“Is it over?” the mayor asked. “No!” Ann Lee said. Fine.')).toEqual([
    '“Is it over?” the mayor asked.',
    '“No!” Ann Lee said.',
    'Fine.',
  ]);
});

test('initials, abbreviations, datelines and decimals end no sentence', () => {
  expect(
    split('MINSK - A. G. Lukashenko met Dr. Smith at 5 p.m. on Jan. 3 in St. Petersburg. It cost 3.5 million.'),
  ).toEqual(['MINSK - A. G. Lukashenko met Dr. Smith at 5 p.m. on Jan. 3 in St. Petersburg.', 'It cost 3.5 million.']);
  expect(split('See No. 5. We met at 5 p.m. The room was full. He left the U.S. President Doe stayed.')).toEqual([
    'See No. 5.',
    'We met at 5 p.m.',
    'The room was full.',
    'He left the U.S. President Doe stayed.',
  ]);
});

test('Russian and Chinese sentences are told apart', () => {
  expect(split('Мы за мир. «Так и будет!» Он ушёл.')).toEqual(['Мы за мир.', '«Так и будет!»', 'Он ушёл.']);
  expect(split('我们支持和平。他说：“好。”')).toEqual(['我们支持和平。', '他说：“好。”']);
});

test('every visible character stands in exactly one sentence', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'B', '. ', '."', '?', '”', ' ', '\n', '\u00a0', '5', '…', '。', "'")),
      (pieces) => {
        const text = pieces.join('');
        const covered = new Array<number>(text.length).fill(0);
        for (const { start, end } of sentences(text)) for (let at = start; at < end; at++) covered[at]!++;
        for (let at = 0; at < text.length; at++) {
          if (/\S/.test(text[at]!)) expect(covered[at]).toBe(1);
          else expect(covered[at]).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test.each([
  [
    'German ordinals and amounts',
    'In jener Nacht vom 13. auf den 14. Juli kam es. Am 3. Mai waren es 9,8 Mio. Euro. Er ist 13. Sie kam.',
    4,
  ],
  ['Polish titles, and years that end a sentence', 'Inż. Zbigniew Kos mówi o 2027 r. Potem milczy, np. w domu.', 2],
  ['Russian years and towns', 'Это было в 2019 г. Мы жили в г. Минске и на ул. Ленина.', 2],
  ['a title in capitals', 'MS. HARROW: Good afternoon. I have two items.', 2],
  ['an opening question mark', 'Vino. ¿Quién es? ¡Ella! Nadie.', 4],
  ['who says it behind closing marks', '“文物保护第一，工期第二。”赵文博说。他走了。“好！”她答道。', 3],
  ['closing marks before a new sentence', '“我们支持。”“好。”他走了。', 3],
])('%s', (_, text, count) => {
  expect(split(text)).toHaveLength(count);
});
