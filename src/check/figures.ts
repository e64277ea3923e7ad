// The numbers written in figures in a text, as values, whatever the language's signs for thousands, decimals and hours.

const FIGURE = /\d+(?:[.,:\s\u00a0\u202f’']\d+)*/gu;
const AFTERNOON = /^\s*(?:p\.?\s?m|PM)\b/u;

/** The values: "1,800", "1 800" and "1.800" are one, "46,3" and "46.3" are one, "6.30 p.m." is "18:30". */
export function figuresIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const { 0: figure, index } of text.matchAll(FIGURE)) {
    const parts = figure.split(/[.,:\s\u00a0\u202f’']/u);
    const clock = /^(\d{1,2})[.:](\d{2})$/u.exec(figure);
    const isAfternoon = AFTERNOON.test(text.slice(index + figure.length, index + figure.length + 8));
    if (isAfternoon && Number(parts[0]) < 12) parts[0] = String(Number(parts[0]) + 12);
    if (clock || isAfternoon) found.add(`${Number(parts[0])}:${parts[1] ?? '00'}`);
    if (isAfternoon) continue;
    if (parts.length > 1 && parts.slice(1).every((part) => part.length === 3))
      found.add(String(Number(parts.join(''))));
    else if (parts.length === 2 && !clock?.[0].includes(':'))
      found.add(`${Number(parts[0])}.${parts[1]!.replace(/0+$/u, '')}`);
    else for (const part of parts) found.add(String(Number(part)));
  }
  return found;
}
