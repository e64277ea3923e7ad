// The pieces of a printed page as lines in reading order: pieces on one baseline joined, columns one after the other.

/** What a PDF places at once, often a word or less. `y` is the baseline's distance from the top; all in points. */
export type Piece = {
  readonly text: string;
  readonly order: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font: string;
};

/** A line of one column. `left` and `right` are the column's edges. */
export type Line = {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  /** Where it comes among all that the page places: in most documents, the order in which it is read. */
  readonly order: number;
  readonly left: number;
  readonly right: number;
};

type Segment = Omit<Line, 'left' | 'right'>;

// Parts of a line further apart than so many sizes of its letters belong to different columns or cells; justified text stays below.
const GUTTER = 1.4;
const MIN_COLUMN_LINES = 3;

/** The lines of one page, from the pieces in any order. */
export function linesInOrder(pieces: readonly Piece[]): Line[] {
  return inColumns(segmentsOf(pieces));
}

function segmentsOf(pieces: readonly Piece[]): Segment[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((one, other) => one.y - other.y)) {
    const row = rows.at(-1);
    // Raised and lowered figures stand a third of a size off their line.
    if (row && Math.abs(row[0]!.y - piece.y) < Math.max(row[0]!.size, piece.size) * 0.4) row.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => {
    row.sort((one, other) => one.x - other.x);
    const groups: Piece[][] = [];
    for (const piece of row) {
      const before = groups.at(-1)?.at(-1);
      if (before && piece.x - (before.x + before.width) < GUTTER * Math.max(before.size, piece.size))
        groups.at(-1)!.push(piece);
      else groups.push([piece]);
    }
    return groups.map(segmentOf);
  });
}

function segmentOf(pieces: readonly Piece[]): Segment {
  let text = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    const isApart = text !== '' && piece.x - end > piece.size * 0.15;
    text += isApart && !/\s$/.test(text) && !/^\s/.test(piece.text) ? ` ${piece.text}` : piece.text;
    end = Math.max(end, piece.x + piece.width);
  }
  const main = [...pieces].sort((one, other) => other.width - one.width)[0]!;
  const [{ x }] = pieces as [Piece];
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    x,
    end,
    y: main.y,
    size: main.size,
    font: main.font,
    order: Math.min(...pieces.map(({ order }) => order)),
  };
}

/** Full-width lines in their places; between them, what stands left of a gutter before what stands right of it. */
function inColumns(segments: readonly Segment[]): Line[] {
  if (segments.length === 0) return [];
  const gutter = gutterOf(segments);
  const left = Math.min(...segments.map(({ x }) => x));
  const right = Math.max(...segments.map(({ end }) => end));
  if (gutter === null) return rowsOf(segments).map((segment) => ({ ...segment, left, right }));
  const lines: Line[] = [];
  let band: Segment[] = [];
  const flush = (): void => {
    const [beside, below] = splitBelow(
      band.filter(({ x }) => x < gutter),
      band.filter(({ x }) => x >= gutter),
    );
    lines.push(...inColumns(beside), ...inColumns(band.filter(({ x }) => x >= gutter)), ...inColumns(below));
    band = [];
  };
  for (const segment of [...segments].sort((one, other) => one.y - other.y)) {
    if (segment.x < gutter && segment.end > gutter) {
      flush();
      lines.push({ ...segment, left, right });
    } else band.push(segment);
  }
  flush();
  return lines;
}

/** Short lines below two columns of equal height stand under the left one, and are read after the right one. */
function splitBelow(beside: readonly Segment[], column: readonly Segment[]): [Segment[], Segment[]] {
  const bottom = Math.max(...column.map(({ y }) => y));
  const last = Math.max(...column.map(({ order }) => order));
  const below = beside.filter(({ y, order, size }) => y > bottom + size && order > last);
  return [beside.filter((segment) => !below.includes(segment)), below];
}

/**
 * Where a column begins: an edge that several lines share, with a text of some width on both sides in the same rows.
 * Null for one column; a table's rows or "Contact:   Bo Ek" are none, for what stands beside them is short.
 */
function gutterOf(segments: readonly Segment[]): number | null {
  const left = Math.min(...segments.map(({ x }) => x));
  const width = Math.max(...segments.map(({ end }) => end)) - left;
  const edges = new Map<number, Segment[]>();
  for (const segment of segments) {
    const edge = Math.round(segment.x);
    if (segment.x < left + width * 0.2) continue;
    for (const near of [edge - 1, edge, edge + 1]) edges.set(near, [...(edges.get(near) ?? []), segment]);
  }
  let best: { edge: number; count: number } | null = null;
  for (const [edge, column] of edges) {
    if (column.length < MIN_COLUMN_LINES || column.length <= (best?.count ?? 0)) continue;
    const top = Math.min(...column.map(({ y }) => y));
    const bottom = Math.max(...column.map(({ y }) => y));
    const beside = segments.filter(({ x, y }) => x < edge - 1 && y >= top - 2 && y <= bottom + 2);
    const crossing = beside.filter(({ end }) => end > edge - 2);
    const besides = beside.filter(({ end }) => end <= edge - 2);
    const average = (some: readonly Segment[]) =>
      some.reduce((sum, one) => sum + one.end - one.x, 0) / Math.max(1, some.length);
    const isColumn = besides.length >= MIN_COLUMN_LINES && crossing.length <= column.length / 2;
    if (isColumn && average(column) > width * 0.15 && average(besides) > width * 0.15)
      best = { edge: edge - 1, count: column.length };
  }
  return best?.edge ?? null;
}

/** Segments of one row, a table's cells among them, as one line. */
function rowsOf(segments: readonly Segment[]): Segment[] {
  const rows: Segment[] = [];
  for (const segment of [...segments].sort((one, other) => one.y - other.y || one.x - other.x)) {
    const before = rows.at(-1);
    if (before && Math.abs(before.y - segment.y) < Math.max(before.size, segment.size) * 0.4) {
      rows[rows.length - 1] = { ...before, text: `${before.text} ${segment.text}`, end: segment.end };
    } else rows.push(segment);
  }
  return rows;
}
