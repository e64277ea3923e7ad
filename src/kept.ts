// Keeps what was made lately, so that what many ask for at once is made once.

/** Gives what is kept under `name`, or makes and keeps it. Of what was asked for, the latest `max` stay. */
export function createKept<T>(max: number): (name: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (name, make) => {
    const thing = kept.has(name) ? kept.get(name)! : make();
    // Newest last, so that what nobody asks for any more goes first.
    kept.delete(name);
    kept.set(name, thing);
    if (kept.size > max) kept.delete(kept.keys().next().value!);
    return thing;
  };
}
