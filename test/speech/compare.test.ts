import { expect, test } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { compareLabels, loadLabelsPrompt, withOpinions } from '../../src/speech/compare.ts';
import { parseStatement } from '../../src/speech/load.ts';
import type { SpeechSpan, Statement } from '../../src/statement/statement.ts';

const statement = parseStatement(
  'x.md',
  Buffer.from(
    '---\ntitle: T\nspeaker: Ann Lee\nform: transcript\n---\nANN LEE: We begin. We go on.\n\nBO RAY: So be it.\n\nQ: Why?',
  ),
);
const doubted = (spans: readonly SpeechSpan[], { text }: Statement) =>
  spans.filter(({ doubt }) => doubt !== null).map(({ start, end }) => text.slice(start, end));

test.each<[string, Record<string, string>, string[]]>([
  [
    'who agrees leaves the label as it is',
    { '1.1': 'speaker', '1.2': 'speaker', '2.1': 'other: Ray', '3.1': 'other: somebody' },
    [],
  ],
  ['a sentence of a turn is unsure where another is named', { '1.2': 'other: Bo Ray' }, ['We go on.']],
  ['words of another that are called the speaker’s are unsure', { '2.1': 'speaker' }, ['So be it.']],
  ['words that are called the publisher’s are unsure', { '2.1': 'publisher', '9.9': 'speaker' }, ['So be it.']],
  ['what a model is unsure of is unsure', { '3.1': 'unsure' }, ['Why?']],
])('%s', (_, said, expected) => {
  const opinions = Object.entries(said).map(([key, who]) => ({ key, who }));
  const spans = withOpinions(statement, opinions);
  expect(doubted(spans, statement).map((words) => words.trim())).toEqual(expected);
  expect(spans.filter(({ kind }) => kind !== 'quoted').map(({ start }) => start)).toEqual(
    spans.filter(({ kind }) => kind !== 'quoted').map((_, at, all) => (at === 0 ? 0 : all[at - 1]!.end)),
  );
});

test('a doubt of the rules is gone where a model agrees with their guess', () => {
  const spans = statement.spans.map((span) => ({
    ...span,
    doubt: span.kind === 'direct' ? 'several who speak' : null,
  }));
  const agreed = withOpinions({ ...statement, spans }, [{ key: '2.1', who: 'other: Bo Ray' }]);
  expect(doubted(agreed, statement)).not.toContain('So be it.');
});

test('a model is shown the header and every line once, in parts; where it fails the labels stand', async () => {
  const long = parseStatement(
    'x.md',
    Buffer.from(`---\ntitle: T\n---\n${'We go on and on, and on we go. '.repeat(600)}`),
  );
  const asked: string[] = [];
  const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1 };
  const model = {
    name: 'failing',
    ask: (messages: readonly { content: string }[]) => {
      asked.push(messages[0]!.content);
      return Promise.resolve({ kind: 'failed', why: 'deadline', status: null, says: '', usage });
    },
  } as unknown as Model;
  const { spans, usages } = await compareLabels(long, model, { prompt: await loadLabelsPrompt('prompts') });
  expect(usages).toHaveLength(asked.length);
  expect(asked.length).toBeGreaterThan(2);
  for (const content of asked) expect(content).toContain('title: T');
  const keys = asked.flatMap((content) => Array.from(content.matchAll(/^\[([\d.]+)\]/gmu), (match) => match[1]));
  expect(keys).toEqual(long.sentences.map(({ key }) => key));
  expect(spans).toEqual(long.spans);
});
