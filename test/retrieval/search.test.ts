import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIDENT, createIndex, selectSentences } from '../../src/retrieval/search.ts';
import { loadStatement } from '../../src/statement/load.ts';

const statement = await loadStatement(path.join(import.meta.dirname, '../../data/2020-11-17-tangible-assistance.md'));
const index = createIndex(statement);

/** The keys of the sentences that would be quoted; empty when the question would be declined. */
function quoted(question: string): string[] {
  const found = index.search(question);
  return found.confidence < CONFIDENT ? [] : selectSentences(found.sentences).map((hit) => hit.sentence.key);
}

describe('what is asked is among the sentences to quote', () => {
  test.each([
    ['what did he say about Russia?', '4.4'],
    ['what did he say about Russia?', '4.5'],
    ['abuot rusia', '4.4'],
    ['multivector polisy', '4.12'],
    ['multi vector', '4.12'],
    ['Russians', '4.4'],
    ['where do half of the exports go', '4.10'],
    ['did they ever turn their back on Russia', '4.5'],
    ['who criticised Belarus?', '4.1'],
    ['Chinese assistance', '2.2'],
    ['what must the foreign ministry do', '6.1'],
    ['is the country in the centre of Europe?', '5.1'],
    ['You keep lying about him. What did he REALLY say on exports?', '4.10'],
    ['<b>exports</b><script>alert(1)</script>', '4.10'],
    ['the president asked about agreements', '3.2'],
    ['journalists who blame him', '4.1'],
  ])('%s: %s', (question, key) => {
    expect(quoted(question)).toContain(key);
  });
});

describe('questions in other languages find the English sentences', () => {
  test.each([
    ['что он сказал о России?', '4.4'],
    ['пра Расію', '4.4'],
    ['关于中国', '2.2'],
    ['sobre Rusia', '4.4'],
    ['Was hat er über Russland gesagt?', '4.4'],
    ['китайцы', '2.2'],
    ['сколько идёт на экспорт', '4.10'],
    ['экспарт', '4.10'],
    ['Какую помощь оказал Китай?', '2.2'],
    ['независимое государство', '5.1'],
    ['俄罗斯是盟友吗？', '4.4'],
    ['¿Quién ayudó? China', '2.2'],
  ])('%s: %s', (question, key) => {
    expect(quoted(question)).toContain(key);
  });
});

describe('what the statement does not speak of is declined', () => {
  test.each([
    'what did he say about Ukraine?',
    'did he thank Putin for support?',
    'sanctions against Belarus',
    'What did Lukashenko say about NATO?',
    'relations with Lithuania',
    'What did the president say about the United States?',
    'gas prices',
    'any word about vaccines?',
    'covid situation in Belarus',
    'How old is Lukashenko?',
    'что он сказал об Украине?',
    'санкции',
    '关于乌克兰他说了什么？',
    'Путин',
    'Was hat er über Sanktionen gesagt?',
  ])('%s', (question) => {
    expect(quoted(question)).toEqual([]);
  });
});

describe('questions without words of their own', () => {
  test.each(['what is this about?', 'what did he say?', 'Summary please', 'tl;dr', 'main points?', 'о чём это?'])(
    'about the statement as a whole get its beginning: %s',
    (question) => {
      const found = index.search(question);
      expect(found.words).toEqual([]);
      expect(found.sentences[0]!.sentence.key).toBe('1.1');
    },
  );

  test.each(['why?', 'and then?', 'who?'])('that lean on an earlier one say so: %s', (question) => {
    expect(index.search(question)).toMatchObject({ words: [], matched: [], missing: [], confidence: 0 });
  });

  test('about its date and source get the date line and the signature', () => {
    expect(quoted('When was it published?')).toContain('date.1');
    expect(quoted("what's the source?")).toContain('signature.1');
  });
});

describe('the words looked for', () => {
  test('are shown as asked and as found, without those that only ask', () => {
    expect(index.search('What did he say about rusia and Ukraine?')).toMatchObject({
      words: ['rusia', 'Russia', 'Ukraine'],
      matched: ['rusia'],
      missing: ['Ukraine'],
    });
  });

  test('leave out the fillers of other languages', () => {
    expect(index.search('что он сказал об Украине?').words).toEqual(['Украине']);
    expect(index.search('关于乌克兰他说了什么？').missing).toEqual(['乌克兰']);
  });
});

describe('matcher', () => {
  const marked = (question: string, sentence: string) =>
    index
      .matcher(question)(sentence)
      .map(({ start, end }) => sentence.slice(start, end));

  test('marks the words of the question, their relatives and what misspelt ones stand for', () => {
    expect(marked('rusia', 'Russia and the Russians')).toEqual(['Russia', 'Russians']);
    expect(marked('о китайцах', 'support from Russia, China and other countries')).toEqual(['China']);
    expect(marked('what is he against?', 'against our multi-vector policy')).toEqual([]);
  });
});

test('any question gives sorted, limited, repeatable results with quotable keys', () => {
  const piece = fc.oneof(
    fc.constantFrom('Russia', 'о России', '关于中国', 'why?', 'exports', '<b>', 'U.S.', 'When was it', '\ud800', '…'),
    fc.string({ unit: 'binary' }),
    fc.string(),
  );
  const keys = new Set(statement.sentences.map((sentence) => sentence.key));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), fc.integer({ min: 0, max: 30 }), (pieces, limit) => {
      const question = pieces.join(' ');
      const found = index.search(question, { limit });
      for (const hits of [found.sentences, found.paragraphs]) {
        expect(hits.length).toBeLessThanOrEqual(limit);
        for (const [at, hit] of hits.entries()) {
          expect(hit.score).toBeGreaterThan(0);
          if (at > 0) expect(hit.score).toBeLessThanOrEqual(hits[at - 1]!.score);
        }
      }
      for (const { sentence } of found.sentences) expect(keys).toContain(sentence.key);
      expect(selectSentences(found.sentences).length).toBeLessThanOrEqual(4);
      expect(index.search(question, { limit })).toEqual(found);
      let last = 0;
      for (const { start, end } of index.matcher(question)(statement.title)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
    }),
    { numRuns: 300 },
  );
});
