// Which words of a vocabulary a misspelt or otherwise formed word may stand for. Knows letters only, no languages.

/**
 * Edits between two words: insertions, deletions, substitutions and swaps of neighbours, each letter edited at most once.
 * Stops counting above `most` and then returns `most + 1`.
 */
export function edits(first: string, second: string, most: number): number {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: second.length + 1 }, (_, column) => column);
  for (let row = 1; row <= first.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= second.length; column++) {
      const same = first[row - 1] === second[column - 1];
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && first[row - 1] === second[column - 2] && first[row - 2] === second[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      current.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = previous;
    previous = current;
  }
  return Math.min(previous[second.length]!, most + 1);
}

/** The letters of a word as bits, alphabets folded onto 32. Each edit changes at most two of them. */
export function letterBits(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

/** Whether two words have so different letters that more than two edits lie between them. */
export function areFarApart(first: number, second: number): boolean {
  let different = first ^ second;
  let count = 0;
  for (; different !== 0 && count <= 4; count++) different &= different - 1;
  return count > 4;
}

/**
 * How likely `typed` is a slip for `meant`, 0–1; 0 where it is not. One edit from four letters on, two from eight. A letter
 * replaced by a quite different one in a short word is more often another word ("Iran", "Iraq"), so it takes six.
 */
export function slip(typed: string, meant: string): number {
  const longer = Math.max(typed.length, meant.length);
  const shorter = Math.min(typed.length, meant.length);
  if (shorter < 4) return isUndoubled(typed, meant) ? 0.7 : 0;
  if (longer - shorter > 2) return 0;
  const most = shorter >= 8 ? 2 : 1;
  // A slip in the very first letter is rare, a swap with the second aside.
  if (typed[0] !== meant[0] && !(typed[0] === meant[1] && typed[1] === meant[0]) && shorter < 7) return 0;
  const count = edits(typed, meant, most);
  if (count > most) return 0;
  if (count === 1 && typed.length === meant.length && shorter < 6 && sorted(typed) !== sorted(meant)) {
    if (!soundsAlike(typed, meant)) return 0;
  }
  return count === 0 ? 1 : count === 1 ? 0.85 : 0.7;
}

// "aly" for "ally", "ned" for "need": of words of three letters only a letter that should stand twice is surely a slip.
function isUndoubled(typed: string, meant: string): boolean {
  return typed.length === 3 && meant.length === 4 && meant.replace(/(.)\1/, '$1') === typed;
}

function sorted(word: string): string {
  return Array.from(word).sort().join('');
}

// Letters that stand for one sound in English and its neighbours, where spelling goes wrong most.
const ALIKE = ['aeiouy', 'ckqg', 'sz', 'vwf', 'dt', 'bp', 'mn', 'lr', 'ij', 'gj', 'cs', 'аоя', 'еиэы'];

function soundsAlike(first: string, second: string): boolean {
  for (let at = 0; at < first.length; at++) {
    if (first[at] !== second[at])
      return ALIKE.some((group) => group.includes(first[at]!) && group.includes(second[at]!));
  }
  return true;
}

// What may follow a shared beginning when two stems are one word in two forms: endings that make nouns and adjectives of
// nouns and verbs, of peoples and places first. Compared after stemming, so that "critic|al" has lost its ending already.
const ENDINGS = new Set(
  `n an ian nian i e ese is ish ist ism er or al ial ic ical iti ion ation ment ness ly li y ia a us u s es land ar ari ant
ent abl ibl iv at ate iz en ed ing ist ern o t eur age hood ship dom ful less ti ty ci t`.split(/\s+/),
);

/**
 * How far two different stems are one word in two forms ("belarus", "belarusian"), 0–1: they share their beginning, at
 * least four letters and three fifths of the longer, and each goes on with nothing or a known ending.
 */
export function kinship(first: string, second: string): number {
  const longer = Math.max(first.length, second.length);
  let shared = 0;
  while (shared < first.length && first[shared] === second[shared]) shared++;
  if (shared < 4 || shared / longer < 0.6) return 0;
  // An ending may begin one letter before the words part: "russi|a", "russ|ian".
  for (const common of [shared, shared - 1]) {
    const one = first.slice(common);
    const other = second.slice(common);
    if (common >= 4 && (one === '' || ENDINGS.has(one)) && (other === '' || ENDINGS.has(other))) return shared / longer;
  }
  return 0;
}

// "russia", "russian"; "belarus", "belarusian"; "china", "chines" (a stem); "ital|y", "ital|ian".
const PLACE_ENDING = /^(?:|a|ia|y|e|o|land)$/;
const PEOPLE_ENDING = /^(?:n|an|ian|nian|es|ese|ish|i)$/;

/** Whether of two stems one may be a place and the other its people. Common words seldom differ in just these endings. */
export function areCompatriots(first: string, second: string): boolean {
  let shared = 0;
  while (shared < first.length && first[shared] === second[shared]) shared++;
  for (const common of [shared, shared - 1, shared - 2]) {
    if (common < 4) return false;
    const one = first.slice(common);
    const other = second.slice(common);
    if (PLACE_ENDING.test(one) && PEOPLE_ENDING.test(other)) return true;
    if (PLACE_ENDING.test(other) && PEOPLE_ENDING.test(one)) return true;
  }
  return false;
}
