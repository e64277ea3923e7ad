// How a statement, or a place in one, is named in buttons, deep links, inline ids and conversations: short, and for as long as it stands.

const DIGITS = 6;

/** The first digits of the fingerprint: of a hundred thousand statements some six in a thousand share theirs with another. */
export function shortName({ sha256 }: { readonly sha256: string }): string {
  return sha256.slice(0, DIGITS);
}

/** A paragraph, or one sentence of it, of a statement; `statement` null in links of the first edition, which knew one. */
export type PlaceReference = {
  readonly statement: string | null;
  readonly paragraph: number;
  readonly sentence: number | null;
};

/** "p4-3_ab12cd": of letters, digits, - and _ only, as a deep link's parameter must be. */
export function placeName({ statement, paragraph, sentence }: PlaceReference): string {
  return `p${paragraph}${sentence === null ? '' : `-${sentence}`}${statement === null ? '' : `_${statement}`}`;
}

/** Null for what names no place. */
export function readPlaceName(name: string): PlaceReference | null {
  const match = /^p(\d{1,5})(?:-(\d{1,5}))?(?:_([0-9a-f]{6,64}))?$/.exec(name);
  if (!match) return null;
  return {
    statement: match[3] ?? null,
    paragraph: Number(match[1]),
    sentence: match[2] === undefined ? null : Number(match[2]),
  };
}
