// Quotation marks are paired by the blanks around them; an apostrophe pairs with nothing.

import { expect, test } from 'vitest';
import { pairMarks, paragraphs } from '../../src/text/marks.ts';

function paired(text: string): string[] {
  return pairMarks(text, paragraphs(text)).map(({ start, end }) => text.slice(start, end));
}

test.each([
  ['a straight mark opens and a curly one closes', '"We are wrong,” he said.', ['"We are wrong,”']],
  ['both marks have the closing shape', '”We are wrong,” he said.', ['”We are wrong,”']],
  ['no blank stands after the closing mark', '“We are wrong.”He left.', ['“We are wrong.”']],
  ['a dash stands before the opening mark', 'One word—“wrong”—was enough.', ['“wrong”']],
  ['double marks typed as two single ones', "``We are wrong,'' he said.", ["``We are wrong,''"]],
  ['guillemets with blanks inside', 'He said « we are wrong » twice.', ['« we are wrong »']],
  ['marks without blanks around them in Chinese', '他说“我们错了”。', ['“我们错了”']],
  [
    'a plural possessive within single marks',
    "‘The workers' day will come,' she said.",
    ["‘The workers' day will come,'"],
  ],
  ['apostrophes, elisions, decades', "Belarus' farmers sing rock 'n' roll of the '90s; give 'em time.", []],
  ['feet and inches', 'The 6\'2" guard said "no" twice.', ['"no"']],
  ['inches inside a quotation', '"He is 6\'2" tall and fast," she said.', ['"He is 6\'2" tall and fast,"']],
  [
    'an unclosed mark before a long quotation, with another in the next paragraph',
    '“We left. “And then we came back to the house for good, all of us, and stayed.”\n\n“So be it,” he said.',
    ['“And then we came back to the house for good, all of us, and stayed.”', '“So be it,”'],
  ],
  ['a mark that nothing closes', 'The “sign was broken, and he left.', []],
  [
    'an unclosed mark does not swallow the next quotation',
    '“We left. “And then we came back to the house for good,” he said.',
    ['“And then we came back to the house for good,”'],
  ],
])('%s', (_, text, expected) => {
  expect(paired(text)).toEqual(expected);
});

test('a quotation over several paragraphs gives one stretch in each, and only the last is closed', () => {
  const text = 'He said: “I came.\n\n“I saw.\n\n“I left.”';
  const found = pairMarks(text, paragraphs(text));
  expect(found.map(({ start, end, closed, continues }) => [text.slice(start, end), closed, continues])).toEqual([
    ['“I came.', false, false],
    ['“I saw.', false, true],
    ['“I left.”', true, true],
  ]);
});

test('inner quotations are listed with the outer one, whatever their marks', () => {
  const text = '“He told me, ‘Go,’ and "stay," and I stayed,” she said.';
  const [outer] = pairMarks(text, paragraphs(text));
  expect(outer?.inner.map(({ start, end }) => text.slice(start, end))).toEqual(['‘Go,’', '"stay,"']);
});

test('a text set in short lines is read by its blank lines', () => {
  const text = [
    'The council voted on Tuesday to close the bridge, and Mayor Ana Ortiz was',
    'Amused by it. "We will not close it," she said at a meeting that went on',
    'until late, "unless somebody shows me the cables, and I want to see the',
    'Engineer with them."',
    '',
    'Councilman Paul Finch said that he had seen the cables with his own eyes.',
  ].join('\n');
  expect(paragraphs(text).length).toBe(2);
});

test('lines that end a sentence each are paragraphs of their own', () => {
  expect(paragraphs('A headline\nBy Clara Stone\nThe bridge is closed.\nNobody likes it.').length).toBe(4);
});
