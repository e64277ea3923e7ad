// What a bench hands to `npm run bench`: figures, each beside its reference from the same run.

export type Figure = {
  /** The heading that it stands under. */
  readonly part: string;
  readonly what: string;
  readonly value: number;
  /** "ms", "%", "a second"; what `reference` is in too. */
  readonly unit: string;
  /** What it is to be read beside, measured in the same run; null where nothing comparable exists. */
  readonly reference: { readonly what: string; readonly value: number } | null;
};

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

/** The median time of `run` in milliseconds over `rounds`, after a first round that is not counted. */
export function timeOf(run: () => unknown, rounds = 9): number {
  run();
  return median(
    Array.from({ length: rounds }, () => {
      const startedAt = performance.now();
      run();
      return performance.now() - startedAt;
    }),
  );
}
