// Keeps what was made last, up to a size, so that a page that many people open is made once.

/**
 * A cache that holds values of `capacity` in all, each of at most `largest`, in the unit of `sizeOf`. The one not used for
 * the longest time goes first.
 */
export function createCache<T>(capacity: number, largest: number, sizeOf: (value: T) => number) {
  const values = new Map<string, T>();
  let held = 0;
  return {
    get(key: string, make: () => T): T {
      const kept = values.get(key);
      if (kept !== undefined) {
        // A Map keeps the order of insertion: set anew, it is the newest.
        values.delete(key);
        values.set(key, kept);
        return kept;
      }
      const made = make();
      const size = sizeOf(made) + key.length;
      if (size > largest) return made;
      values.set(key, made);
      held += size;
      for (const [oldest, value] of values) {
        if (held <= capacity) break;
        values.delete(oldest);
        held -= sizeOf(value) + oldest.length;
      }
      return made;
    },
  };
}
