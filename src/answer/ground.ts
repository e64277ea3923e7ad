// Grounding: what of a Draft may be shown. A claim keeps its quotations' keys only if they were shown to the model, words in
// quotation marks only if they are the speaker's own, and itself only if its numbers and names stand in what it cites.

import { type Places, quoteSentences } from '../statement/quotation.ts';
import type { Statement } from '../statement/statement.ts';
import type { Claim } from './answer.ts';
import { withoutUnfoundQuotations } from './claim-marks.ts';
import { namesStand } from './claim-names.ts';
import { numbersStand } from './claim-numbers.ts';
import { saysForOthers } from './claim-speech.ts';
import { type Draft, type DraftClaim, readKeys } from './draft.ts';

/** The rule that refused a claim. The names appear in logs and metrics. */
export type Refusal = 'unknown-keys' | 'too-many' | 'too-long' | 'empty' | 'number' | 'name' | 'attribution';

export type Grounding = {
  readonly statement: Statement;
  readonly places: Places['places'];
  /** The keys that the model was shown. */
  readonly shown: ReadonlySet<string>;
  /** What the asker wrote, earlier questions included: its numbers and names may be spoken of. */
  readonly asked: string;
};

export type Grounded = {
  readonly claims: readonly Claim[];
  readonly premise: string | null;
  readonly refusals: readonly Refusal[];
};

// A claim is one thing that the statement says; the longest that a person would call one is half of this.
const MAX_CLAIM_UTF16 = 600;
const MAX_CLAIMS = 8;

/** Turns a Draft into what may be shown of it. Never throws. Without claims the caller abstains. */
export function groundDraft(draft: Draft, grounding: Grounding): Grounded {
  if (draft.outcome === 'not_in_statement') return { claims: [], premise: null, refusals: [] };
  const { claims, refusals } = groundClaims(draft.claims, grounding);
  const premise = claims.length > 0 && draft.premise !== null ? groundPremise(draft.premise, grounding) : null;
  return { claims, premise, refusals };
}

/**
 * The claims that may be shown, each once, and the rules that refused the others. Of the first claims of a Draft these are the
 * first of the whole Draft's, so they can be shown while it is still being written.
 */
export function groundClaims(
  drafts: readonly DraftClaim[],
  grounding: Grounding,
): { readonly claims: readonly Claim[]; readonly refusals: readonly Refusal[] } {
  const claims: Claim[] = [];
  const refusals: Refusal[] = [];
  for (const draft of drafts.slice(0, MAX_CLAIMS)) {
    const outcome = groundClaim(draft, grounding);
    if (typeof outcome === 'string') refusals.push(outcome);
    else if (!claims.some((claim) => claim.text === outcome.text)) claims.push(outcome);
  }
  return { claims, refusals };
}

function groundClaim(draft: DraftClaim, grounding: Grounding): Claim | Refusal {
  const { statement, asked } = grounding;
  const keys = shownKeys(draft.sentences, grounding);
  if (keys.length === 0) return 'unknown-keys';
  if (draft.text.length > MAX_CLAIM_UTF16) return 'too-long';
  const text = withoutUnfoundQuotations(plain(withoutKeys(draft.text, grounding.shown)), statement);
  if (!/\p{L}/u.test(text)) return 'empty';
  const quotes = quoteSentences(grounding, keys);
  if (quotes.length === 0) return 'unknown-keys';
  const cited = citedText(statement, keys);
  if (!numbersStand(text, `${cited}\n${asked}\n${statement.date}`)) return 'number';
  if (!namesStand(text, namable(grounding, cited), grounding)) return 'name';
  if (saysForOthers(text, quotes, statement)) return 'attribution';
  return { text, quotes };
}

/** The premise cites nothing, so it may name what stands anywhere in the statement or the question; null if it names more. */
function groundPremise(premise: string, grounding: Grounding): string | null {
  if (premise.length > MAX_CLAIM_UTF16) return null;
  const { statement, asked } = grounding;
  const text = withoutUnfoundQuotations(plain(premise), statement);
  if (!/\p{L}/u.test(text)) return null;
  if (!numbersStand(text, `${statement.text}\n${asked}\n${statement.date}`)) return null;
  return namesStand(text, namable(grounding, statement.text), grounding) ? text : null;
}

/** The keys that the model named, as far as they were shown to it. */
export function shownKeys(
  named: readonly string[],
  { statement, shown }: Pick<Grounding, 'statement' | 'shown'>,
): string[] {
  const sentences = statement.sentences.filter(({ key }) => shown.has(key));
  return readKeys(named, new Map(sentences.map(({ key, start, end }) => [key, statement.text.slice(start, end)])));
}

/** "[4.4]", " 4.4 " and "4.4, 4.5" are what models make of keys. */
function keysIn(written: string): string[] {
  return written.split(/[\s,;()[\]]+/).filter((key) => key !== '');
}

/** Without the keys that models put behind what they write, "[4.4, 4.5]": they would be read as numbers. */
function withoutKeys(text: string, shown: ReadonlySet<string>): string {
  return text.replace(/\s*[[(【]([\w.,;\s]{1,80})[\])】]/gu, (whole, inner: string) => {
    const keys = keysIn(inner);
    return keys.length > 0 && keys.every((key) => shown.has(key)) ? '' : whole;
  });
}

/** The sentences of `keys`, a line each. */
export function citedText(statement: Statement, keys: readonly string[]): string {
  const cited = new Set(keys);
  return statement.sentences
    .filter((sentence) => cited.has(sentence.key))
    .map((sentence) => statement.text.slice(sentence.start, sentence.end))
    .join('\n');
}

/** One line without control, direction and zero-width characters; joiners stay where a script or an emoji needs them. */
function plain(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(HIDDEN, (hidden, joiner?: string) => (joiner === undefined ? '' : hidden))
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
}

const JOINED = '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]';
const CURSIVE =
  '[\\p{Script=Arabic}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{M}]';
const HIDDEN = new RegExp(
  `((?<=${JOINED})\\u200d(?=\\p{Extended_Pictographic})|(?<=${CURSIVE})[\\u200c\\u200d](?=${CURSIVE}))|\\p{Cf}|\\p{Cs}|(?!\\ufe0f)\\p{Default_Ignorable_Code_Point}`,
  'gu',
);

/** Where the names of a claim may come from: what it cites, what was asked, who spoke and published, and the month of it. */
function namable({ statement, asked }: Grounding, cited: string): string {
  const { speaker, publisher, carriedBy, date } = statement;
  const names = speaker === null ? [] : [speaker.name, ...speaker.names];
  return [cited, asked, ...names, publisher ?? '', carriedBy ?? '', date === null ? '' : monthOf(date)].join('\n');
}

const MONTHS = new Map<string, string>();

function monthOf(date: string): string {
  // A formatter costs more than all else that grounding does.
  const known = MONTHS.get(date);
  if (known !== undefined) return known;
  const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(new Date(date));
  MONTHS.set(date, month);
  return month;
}
