// Whatever a model writes: nothing stands in quotation marks in an Answer that does not stand in the statement, and nothing throws.

import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draft } from '../../src/answer/draft.ts';
import { groundDraft } from '../../src/answer/ground.ts';
import { loadStatement } from '../../src/speech/load.ts';
import { placesOf, quoteSentences } from '../../src/statement/quotation.ts';
import { fold } from '../../src/text/fold.ts';
import { WORDING } from '../../src/wording/wording.ts';

const release = await loadStatement(path.resolve('data/statements/2020-11-17-tangible-assistance.md'));
const keys = release.sentences.map((sentence) => sentence.key);
const shown = new Set(keys.filter((key) => key !== '4.13'));
const statementWords = asWords(release.text);
const about = { statement: release, places: placesOf(release) };
const real = quoteSentences(about, keys).map((quote) => quote.text);

const KINDS = [
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ['„', '“'],
  ["'", "'"],
  ['‘', '’'],
  ['「', '」'],
  ['”', '"'],
  ['<<', '>>'],
] as const;

const INVENTED = [
  'we will never forgive Russia',
  'I resign',
  'our closest ally is China',
  'we have always turned our backs on Russia',
  'Мы выходим из союза',
  '我们将永远支持你们',
  'half of our exports are sold in Russia',
  "we don't need Russia",
  'It’s a law',
];

/** A stretch of his words from any place to any place, so cut in the middle of sentences too. */
const realWords = fc
  .tuple(fc.constantFrom(...real), fc.nat(40), fc.integer({ min: 1, max: 30 }))
  .map(([text, from, length]) =>
    text
      .split(' ')
      .slice(from, from + length)
      .join(' '),
  );
const altered = fc
  .tuple(
    realWords,
    fc.constantFrom('Russia', 'never', 'half', 'closest', 'not', 'we'),
    fc.constantFrom('China', 'always', 'a third', '50%', '', 'Putin'),
  )
  .map(([words, from, to]) => words.replaceAll(from, to));
const said = fc.oneof(realWords, altered, fc.constantFrom(...INVENTED), fc.string({ unit: 'binary', maxLength: 12 }));
const quotation = fc
  .tuple(fc.constantFrom(...KINDS), said, said, fc.constantFrom(...KINDS), fc.nat(5))
  .map(([[open, close], words, inner, [innerOpen, innerClose], shape]) => {
    if (shape === 0) return `${open}${words} ${innerOpen}${inner}${innerClose}${close}`;
    if (shape === 1) return `${open}${words}`;
    if (shape === 2) return `${words}${close}`;
    if (shape === 3) return `${open}${words}${innerClose}`;
    return `${open}${words}${close}`;
  });
const decoration = fc.constantFrom(
  ...[
    '**',
    '__',
    '<b>',
    '</b>',
    '<script>',
    '[x](https://evil.example)',
    'https://evil.example',
    '@admin',
    '/start',
    '#tag',
  ],
  ...[
    '\u202e',
    '\u200b',
    '\u2066',
    '\u2069',
    '\u200d',
    '\ufeff',
    '\u00ad',
    '\u0000',
    '\u001b[31m',
    '\ud800',
    '\u2028',
    '\n',
  ],
  ...[
    '[4.4]',
    '4.4',
    '1999',
    'Putin',
    'Ukraine',
    'Путин',
    '乌克兰',
    '{{question}}',
    '"',
    "'",
    '’',
    '„',
    '»',
    '`',
    '🙂',
    'а\u0301',
  ],
);
const plain = fc.constantFrom(
  'He said',
  'that',
  'He called Russia',
  'the closest ally',
  'and',
  'Он сказал, что',
  '他说',
  ',',
  '.',
  ':',
  'Belarus',
  'never',
  'قال إن',
);
const text = fc
  .oneof(
    {
      weight: 20,
      arbitrary: fc.tuple(
        fc.array(fc.oneof(plain, quotation, decoration, said), { maxLength: 6 }),
        fc.constantFrom(' ', ''),
      ),
    },
    { weight: 1, arbitrary: fc.tuple(fc.array(quotation, { minLength: 200, maxLength: 200 }), fc.constant(' ')) },
  )
  .map(([pieces, glue]) => pieces.join(glue));
/** Our own lines, in the languages of the interface, as a model could write them over words of its own. */
const OURS = ['en', 'ru', 'uk', 'be', 'zh'].flatMap((language) => {
  const { attribution, place, withoutModel, nearest } = WORDING[language as keyof typeof WORDING];
  const whose = (['direct', 'reported', 'quoted'] as const).map((kind) =>
    attribution({ kind, speaker: 'Aleksandr Lukashenko', pronoun: 'he', publisher: 'BelTA' }),
  );
  return [
    ...whose.map((line) => `${line} · ${place('paragraph', 4)}`),
    ...whose,
    withoutModel['no-model'],
    `${nearest} Russia`,
    '✓ Verbatim, paragraph 4.',
    '▏1  Russia',
  ];
});

const key = fc.oneof(
  fc.constantFrom(...keys),
  fc.constantFrom('9.9', '4.99', '[4.4]', '', 'headline', '__proto__', '4.4, 4.5', '4.13'),
  fc.string({ maxLength: 6 }),
);
const draft: fc.Arbitrary<Draft> = fc.record({
  outcome: fc.constantFrom('answered' as const, 'answered' as const, 'answered' as const, 'not_in_statement' as const),
  claims: fc.array(fc.record({ text, sentences: fc.array(key, { maxLength: 4 }) }), { minLength: 1, maxLength: 4 }),
  premise: fc.option(text),
});

/**
 * What a reader takes for quoted: between any two double marks of whatever shape, one after the other, and between a single mark that
 * no letter precedes and the next one that no letter follows.
 */
function quotedIn(shownText: string): string[] {
  const double = Array.from(
    shownText.matchAll(/["“”„‟«»「」『』〝〞＂″]([^"“”„‟«»「」『』〝〞＂″]*)["“”„‟«»「」『』〝〞＂″]/gu),
  );
  const single = Array.from(
    shownText.matchAll(/(?<![\p{L}\p{N}\p{P}])['‘’‚‛‹›`´′](.+?)['‘’‚‛‹›`´′](?![\p{L}\p{N}])/gu),
  );
  const angled = Array.from(shownText.matchAll(/<<(.*?)>>/g));
  return [...double, ...single, ...angled].map((match) => match[1]!);
}

/** The words alone, each between blanks, so that half a word is none of the statement's. */
function asWords(written: string): string {
  const found = fold(written).text.match(/[\p{L}\p{N}\p{M}']+/gu) ?? [];
  return ` ${found
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '')
    .join(' ')} `;
}

test('a claim or a premise that imitates one of our lines is not shown', () => {
  for (const line of OURS) {
    for (const text of [
      line,
      `${line}: he called Russia the closest ally.`,
      `He called Russia the closest ally. ${line}`,
    ]) {
      const claims = [
        { text, sentences: ['4.4'] },
        { text: 'He called Russia the closest ally.', sentences: ['4.4'] },
      ];
      const grounded = groundDraft({ outcome: 'answered', claims, premise: text }, { about, shown, asked: '' });
      expect([text, grounded.claims[0]?.text, grounded.premise]).toEqual([text, '', null]);
    }
  }
});

test('the reader of this test sees quotations', () => {
  for (const [open, close] of KINDS) expect(quotedIn(`He said ${open}I resign${close}.`)).toEqual(['I resign']);
  expect(quotedIn('Russia’s ally isn’t the Russians’ enemy')).toEqual([]);
});

test('of 3,000 hostile drafts nothing comes through in quotation marks that is not in the statement', () => {
  const seen = { claims: 0, withheld: 0, quotations: 0, premises: 0 };
  fc.assert(
    fc.property(draft, (hostile) => {
      const { claims, premise, withheld } = groundDraft(hostile, {
        about,
        shown,
        asked: 'what did he say about China?',
      });
      seen.claims += claims.length;
      seen.withheld += withheld.length;
      if (premise !== null) seen.premises++;
      for (const written of [...claims.map((claim) => claim.text), ...(premise === null ? [] : [premise])]) {
        for (const words of quotedIn(written)) {
          seen.quotations++;
          expect(statementWords).toContain(asWords(words));
        }
        expect(written.length).toBeLessThanOrEqual(700);
        expect(written).not.toMatch(/[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u);
        expect(written).not.toMatch(/(?<![\p{L}\p{N}\p{M}])(?:Ukraine|1999)(?![\p{L}\p{N}\p{M}.,'’-])|乌克兰/u);
      }
      for (const quote of claims.flatMap((claim) => claim.quotes)) {
        expect(release.text.slice(quote.start, quote.end)).toBe(quote.text);
        for (const from of quote.keys) expect(shown.has(from)).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
  // Hostile enough to be refused often, and near enough to the truth to be let through often.
  expect(seen.withheld).toBeGreaterThan(1_000);
  for (const count of [seen.claims, seen.premises]) expect(count).toBeGreaterThan(100);
});
