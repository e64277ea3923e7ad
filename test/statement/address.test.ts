import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageAddress, placeQuery, publisherAddress, quoteAddress } from '../../src/statement/address.ts';
import { placesOf, quoteSentences as quotesIn } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { loadRelease, statementOf } from '../helpers/web.ts';

const release = await loadRelease();
const quoteSentences = (statement: Statement, keys: readonly string[]) =>
  quotesIn({ statement, places: placesOf(statement) }, keys);

test('neighbouring sentences are joined, and the first one is where a browser scrolls to', () => {
  expect(pageAddress('https://x.example', 'a', ['4.4', '4.5', '4.6'])).toBe('https://x.example/s/a?q=4.4-4.6#4.4');
  expect(pageAddress('', 'a b/c', ['4.4', '5.1', 'headline.1'])).toBe('/s/a%20b%2Fc?q=4.4,5.1,headline.1#4.4');
  expect(pageAddress('https://x.example', 'a', [])).toBe('https://x.example/s/a');
  expect(placeQuery(['2.9', '2.10', '3.1'])).toBe('?q=2.9-2.10,3.1#2.9');
});

test('of a sentence that the frame cuts in two, each half has an address of its own', () => {
  const statement = statementOf(
    '"We will build it," Ada Speaker said. "We begin today," she added, "and we end in May."',
  );
  const quotes = quoteSentences(statement, ['1.2']);
  expect(quotes.map((quote) => quote.text)).toEqual(['We begin today', 'and we end in May.']);
  expect(quotes.map((quote) => quoteAddress('https://x.example', quote))).toEqual([
    'https://x.example/s/made?q=1.2&part=1#1.2',
    'https://x.example/s/made?q=1.2&part=2#1.2',
  ]);
});

test('without a page of our own, a quotation leads to the publisher', () => {
  const [quote] = quoteSentences(release, ['5.1']);
  expect(quoteAddress(null, quote!)).toBe(publisherAddress(quote!)!);
});

/** What a browser finds for a text directive: https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document */
function foundBy(address: string, statement: Statement): string | null {
  const text = statement.text.replace(/\s+/gu, ' ').toLowerCase();
  const parts = address.split(':~:text=')[1]!.split(',');
  const prefix = parts[0]!.endsWith('-') ? decodeURIComponent(parts.shift()!.slice(0, -1)).toLowerCase() : null;
  const [start, end] = parts.map((part) => decodeURIComponent(part).toLowerCase());
  let from = 0;
  if (prefix !== null) from = text.indexOf(prefix) + prefix.length;
  const startsAt = text.indexOf(start!, from);
  if (startsAt < 0) return null;
  if (end === undefined) return text.slice(startsAt, startsAt + start!.length);
  const endsAt = text.indexOf(end, startsAt + start!.length);
  return endsAt < 0 ? null : text.slice(startsAt, endsAt + end.length);
}

test('a text fragment of any quotation of the release finds exactly that quotation first', () => {
  const keys = release.sentences.map((sentence) => sentence.key);
  fc.assert(
    fc.property(fc.nat(keys.length - 1), fc.integer({ min: 1, max: 5 }), (from, count) => {
      for (const quote of quoteSentences(release, keys.slice(from, from + count))) {
        const address = publisherAddress(quote)!;
        expect(address.startsWith(`${release.source}#:~:text=`)).toBe(true);
        expect(foundBy(address, release)).toBe(quote.text.replace(/\s+/gu, ' ').toLowerCase());
      }
    }),
    { numRuns: 300 },
  );
});

test('a short phrase that also stands further up is told apart by what stands before it', () => {
  const [quote] = quoteSentences(release, ['4.6']);
  expect(quote!.text).toBe('Never');
  expect(publisherAddress(quote!)!).toMatch(/#:~:text=our%20backs%20on%20Russia.-,Never$/);
});

test('dashes, commas and ampersands of the words are not read as the directive’s own', () => {
  const statement = statementOf('A well-known fact, R&D included. Second sentence.');
  const [quote] = quoteSentences(statement, ['1.1']);
  expect(publisherAddress(quote!)!).toBe(
    'https://agency.example/1#:~:text=A%20well%2Dknown%20fact%2C%20R%26D%20included.',
  );
});

test('words of a language without blanks are cut between words, and a source that has a fragment keeps it', () => {
  const text = `${'我们两国的关系在困难时期也没有中断，'.repeat(6)}今后也会继续发展。`;
  const statement = statementOf(text, { language: 'zh', source: 'https://agency.example/1#top' });
  const [quote] = quoteSentences(statement, ['1.1']);
  const address = publisherAddress(quote!)!;
  expect(address.startsWith('https://agency.example/1#top:~:text=')).toBe(true);
  expect(foundBy(address, statement)).toBe(text);
  expect(address.length).toBeLessThan(1_200);
});
