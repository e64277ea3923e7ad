import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { find } from '../../src/retrieval/find.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { loadRelease, statementOf } from '../helpers/web.ts';

const release = openStatement(await loadRelease());
const bridge = openStatement(
  statementOf(`The bridge over the Lune will open on 3 May 2026 after two years of work, the council said on Monday.

"The new bridge has cost 4.2 million pounds, because the old one could not be saved," mayor Ada Speaker said. "This is what the town asked for. Norway lent us the cranes."

Cyclists may cross it free of charge. Lorries pay 12 pounds at the toll house.`),
);
const interview = openStatement(
  statementOf(`Reporter: Will the harbour tax rise next year?

Speaker: No. It stays where it is.

Reporter: Who builds the new quay?

Speaker: A Danish firm. They begin in June.`),
);

const shown = (text: string, about = bridge, ...before: string[]) =>
  find({ text, turns: before.map((question) => ({ question })) }, about).shown.map(({ key }) => key);

test.each([
  ['when does the bridge open?', '1.1'],
  ['how much did the bridge cost', '2.1'],
  ['why was a new bridge built', '2.1'],
  ['what do truck drivers pay?', '3.2'],
  ['cyclists', '3.1'],
  ['what did the Norwegians do', '2.3'],
  ['the brige openning', '1.1'],
  ['You keep lying about it. Who lent the cranes?', '2.3'],
  ['<b>cranes</b><script>alert(1)</script>', '2.3'],
])('what is asked is shown: %s', (question, key) => {
  expect(shown(question)[0]).toBe(key);
});

test.each([
  ['что он сказал о России?', '4.4'],
  ['пра Расію', '4.4'],
  ['关于中国', '2.2'],
  ['Was hat er über Russland gesagt?', '4.4'],
  ['Какую помощь оказал Китай?', '2.2'],
  ['независимое государство', '5.1'],
  ['половина экспорта', '4.10'],
])('a question in another language finds sentences: %s', (question, key) => {
  expect(
    find({ text: question, turns: [] }, release)
      .sentences.slice(0, 4)
      .map((hit) => hit.sentence.key),
  ).toContain(key);
  expect(find({ text: question, turns: [] }, release).otherLanguage).toBe(true);
});

test.each([
  'what did she say about Ukraine?',
  'how tall is she?',
  'how deep is the Lune?',
  'which Chinese city did she visit?',
  'gas prices',
  'who made you?',
  'is she a dictator',
  'Путин',
])('what no sentence has is not answered by a mere word: %s', (question) => {
  expect(shown(question)).toEqual([]);
});

test('in an interview the reply is shown, never the question alone', () => {
  expect(shown('Will the harbour tax rise?', interview)).toEqual(['2.1', '2.2']);
  expect(shown('who is building the quay', interview)[0]).toMatch(/^4\./);
});

test('a sentence that cannot be understood alone comes with the one before it', () => {
  expect(shown('did the town ask for it')).toEqual(['2.2', '2.1']);
});

test('at most three sentences are shown, and one where one is clearly best', () => {
  expect(shown('what did he say about Russia?', release)).toHaveLength(3);
  expect(shown('Norway lent cranes')).toEqual(['2.3']);
});

describe('a question after another', () => {
  const before = 'how much did the bridge cost?';
  const found = (text: string) => find({ text, turns: [{ question: before }] }, bridge);

  test.each([
    ['why?', '2.1'],
    ['and what did it cost?', '2.1'],
  ])('that has no words of its own is read with the one before, and says so: %s', (question, key) => {
    expect(found(question).shown.map((sentence) => sentence.key)).toContain(key);
    expect(found(question).leansOn).toBe(before);
  });

  test('that stands by itself is not bent by the one before', () => {
    expect(found('who lent the cranes?')).toEqual(find({ text: 'who lent the cranes?', turns: [] }, bridge));
    expect(found('and Ukraine?').shown).toEqual([]);
  });

  test.each(['and the second one?', 'the second', 'а вторая?'])(
    'for one of those shown gets that one: %s',
    (question) => {
      const several = { text: question, turns: [{ question: 'what did he say about Russia?' }] };
      const first = find({ text: 'what did he say about Russia?', turns: [] }, release).shown;
      expect(find(several, release).shown).toEqual([first[1]]);
    },
  );

  test('for more gets what the answer before has not shown', () => {
    const first = find({ text: before, turns: [] }, bridge).shown;
    const rest = found('more').shown;
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.filter((sentence) => first.includes(sentence))).toEqual([]);
  });
});

test.each([
  'what is this about?',
  'Summary please',
  'tl;dr',
  'give me the gist',
  'main points?',
  'о чём это?',
  '主要内容',
])('a question about the statement as a whole gets how its paragraphs begin: %s', (question) => {
  expect(find({ text: question, turns: [] }, bridge)).toMatchObject({ words: [], missing: [] });
  expect(shown(question)).toEqual(['1.1', '2.1', '3.1']);
});

test('a question without words of its own, and none before it, finds nothing', () => {
  expect(find({ text: 'why?', turns: [] }, bridge)).toMatchObject({ shown: [], words: [] });
});

test('the words looked for are told as asked and as found, without those that only ask', () => {
  expect(find({ text: 'What did he say about rusia and Ukraine?', turns: [] }, release)).toMatchObject({
    matched: ['rusia'],
    missing: ['Ukraine'],
    otherLanguage: false,
  });
  expect(find({ text: 'что он сказал об Украине?', turns: [] }, release).missing).toEqual(['Украине']);
});

test('the words of a question are marked in a sentence, in other forms and languages too', () => {
  const marked = (question: string, sentence: string) =>
    release.index
      .matcher(question)(sentence)
      .map(({ start, end }) => sentence.slice(start, end));
  expect(marked('rusia', 'Russia and the others')).toEqual(['Russia']);
  expect(marked('о китайцах', 'support from Russia, China and other countries')).toContain('China');
  expect(marked('what is he for?', 'against our multi-vector policy')).toEqual([]);
});

test('any question gives sorted, limited, repeatable results with keys of the statement', () => {
  const piece = fc.oneof(
    fc.constantFrom('bridge', 'о России', '关于中国', 'why?', 'more', '<b>', 'U.S.', 'how many', '\ud800', '…', 'and'),
    fc.string({ unit: 'binary' }),
    fc.string(),
  );
  const keys = new Set(bridge.statement.sentences.map((sentence) => sentence.key));
  const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(' '));
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 2 }), (question, before) => {
      const asked = { text: question, turns: before.map((one) => ({ question: one })) };
      const found = find(asked, bridge);
      expect(found.shown.length).toBeLessThanOrEqual(3);
      for (const { key } of found.shown) expect(keys).toContain(key);
      for (const { score } of found.sentences) expect(score).toBeGreaterThan(0);
      expect(find(asked, bridge)).toEqual(found);
    }),
    { numRuns: 200 },
  );
});
