// Words in marks that nobody says: titles of works, nicknames, words that are only mentioned.

const SMALL = /^(?:a|an|the|of|and|in|on|for|to|with|at|by|from|or|vs|is|&)$/i;
const BEFORE_NAME =
  /(?:\bon|\bof|['’]s|\bin|\bto|\bhost(?:ed|s)?|\bread|\btitled|\bcalled|\bentitled|\bbook|\bshow)\s*,?\s*$/u;
const MAX_NAME = 80;

/** A name in marks beside what it names: "in “The Long Road”", "Luis “Chuy” Ortega". */
export function isNameInMarks(body: string, before: string, after: string): boolean {
  const words = body.length > MAX_NAME ? [] : mainWords(body);
  if (words.length === 0 || words.length > 6 || !words.every(isCapital)) return false;
  return (
    BEFORE_NAME.test(before.slice(-40)) || (/\p{Lu}[\p{L}.]+\s$/u.test(before.slice(-30)) && /^\s\p{Lu}/u.test(after))
  );
}

/** A title or a word that is spoken of, where no verb of saying stands beside it. */
export function isMentioned(body: string, before: string, after: string): boolean {
  const words = body.split(/\s+/).length;
  const main = body.length > 4 * MAX_NAME ? [] : mainWords(body);
  const isName = main.length > 0 && main.every(isCapital);
  if (isName && words > 1 && words < 9 && !/[!?]$/.test(body)) return true;
  if (isName && words === 1) return /\p{Lu}[\p{L}.]+\s$/u.test(before.slice(-30)) && /^\s\p{Lu}/u.test(after);
  return (
    /(?:so-called|known as|word|words|phrase|term|nicknamed)\s*$/.test(before.slice(-30)) ||
    /^\s(?:votes?|clause|group|rights)\b/.test(after)
  );
}

function mainWords(body: string): string[] {
  return body
    .replace(/[.,!?]+$/, '')
    .split(/\s+/)
    .filter((word) => !SMALL.test(word));
}

function isCapital(word: string): boolean {
  return /^[\p{Lu}\d]/u.test(word);
}
