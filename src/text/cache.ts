// Keeps what was made lately, so that what many ask for at once is made once.

export type Kept<T> = {
  /** What is kept under `name`; else what `make` gives, which is kept. */
  readonly get: (name: string, make: () => T) => T;
  /** Drops everything. */
  readonly clear: () => void;
};

/** Keeps the `max` things that were asked for last. */
export function createKept<T>(max: number): Kept<T> {
  const kept = new Map<string, T>();
  return {
    get: (name, make) => {
      const thing = kept.has(name) ? kept.get(name)! : make();
      // Newest last, so that what nobody asks for any more goes first.
      kept.delete(name);
      kept.set(name, thing);
      if (kept.size > max) kept.delete(kept.keys().next().value!);
      return thing;
    },
    clear: () => kept.clear(),
  };
}
