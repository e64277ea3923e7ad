// A constant that takes work to make, and so is made when it is first asked for.

/** Gives what `make` gave the first time. For what never changes: a word list, a pattern built of one. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same for a family of constants, told apart by a name. Only for a small, closed set of names: nothing is ever dropped. */
export function lazyBy<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name)!;
  };
}
