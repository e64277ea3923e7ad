// SQL as values: a template whose values travel beside the text, whatever stands in them, and which other pieces can be put into.

/** What a column can hold. */
export type Value = string | number | null | Uint8Array;

/** A piece of SQL: between each two of its texts stands one of its values. */
export type Sql = { readonly texts: readonly string[]; readonly values: readonly Value[] };

/** Values become parameters; pieces of SQL are put in as they are. */
export function sql(strings: TemplateStringsArray, ...inserted: readonly (Value | Sql)[]): Sql {
  const texts = [strings[0]!];
  const values: Value[] = [];
  for (const [index, piece] of inserted.entries()) {
    const after = strings[index + 1]!;
    if (isSql(piece)) {
      texts.push(texts.pop()! + piece.texts[0]!, ...piece.texts.slice(1));
      texts.push(texts.pop()! + after);
      values.push(...piece.values);
    } else {
      values.push(piece);
      texts.push(after);
    }
  }
  return { texts, values };
}

/** `text` as it stands: for the names and numbers of this program, never for what somebody wrote. */
export function raw(text: string | number): Sql {
  return { texts: [String(text)], values: [] };
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return pieces.reduce(
    (joined, piece, index) => (index === 0 ? piece : sql`${joined}${raw(separator)}${piece}`),
    raw(''),
  );
}

/** The text with `place(1)`, `place(2)` … where its values belong. */
export function textOf({ texts }: Sql, place: (number: number) => string): string {
  return texts.reduce((text, next, index) => text + place(index) + next);
}

function isSql(piece: Value | Sql): piece is Sql {
  return typeof piece === 'object' && piece !== null && 'texts' in piece;
}
