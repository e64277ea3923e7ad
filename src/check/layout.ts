// Takes off what a chat lays a quotation out with, so that nothing but words and marks is left.

const URL = /https?:\/\/\S+/giu;
const REFERENCE = /\[(?:\d{1,3}|sic|[a-z])\]/giu;
const SIGN = /[*`~]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|[\d#]\ufe0f?\u20e3|[¹²³⁴⁵⁶⁷⁸⁹⁰]+/gu;
const FORWARDED = /^\s*(?:rt|fwd|fw|forwarded|переслано|переслана)\b[:\s]*/iu;
const LABEL = /^\s*【[^】\n]{0,20}】/u;
const BROKEN = /(\p{L}{1,40})[-‐\u00ad][^\S\n]{0,8}\n\s{0,8}(\p{Ll}{1,40})/gu;
const SPLIT = /(\p{L}{2,40})-\s(\p{Ll}{2,40})/gu;
// Marks as they are typed where the keyboard has no others.
const TYPED_MARKS: Readonly<Record<string, string>> = { '<<': '«', '>>': '»', "''": '"', ',,': '„' };
const MAX_BULLET = 4;

/**
 * `message` without quotation signs, bullets, numbers before lines, emphasis, footnote signs, addresses, and words broken at a line
 * end. `isWord`: whether a joined word is one of the statement's; else a hyphen before a line end stays a hyphen.
 */
export function withoutLayout(message: string, isWord: (word: string) => boolean): string {
  const lines = message
    .replace(URL, ' ')
    .split(/\r?\n/u)
    .map((line) => line.replace(/^(?:\s*[>＞])+\s?/u, ''));
  const numbered = lines.filter((line) => /^\s*\d{1,3}[.)/]\s/u.test(line)).length;
  const plain = lines.map((line) => {
    const bullet = /^\s*(?:[•·‣▪◦●*+-]|\d{1,3}[)/])\s+/u.exec(line)?.[0] ?? '';
    // A dash may lead to the one who said it.
    if (bullet !== '' && !(bullet.trim() === '-' && lines.length > 1 && isShort(line)))
      return `\n${line.slice(bullet.length)}`;
    return numbered > 1 ? line.replace(/^\s*\d{1,3}\.\s+/u, '\n') : line;
  });
  return plain
    .join('\n')
    .replace(FORWARDED, '')
    .replace(LABEL, '')
    .replace(REFERENCE, '')
    .replace(/<<|>>|''|,,/gu, (mark) => TYPED_MARKS[mark]!)
    .replace(SIGN, '')
    .replace(BROKEN, (_, head: string, end: string) => (isWord(head + end) ? head + end : `${head}-${end}`))
    .replace(SPLIT, (whole: string, head: string, end: string) => (isWord(head + end) ? head + end : whole))
    .trim();
}

function isShort(line: string): boolean {
  return line.trim().split(/\s+/u).length <= MAX_BULLET + 1;
}
