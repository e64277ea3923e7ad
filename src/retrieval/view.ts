// BM25 over units of terms: sentences or paragraphs, as their stems, their runs of letters or their pairs of words.

/** Terms with what each weighs in a question. */
export type Weights = ReadonlyMap<string, number>;

export type View = {
  readonly has: (term: string) => boolean;
  /** The units that hold a term, in order. */
  readonly holding: (term: string) => readonly number[];
  /** By unit: 0 holds nothing, 1 holds everything once, K1 + 1 at most. */
  readonly score: (weights: Weights) => Float64Array;
};

/** The units that hold a term, in order, and what each gains by how often it does. */
type Posting = { readonly units: number[]; readonly gains: number[] };

const K1 = 1.2;
// In a text of a few units every share is large.
const MIN_SKIPPED = 10;

/** `b`: how far long units are held back, 0–1. `spread`: the share of the units above which a term is not scored, all by default. */
export function createView(units: readonly (readonly string[])[], b: number, spread = 1): View {
  const postings = postingsOf(units, b);
  const maxHeld = Math.max(MIN_SKIPPED, spread * units.length);
  // By how many units hold a term.
  const rarities = Float64Array.from({ length: units.length + 1 }, (_, count) =>
    Math.log(1 + (units.length - count + 0.5) / (count + 0.5)),
  );

  function score(weights: Weights): Float64Array {
    const scores = new Float64Array(units.length);
    let mass = 0;
    for (const [term, weight] of weights) {
      const posting = postings.get(term);
      const worth = weight * rarities[posting?.units.length ?? 0]!;
      mass += worth;
      if (posting === undefined || posting.units.length > maxHeld) continue;
      const { units: held, gains } = posting;
      for (let at = 0; at < held.length; at++) scores[held[at]!]! += worth * gains[at]!;
    }
    if (mass > 0) for (let unit = 0; unit < scores.length; unit++) scores[unit]! /= mass;
    return scores;
  }

  return {
    has: (term) => postings.has(term),
    holding: (term) => postings.get(term)?.units ?? [],
    score,
  };
}

function postingsOf(units: readonly (readonly string[])[], b: number): ReadonlyMap<string, Posting> {
  const mean = units.reduce((sum, unit) => sum + unit.length, 0) / units.length || 1;
  const postings = new Map<string, Posting>();
  for (const [unit, terms] of units.entries()) {
    for (const term of terms) {
      const known = postings.get(term);
      if (known === undefined) postings.set(term, { units: [unit], gains: [1] });
      else if (known.units.at(-1) === unit) known.gains[known.gains.length - 1]!++;
      else {
        known.units.push(unit);
        known.gains.push(1);
      }
    }
  }
  const norms = units.map((unit) => K1 * (1 - b + (b * unit.length) / mean));
  for (const { units: held, gains } of postings.values())
    for (let at = 0; at < held.length; at++) gains[at] = (gains[at]! * (K1 + 1)) / (gains[at]! + norms[held[at]!]!);
  return postings;
}
