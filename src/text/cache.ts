// A least-recently-used cache: what many ask for at once is made once.

export type Cache<T> = {
  /** The value under `key`; else what `make` gives, which is kept where there is room for it. */
  readonly get: (key: string, make: () => T) => T;
  /** Drops everything. */
  readonly clear: () => void;
};

/**
 * Holds values of `capacity` in all, each of at most `largest`, in the unit of `sizeOf`; without `sizeOf`, that many values.
 * What was not asked for longest goes first.
 */
export function createCache<T>(
  capacity: number,
  { largest = capacity, sizeOf = () => 1 }: { largest?: number; sizeOf?: (value: T, key: string) => number } = {},
): Cache<T> {
  const values = new Map<string, { readonly value: T; readonly size: number }>();
  let held = 0;
  return {
    get: (key, make) => {
      const known = values.get(key);
      if (known) {
        // A Map keeps the order of insertion: set anew, it is the newest.
        values.delete(key);
        values.set(key, known);
        return known.value;
      }
      const value = make();
      const size = sizeOf(value, key);
      if (size > largest) return value;
      values.set(key, { value, size });
      held += size;
      for (const [oldest, { size: freed }] of values) {
        if (held <= capacity) break;
        values.delete(oldest);
        held -= freed;
      }
      return value;
    },
    clear: () => {
      values.clear();
      held = 0;
    },
  };
}
