// BM25 over units of terms: sentences or paragraphs, as their stems, their runs of letters or their pairs of words.

/** Terms with what each weighs in a question. */
export type Weights = ReadonlyMap<string, number>;

export type View = {
  readonly has: (term: string) => boolean;
  /** The units that hold a term, in order. */
  readonly holding: (term: string) => Iterable<number>;
  /** How rare a term is among the units, above 0; most for one that none holds. */
  readonly rarity: (term: string) => number;
  /** By unit: 0 holds nothing, 1 holds everything once, K1 + 1 at most. */
  readonly score: (weights: Weights) => Float64Array;
};

const K1 = 1.2;
const NONE: readonly number[] = [];

/** `b`: how far long units are held back, 0–1. */
export function createView(units: readonly (readonly string[])[], b: number): View {
  const mean = units.reduce((sum, unit) => sum + unit.length, 0) / units.length || 1;
  const norms = Float64Array.from(units, (unit) => K1 * (1 - b + (b * unit.length) / mean));
  // By term: a unit, how often it holds the term, the next unit…
  const postings = new Map<string, number[]>();
  for (const [unit, terms] of units.entries()) {
    for (const term of terms) {
      const known = postings.get(term);
      if (known === undefined) postings.set(term, [unit, 1]);
      else if (known[known.length - 2] === unit) known[known.length - 1]!++;
      else known.push(unit, 1);
    }
  }
  // By how many units hold a term.
  const rarities = Float64Array.from({ length: units.length + 1 }, (_, count) =>
    Math.log(1 + (units.length - count + 0.5) / (count + 0.5)),
  );
  const rarity = (term: string) => rarities[(postings.get(term)?.length ?? 0) / 2]!;

  function score(weights: Weights): Float64Array {
    const scores = new Float64Array(units.length);
    let mass = 0;
    for (const [term, weight] of weights) {
      const held = postings.get(term) ?? NONE;
      const worth = weight * rarities[held.length / 2]!;
      mass += worth;
      for (let at = 0; at < held.length; at += 2) {
        const unit = held[at]!;
        const count = held[at + 1]!;
        scores[unit]! += (worth * count * (K1 + 1)) / (count + norms[unit]!);
      }
    }
    if (mass > 0) for (let unit = 0; unit < scores.length; unit++) scores[unit]! /= mass;
    return scores;
  }

  return {
    has: (term) => postings.has(term),
    holding: function* (term) {
      const held = postings.get(term) ?? [];
      for (let at = 0; at < held.length; at += 2) yield held[at]!;
    },
    rarity,
    score,
  };
}
