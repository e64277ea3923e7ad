// "Did she say that?": what the check calls verbatim was said by the one it is put in the mouth of, and what was said is called so.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, checkWords } from '../../src/check/check.ts';
import { loadComparePrompt } from '../../src/check/compare.ts';
import type { Verdict } from '../../src/check/verdict.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { parseStatement } from '../../src/speech/load.ts';
import { allegedCases, capableModel, isRight, labelled, statementNamed } from '../eval/alleged.ts';
import { readCheckCases, release, scoreChecks, statementOf } from '../eval/checks.ts';
import { bare, saidBy, untrueOf } from './generated.ts';

const verdicts = (message: string, about = release) =>
  checkWords(message, about).passages.map(({ verdict }) => verdict);
const labelledStatements = allegedCases().map(({ statement, cases }) => ({
  cases,
  about: openStatement(labelled(statementNamed(statement))),
}));

test('alleged quotations of every verdict are judged as by hand, none called verbatim by mistake', () => {
  const score = scoreChecks(readCheckCases());
  expect(score.falseVerbatim, score.mistakes.join('\n')).toBe(0);
  expect(score.right / score.cases, score.mistakes.join('\n')).toBeGreaterThanOrEqual(0.98);
});

test('messages in nine languages are judged as by hand where it is known whose words they are', () => {
  const wrong = labelledStatements.flatMap(({ about, cases }) =>
    cases.filter((one) => !isRight(one, checkWords(one.message, about))).map(({ message }) => message),
  );
  const falselyVerbatim = labelledStatements.flatMap(({ about, cases }) =>
    cases.filter(({ message, verdict }) => verdict !== 'verbatim' && checkWords(message, about).verdict === 'verbatim'),
  );
  expect(falselyVerbatim).toEqual([]);
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(5);
});

test('so are nearly all of them where rules tell whose words they are, with and without a capable model', async () => {
  const prompt = await loadComparePrompt('prompts');
  let [all, byWords, byModel] = [0, 0, 0];
  for (const { statement, cases } of allegedCases()) {
    const about = openStatement(statementNamed(statement));
    for (const one of cases) {
      const words = checkWords(one.message, about);
      const compared = await check(one.message, about, capableModel(one, about.statement), { prompt });
      expect(one.verdict === 'verbatim' || (words.verdict !== 'verbatim' && compared.verdict !== 'verbatim')).toBe(
        true,
      );
      all++;
      if (isRight(one, words)) byWords++;
      if (isRight(one, compared, one.verdict)) byModel++;
    }
  }
  expect(byWords / all).toBeGreaterThanOrEqual(0.955);
  expect(byModel / all).toBeGreaterThanOrEqual(0.955);
});

test('a sentence with anything in it dropped, put in, changed or mixed with another is never verbatim', {
  timeout: 60_000,
}, () => {
  let made = 0;
  for (const { about } of labelledStatements) {
    const { statement } = about;
    const said = saidBy(statement.speaker!.name, statement);
    const whole = bare(statement.text);
    said.forEach((one, at) => {
      const others = [2, 5].map((step) => said[(at + step) % said.length]!);
      for (const { kind, message } of untrueOf(one, others, statement.language)) {
        made++;
        // "It is untrue" without "untrue" is still the beginning of what was said.
        if (whole.includes(bare(message))) continue;
        expect(checkWords(`“${message}”`, about).verdict, `${kind}: ${message}`).not.toBe('verbatim');
      }
    });
  }
  expect(made).toBeGreaterThan(2_000);
});

const layouts: readonly ((words: string, name: string) => string)[] = [
  (words) => words,
  (words) => `“${words}”`,
  (words) => `> ${words.replaceAll(' ', '\n> ')}`,
  (words) => `**${words}** [3]`,
  (words) => `• ${words} 😂`,
  (words) => words.toUpperCase(),
  (words) => `... ${words} ...`,
  (words, name) => `${name}: "${words}"`,
  (words, name) => `«${words}» — ${name}`,
  (words, name) => `did ${name} really say “${words}”?`,
];

test('a sentence stays verbatim whatever layout and whoever asks stands around it', { timeout: 60_000 }, () => {
  for (const { about } of labelledStatements) {
    const { name } = about.statement.speaker!;
    const missed = saidBy(name, about.statement)
      .flatMap((words) => layouts.map((layout) => layout(words, name)))
      .filter((message) => checkWords(message, about).verdict !== 'verbatim');
    expect(missed).toEqual([]);
  }
});

test('words of two sentences put together are never verbatim, nor is a sentence with one word changed', () => {
  const own = saidBy(release.statement.speaker!.name, release.statement);
  const whole = bare(release.statement.text);
  const part = fc.tuple(fc.constantFrom(...own), fc.nat());
  fc.assert(
    fc.property(
      part,
      part,
      fc.constantFrom('not', 'China', '5', 'they', 'policies', 'Belаrus'),
      ([one, cut], [other, skip], word) => {
        const [words, more] = [one.split(' '), other.split(' ')];
        const mixed = [...words.slice(0, 1 + (cut % 12)), ...more.slice(skip % more.length)].join(' ');
        const changed = words.with(cut % words.length, word).join(' ');
        for (const message of [mixed, changed]) {
          const { verdict, passages } = checkWords(message, release);
          if (passages.some(({ text }) => !whole.includes(bare(text)))) expect(verdict).not.toBe('verbatim');
        }
      },
    ),
    { numRuns: 1_500 },
  );
});

test.each<[string, readonly Verdict[]]>([
  [
    '“I will resign tomorrow,” he said. “Once again, we have never turned our backs on Russia.”',
    ['absent', 'verbatim'],
  ],
  [
    '“China is our closest ally.” “It’s an axiom.” “We have never turned our backs on Russia.”',
    ['altered', 'verbatim', 'verbatim'],
  ],
  [
    'Once again, we have never turned our backs on Russia. We have to pursue a multi-vector policy because we are in the center of Europe',
    ['verbatim', 'verbatim'],
  ],
  ['We would like to hear their grievances. Any state pursues such a policy.', ['clipped', 'verbatim']],
  ['Lukashenko: we have never turned our backs on Russia', ['verbatim']],
  ['our closest ally, our kin-\ndred country and people are Russia and the Russians', ['verbatim']],
  ['a multi-\nvector policy because we are in the center of Europe', ['verbatim']],
])('every passage has its own verdict: %s', (message, expected) => {
  expect(verdicts(message)).toEqual(expected);
});

test('the message gets the worst of its verdicts', () => {
  expect(checkWords('“It’s an axiom.” “We have turned our backs on Russia.”', release).verdict).toBe('altered');
  expect(checkWords('“It’s an axiom.” “I will resign tomorrow.”', release).verdict).toBe('absent');
  expect(checkWords('', release)).toMatchObject({ verdict: 'absent', byModel: false, usage: null });
});

test.each<[string, Verdict, string | null]>([
  ['Lukashenko: “It’s an axiom.”', 'verbatim', null],
  ['“It’s an axiom” — Putin', 'others', 'Aleksandr Lukashenko'],
  ['Angela Merkel said: “Any state pursues such a policy”', 'others', 'Aleksandr Lukashenko'],
  ['BelTA: “The president also outlined topical issues on the agenda of the meeting”', 'verbatim', null],
  ['Lukashenko: “The president also outlined topical issues on the agenda of the meeting”', 'others', 'BelTA'],
  ['“the relations with Russia never disrupted, even during the times of economic disputes”', 'others', 'BelTA'],
])('words are verbatim only of the one they are put in the mouth of: %s', (message, verdict, whose) => {
  expect(checkWords(message, release).passages[0]).toMatchObject({ verdict, whose });
});

test.each([
  ['Some have told me: "You should have built a road." I do not agree.', 'You should have built a road'],
  ['We met. Applause followed and somebody called that the fleet was finished.', 'the fleet was finished'],
])('who is named by no name is given none: %s', (text, message) => {
  const front = '---\ntitle: A speech\ndate: 2025-03-14\npublisher: City\nlanguage: en\nform: speech\n---\n';
  const speech = parseStatement('speech.md', Buffer.from(`${front}${text}\n`));
  expect(checkWords(message, openStatement(speech)).passages[0]).toMatchObject({ verdict: 'others', whose: null });
});

test('words whose owner is not known are never confirmed as somebody’s own', () => {
  const { statement } = release;
  const doubted = { ...statement, spans: statement.spans.map((span) => ({ ...span, doubt: 'unlisted verb' })) };
  expect(checkWords('we have never turned our backs on Russia', openStatement(doubted)).verdict).toBe('unsure-whose');
});

test('a changed word is shown as added, a dropped one and what was cut off as missing', () => {
  const shown = (message: string) =>
    checkWords(message, release).passages[0]!.differences.filter(({ kind }) => kind !== 'same');
  expect(shown('we have turned our backs on Russia')).toEqual([{ kind: 'missing', text: 'never' }]);
  expect(shown('we have never turned our backs on China')).toEqual([{ kind: 'added', text: 'China' }]);
  expect(shown('some forces in the Russian Federation are against our multi-vector policy')).toEqual([
    { kind: 'missing', text: 'I am surprised and do not quite understand why' },
  ]);
});

test('words that begin with a reference are shown with the sentence before them', () => {
  const shown = (message: string) => checkWords(message, release).passages[0]!.quotes.flatMap(({ keys }) => keys);
  expect(shown('This is what our multi-vector policy is about')).toEqual(['4.11', '4.12']);
  expect(shown('Any state pursues such a policy')).toEqual(['4.14']);
});

test('every verdict but absent shows words that stand in the statement', () => {
  for (const one of readCheckCases()) {
    const { text } = statementOf(one).statement;
    for (const { verdict, quotes } of checkWords(one.alleged, statementOf(one)).passages) {
      if (verdict !== 'absent') expect(quotes.length, one.alleged).toBeGreaterThan(0);
      for (const quote of quotes) expect(text.slice(quote.start, quote.end)).toBe(quote.text);
    }
  }
});

test('a message of any length and shape is judged', { timeout: 30_000 }, () => {
  const messages = [
    '“we have never turned” '.repeat(500),
    'our backs on Russia '.repeat(500),
    '"'.repeat(10_000),
    `${'«'.repeat(5_000)}${'»'.repeat(5_000)}`,
    '... '.repeat(2_500),
    'я'.repeat(10_000),
    '没有'.repeat(5_000),
    "'a' ".repeat(2_500),
    '> '.repeat(5_000),
    '\n'.repeat(10_000),
  ];
  for (const message of messages) expect(checkWords(message, release).passages.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (message) => void checkWords(message, release)),
    { numRuns: 300 },
  );
});

test('a statement of any length is compared', { timeout: 60_000 }, () => {
  const sentence = (at: number) => `We will open school ${at}, and the town of Sund will pay for it.`;
  const body = Array.from({ length: 20_000 }, (_, at) => sentence(at)).join(' ');
  const about = openStatement(
    parseStatement(
      'long.md',
      Buffer.from(
        `---\ntitle: Schools\ndate: 2024-05-06\npublisher: Sund\nsource: https://example.org/\nlanguage: en\nspeaker: {name: Anna Berg}\n---\n${body}`,
      ),
    ),
  );
  expect(checkWords(`Sund: “${sentence(12_345)}”`, about).verdict).toBe('verbatim');
  expect(checkWords(`Sund: “${sentence(12_345).replace('will open', 'will not open')}”`, about).verdict).toBe(
    'altered',
  );
});
