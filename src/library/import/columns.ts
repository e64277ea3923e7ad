// The pieces of a printed page as lines in reading order: pieces on one baseline joined, columns one after the other.

/** What a PDF places at once, often a word or less. `y` is the baseline's distance from the top; all in points. */
export type Piece = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font: string;
  /** Where it comes among all that the page places: in most documents, the order in which it is read. */
  readonly order: number;
};

/** A line of one column; `left` and `right` are the column's edges. */
export type Line = {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  readonly left: number;
  readonly right: number;
};

type Row = readonly [Piece, ...Piece[]];

const MIN_COLUMN_ROWS = 4;
// Between columns there is at least so much of a letter's size; blanks inside a line are seldom wider.
const MIN_GUTTER = 0.6;
// In columns most lines are nearly full; the cells of a table and "Contact:   Bo Ek" are not.
const MIN_FILLED = 0.6;

/** The lines of one page, from the pieces in any order. */
export function linesInOrder(pieces: readonly Piece[]): Line[] {
  const rows = rowsOf(pieces);
  if (rows.length === 0) return [];
  const left = Math.min(...pieces.map(({ x }) => x));
  const right = Math.max(...pieces.map(endOf));
  const gutter = gutterOf(rows, left, right);
  if (gutter === null) return rows.map((row) => ({ ...lineOf(row), left, right }));
  const { x: edge, from, to } = gutter;
  const band = rows.slice(from, to).flat();
  const column = band.filter(({ x }) => x >= edge);
  const [beside, below] = splitBelow(
    band.filter(({ x }) => x < edge),
    column,
  );
  const rest = [...below, ...rows.slice(to).flat()];
  return [rows.slice(0, from).flat(), beside, column, rest].flatMap(linesInOrder);
}

function rowsOf(pieces: readonly Piece[]): Row[] {
  const rows: [Piece, ...Piece[]][] = [];
  for (const piece of [...pieces].sort((one, other) => one.y - other.y)) {
    const row = rows.at(-1);
    // Raised and lowered figures stand a third of a size off their line.
    if (row && Math.abs(row[0].y - piece.y) < Math.max(row[0].size, piece.size) * 0.4) row.push(piece);
    else rows.push([piece]);
  }
  for (const row of rows) row.sort((one, other) => one.x - other.x);
  return rows;
}

const endOf = ({ x, width }: Piece) => x + width;

function lineOf(row: Row): Omit<Line, 'left' | 'right'> {
  let text = '';
  let end = row[0].x;
  for (const piece of row) {
    const isApart = text !== '' && piece.x - end > piece.size * 0.15;
    text += isApart && !/\s$/.test(text) && !/^\s/.test(piece.text) ? ` ${piece.text}` : piece.text;
    end = Math.max(end, endOf(piece));
  }
  const { y, size, font } = [...row].sort((one, other) => other.width - one.width)[0]!;
  return { text: text.replace(/\s+/g, ' ').trim(), x: row[0].x, end, y, size, font };
}

/** Where the right-hand column begins, and the rows from and to which there are two; null for one column. */
function gutterOf(rows: readonly Row[], left: number, right: number): { x: number; from: number; to: number } | null {
  const edges = new Set(
    rows
      .flat()
      .map(({ x }) => Math.round(x))
      .filter((x) => x > left + (right - left) * 0.2),
  );
  let best: { x: number; from: number; to: number; both: number } | null = null;
  for (const x of edges) {
    for (let from = 0; from < rows.length; from++) {
      let to = from;
      let both = 0;
      for (; to < rows.length; to++) {
        const side = sideOf(rows[to]!, x);
        if (side === 'across') break;
        if (side === 'both') both++;
      }
      if (both >= MIN_COLUMN_ROWS && both > (best?.both ?? 0) && areColumns(rows.slice(from, to), x, left, right))
        best = { x: x - 1, from, to, both };
      from = to;
    }
  }
  return best;
}

function sideOf(row: Row, edge: number): 'left' | 'right' | 'both' | 'across' {
  const before = row.filter(({ x }) => x < edge - 1);
  const after = row.filter(({ x }) => x >= edge - 1);
  if (before.length === 0) return 'right';
  const gap = Math.min(...after.map(({ x }) => x), Number.POSITIVE_INFINITY) - Math.max(...before.map(endOf));
  if (Math.max(...before.map(endOf)) > edge || gap < row[0].size * MIN_GUTTER) return 'across';
  return after.length === 0 ? 'left' : 'both';
}

function areColumns(rows: readonly Row[], edge: number, left: number, right: number): boolean {
  const widths = (isIn: (piece: Piece) => boolean) => {
    const lines = rows.map((row) => row.filter(isIn)).filter((pieces) => pieces.length > 0);
    const sorted = lines
      .map((pieces) => Math.max(...pieces.map(endOf)) - pieces[0]!.x)
      .sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return (
    widths(({ x }) => x < edge - 1) > (edge - left) * MIN_FILLED &&
    widths(({ x }) => x >= edge - 1) > (right - edge) * MIN_FILLED
  );
}

/** Short lines below two columns of equal height stand under the left one, and are read after the right one. */
function splitBelow(beside: readonly Piece[], column: readonly Piece[]): [Piece[], Piece[]] {
  const bottom = Math.max(...column.map(({ y }) => y));
  const last = Math.max(...column.map(({ order }) => order));
  const below = beside.filter(({ y, order, size }) => y > bottom + size && order > last);
  return [beside.filter((piece) => !below.includes(piece)), below];
}
