// The one shape for a place in a text.

/** A stretch of a text: UTF-16 offsets, end excluded. */
export type Range = { readonly start: number; readonly end: number };
