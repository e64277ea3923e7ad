// "Did he say that?": what the check calls verbatim was said, and what was said is called so.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allegedIn, asksWhetherSaid, checkQuote } from '../../src/check/check.ts';
import { parseStatement } from '../../src/statement/load.ts';
import { fold } from '../../src/text/fold.ts';
import { readCheckCases, scoreChecks, statement, statementOf } from '../eval/checks.ts';

const cases = readCheckCases();
const own = statement.spans
  .filter((span) => span.kind === 'direct')
  .map(({ start, end }) => statement.text.slice(start, end));
const sentences = own.flatMap((span) => span.slice(1, -1).split(/(?<=[.?])\s+/u));

test('alleged quotations of every verdict are judged as by hand, none called verbatim by mistake', () => {
  const score = scoreChecks(cases);
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(score.falseVerbatim, score.mistakes.join('\n')).toBe(0);
  expect(score.right / score.cases, score.mistakes.join('\n')).toBeGreaterThanOrEqual(0.97);
});

const wordAt = fc.tuple(fc.constantFrom(...sentences), fc.nat());
const otherWord = fc.constantFrom(
  'not',
  'never',
  'China',
  'Ukraine',
  '5',
  '50%',
  '$5',
  'they',
  'was',
  'a',
  'Russians',
  'policies',
  'Belаrus',
);

/** Letters, figures and the signs beside them: what makes two texts the same words. */
function bare(text: string): string {
  return (fold(text).text.match(/[\p{L}\p{N}$%]+/gu) ?? []).join(' ');
}

function isSaid(text: string): boolean {
  return own.some((span) => ` ${bare(span)} `.includes(` ${bare(text)} `));
}

test('a quotation with any one word replaced, dropped or put in is never verbatim', () => {
  fc.assert(
    fc.property(wordAt, otherWord, fc.constantFrom('replace', 'drop', 'insert'), ([sentence, at], word, how) => {
      const parts = sentence.split(' ');
      const place = at % parts.length;
      if (how === 'replace') parts.splice(place, 1, word);
      else if (how === 'drop') parts.splice(place, 1);
      else parts.splice(place, 0, word);
      const altered = parts.join(' ');
      if (!isSaid(altered)) expect(checkQuote(altered, statement).kind).not.toBe('verbatim');
    }),
    { numRuns: 3000 },
  );
});

test('words of two sentences put together are never verbatim', () => {
  const part = fc.tuple(fc.constantFrom(...sentences), fc.nat(), fc.nat());
  fc.assert(
    fc.property(part, part, ([one, cut], [other, , skip]) => {
      const head = one.split(' ').slice(0, 1 + (cut % 12));
      const words = other.split(' ');
      const joined = [...head, ...words.slice(skip % words.length)].join(' ');
      if (!isSaid(joined)) expect(checkQuote(joined, statement).kind).not.toBe('verbatim');
    }),
    { numRuns: 3000 },
  );
});

test('a whole sentence stays verbatim however it is typeset', () => {
  const typeset: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => `“${text}”`,
    (text) => `"${text}..."`,
    (text) => text.replaceAll(',', ''),
    (text) => text.replaceAll("'", '’').replaceAll('‘', "'"),
    (text) => text.replaceAll('-', '–'),
    (text) => text.replaceAll(' ', ' \n '),
    (text) => text.replaceAll(' ', '\u00a0'),
    (text) => text.replace(/[.?]$/u, ''),
  ];
  for (const sentence of sentences) {
    for (const change of typeset)
      expect(checkQuote(change(sentence), statement), change(sentence)).toMatchObject({ kind: 'verbatim' });
  }
});

test('every verdict but absent shows words that stand in the statement', () => {
  for (const one of cases) {
    const check = checkQuote(one.alleged, statementOf(one));
    if (check.kind !== 'absent') expect(check.quotes.length, one.alleged).toBeGreaterThan(0);
    for (const { start, end, text } of check.quotes) expect(statementOf(one).text.slice(start, end)).toBe(text);
  }
});

test('a dropped word is shown as missing and a swapped one as added', () => {
  expect(checkQuote('we have turned our backs on Russia', statement)).toMatchObject({
    kind: 'altered',
    differences: [
      { kind: 'same', text: 'we have' },
      { kind: 'missing', text: 'never' },
      { kind: 'same', text: 'turned our backs on Russia' },
    ],
  });
  expect(checkQuote('Once again, we have never turned our backs on China', statement)).toMatchObject({
    kind: 'altered',
    differences: [
      { kind: 'same', text: 'Once again we have never turned our backs on' },
      { kind: 'added', text: 'China' },
    ],
  });
});

test('a clipped quotation says what was cut', () => {
  const check = checkQuote(
    'If they see our multi-vector policy as, I quote, Belarus turning away from Russia',
    statement,
  );
  expect(check.kind).toBe('clipped');
  const cut = check.kind === 'clipped' ? check.cut : [];
  expect(cut.map(({ start, end }) => statement.text.slice(start, end))).toEqual(['then they are wrong']);
});

test('words he quotes are others’ words, also when he is said to have claimed them', () => {
  for (const alleged of ['Belarus turning away from Russia', 'Belarus is turning away from Russia']) {
    expect(checkQuote(alleged, statement)).toMatchObject({ kind: 'others', whose: 'quoted' });
  }
});

test.each(['Беларусь отворачивается от России', 'Belarus despises Russia'])(
  'a sentence that shares nothing but names is nothing like what was said: %s',
  (alleged) => {
    expect(checkQuote(alleged, statement).kind).toBe('absent');
  },
);

const twoSpeakers = parseStatement(
  'council.md',
  Buffer.from(`---
title: Council meets
date: 2024-03-05
publisher: Gazette
source: https://gazette.example/council
language: en
speaker:
  name: Ana Ortiz
  names: [the mayor]
---
Council meets

5 March 2024

“We will spend $5 million on the bridge, and taxes won't rise by 3.5%, and our people will be safe,” Mayor Ana Ortiz said.

“The bridge is a waste of money,” said Paul Finch, a councilman.

“We have 300 beds. Can we say that it is enough? If the snow stays, we will need more,” the mayor added.
`),
);

test.each([
  ['We will spend $5 million on the bridge', 'verbatim'],
  ['We will spend 5 million on the bridge', 'altered'],
  ['We will spend $50 million on the bridge', 'altered'],
  ["taxes won't rise by 35%", 'altered'],
  ["taxes won't rise by 3.5", 'altered'],
  ['rise by 3.5%', 'clipped'],
  ['our people will be safe', 'verbatim'],
  ['it is enough', 'clipped'],
  ['we will need more', 'clipped'],
  ['We have 300 beds', 'verbatim'],
  ['We have 400 beds', 'altered'],
  ['The bridge is a waste of money', 'others'],
])('%s is %s', (alleged, kind) => {
  expect(checkQuote(alleged, twoSpeakers).kind).toBe(kind);
});

test('the words of another speaker are shown under his name', () => {
  const check = checkQuote('The bridge is a waste of money', twoSpeakers);
  expect(check).toMatchObject({ kind: 'others', whose: 'other', quotes: [{ speaker: 'Paul Finch' }] });
});

test('any text is judged without throwing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (alleged) => {
      expect(checkQuote(alleged, statement).kind).toBeTypeOf('string');
      expect(allegedIn(alleged)).toBeTypeOf('string');
    }),
  );
});

test('a text far longer than the statement is judged', () => {
  expect(checkQuote('we have never turned our backs on Russia '.repeat(20_000), statement).kind).not.toBe('verbatim');
  expect(checkQuote(`${own[1]!.slice(1, -1)} `, statement).kind).toBe('verbatim');
});

test.each([
  ['Did he say “we have never turned our backs on Russia”?', 'we have never turned our backs on Russia'],
  ['he said: "It is an axiom"', 'It is an axiom'],
  ['Lukashenko said that a friend in need is a friend indeed', 'a friend in need is a friend indeed'],
  ['Did he really say that Russia is our closest ally?', 'Russia is our closest ally'],
  ['did the president say we are wrong', 'we are wrong'],
  ['he said a friend in need is a friend indeed', 'a friend in need is a friend indeed'],
  ['Он сказал: «Мы никогда не поворачивались спиной к России»?', 'Мы никогда не поворачивались спиной к России'],
  ['Правда ли, что он сказал, что Беларусь отворачивается от России?', 'Беларусь отворачивается от России'],
  ['Ці праўда, што ён сказаў, што мы ў цэнтры Еўропы?', 'мы ў цэнтры Еўропы'],
  ['他说过“我们从未背弃俄罗斯”吗？', '我们从未背弃俄罗斯'],
  ['他说过我们从未背弃俄罗斯吗？', '我们从未背弃俄罗斯'],
  ['"If they see it as ‘turning away’, they are wrong," he said.', 'If they see it as ‘turning away’, they are wrong,'],
  ['We need to provide political support', 'We need to provide political support'],
  ['"we have never', 'we have never'],
  ["It's an axiom. Any state pursues such a policy", "It's an axiom. Any state pursues such a policy"],
])('the alleged quotation in %s', (message, alleged) => {
  expect(allegedIn(message)).toBe(alleged);
});

test.each([
  'Did he say that?',
  'did he really say this',
  'Did Lukashenko say that?',
  'did she actually say so?',
  'has he said that?',
  'Did the president really say that?',
  'is this true?',
  'Is this real?',
  'is that a real quote?',
  'really?',
  'fake?',
  'true or false?',
  'Did he ever say that??',
  'so did he say it?',
  'check this',
  'is it true',
  'did Putin say this?',
  'was this said?',
  'Он это сказал?',
  'Он правда так сказал?',
  'Он действительно это говорил?',
  'Лукашенко так сказал?',
  'Правда?',
  'это правда?',
  'Это он сказал?',
  'он такое говорил?',
  'Правда ли это?',
  'Фейк?',
  'проверь',
  'так и сказал?',
  'Он такое сказал?',
  'Ён гэта сказаў?',
  'Ён сапраўды так сказаў?',
  'Лукашэнка такое казаў?',
  'гэта праўда?',
  'Ці праўда гэта?',
  'праўда?',
  'Гэта ён сказаў?',
  '他说过这话吗？',
  '他真的这么说吗？',
  '他这么说过吗',
  '这是真的吗？',
  '真的吗',
  '他说了这句话吗？',
  '卢卡申科说过这话吗？',
  '是真的吗？',
  '他真的说过吗？',
])('%s asks whether it was said', (text) => {
  expect(asksWhetherSaid(text)).toBe(true);
});

test.each([
  'what did he say about Russia?',
  'did he say that Russia is an ally?',
  'Did he say anything about China?',
  'why did he say that?',
  'hello',
  '',
  'that is true of Belarus',
  'Что он сказал о Китае?',
  'Он сказал, что Россия союзник?',
  'правда о Беларуси',
  'Што ён сказаў пра Расію?',
  '他说了什么？',
  '他为什么这么说？',
  'who said that?',
])('%s asks something else', (text) => {
  expect(asksWhetherSaid(text)).toBe(false);
});
