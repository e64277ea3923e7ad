// Grounding: what of a Draft may be shown. A claim keeps its quotations; its wording is shown only if it keeps to every rule of the
// table. A wording that breaks one costs the wording, never the evidence.

import { headerLines } from '../statement/header.ts';
import { quoteSentences } from '../statement/quotation.ts';
import type { Claim } from './answer.ts';
import { type Draft, type DraftClaim, readKeys } from './draft.ts';
import { keysShowing } from './facts.ts';
import { betterKey, carried } from './grounding/carried.ts';
import {
  type CitedClaim,
  type Grounding,
  isIn,
  languagesOf,
  type Rule,
  sourceIn,
  textOf,
  type Withheld,
} from './grounding/claim.ts';
import { imitation, looksLikeOurs } from './grounding/imitation.ts';
import { marks, withoutMarks } from './grounding/marks.ts';
import { name, namesStand } from './grounding/name.ts';
import { negation } from './grounding/negation.ts';
import { number, numbersStand } from './grounding/number.ts';
import { whose } from './grounding/whose.ts';

export type { Grounding, Withheld } from './grounding/claim.ts';

/** In the order in which they are asked: the first that finds something is what the log says. */
const RULES: readonly Rule[] = [imitation, marks, number, name, whose, negation, carried];

const HEADER_RULES: readonly Rule[] = [imitation, marks, number, name];

export type Grounded = {
  readonly claims: readonly Claim[];
  readonly premise: string | null;
  /** The rules that withheld a wording, one for each wording; "no-sentence" for a claim that went. */
  readonly withheld: readonly (Withheld | 'no-sentence')[];
};

// A claim is one thing that the statement says; the longest that a person would call one is half of this.
const MAX_CLAIM_UTF16 = 600;
export const MAX_CLAIMS = 8;
// A claim that names more has found nothing.
const MAX_KEYS = 40;

/** Turns a Draft into what may be shown of it. Never throws. Without claims the caller abstains. */
export function groundDraft(draft: Draft, grounding: Grounding): Grounded {
  if (draft.outcome === 'not_in_statement') return { claims: [], premise: null, withheld: [] };
  const { claims, withheld } = groundClaims(draft.claims, grounding);
  // Beside claims of which no word may be shown, a premise would stand for them.
  const isTold = claims.some(({ text }) => text !== '');
  const premise = isTold && draft.premise !== null ? groundPremise(draft.premise, grounding) : null;
  return { claims, premise, withheld };
}

/**
 * The claims that may be shown, each once. Of the first claims of a Draft these are the first of the whole Draft's, so they can be
 * shown while it is still being written.
 */
export function groundClaims(
  drafts: readonly DraftClaim[],
  grounding: Grounding,
): Pick<Grounded, 'claims' | 'withheld'> {
  const claims: Claim[] = [];
  const withheld: (Withheld | 'no-sentence')[] = [];
  let before = '';
  for (const draft of drafts.slice(0, MAX_CLAIMS)) {
    const outcome = groundClaim(draft, before, grounding);
    if (outcome === null) {
      withheld.push('no-sentence');
      continue;
    }
    before += `${draft.text}\n`;
    if (outcome.withheld !== null) withheld.push(outcome.withheld);
    if (!claims.some((claim) => isSame(claim, outcome.claim))) claims.push(outcome.claim);
  }
  return { claims, withheld };
}

/** The same wording, or no wording over sentences that were quoted already. */
function isSame(one: Claim, other: Claim): boolean {
  if (other.text !== '') return one.text === other.text;
  return other.quotes.every((quote) =>
    one.quotes.some((known) => known.start <= quote.start && quote.end <= known.end),
  );
}

function groundClaim(
  draft: DraftClaim,
  before: string,
  grounding: Grounding,
): { claim: Claim; withheld: Withheld | null } | null {
  const keys = readKeys(draft.sentences.slice(0, MAX_KEYS), shownTexts(grounding));
  const written = plain(withoutKeys(draft.text, grounding.shown));
  const claim = citedClaim(written, keys, before, grounding);
  const { quotes } = claim;
  if (quotes.length === 0) return null;
  const rule = brokenRule(claim, keys, grounding);
  // The words of another sentence: it is that one which carries them.
  const mayStray = (rule === null || rule === 'not-carried') && claim.isSameLanguage;
  const better = mayStray ? betterKey(claim, grounding) : null;
  if (better === null && rule === null) return { claim: { text: claim.text, quotes }, withheld: null };
  if (better !== null) {
    const moved = citedClaim(written, [better], before, grounding);
    if (brokenRule(moved, [better], grounding) === null)
      return { claim: { text: moved.text, quotes: moved.quotes }, withheld: null };
  }
  return { claim: { text: '', quotes }, withheld: rule ?? 'not-carried' };
}

/** A claim over the sentences of `keys`; what the header's lines say is shown by the sentences that say it too. */
function citedClaim(written: string, keys: readonly string[], before: string, grounding: Grounding): CitedClaim {
  const { about } = grounding;
  const header = headerLines(about.statement).filter(({ key }) => keys.includes(key));
  const named = keys.filter((key) => about.places.has(key));
  const showing = header.flatMap(({ key }) => keysShowing(key, about.statement));
  const first = about.statement.sentences.find(({ kind }) => kind === 'paragraph');
  const placed =
    named.length + showing.length === 0 && header.length > 0 && first ? [first.key] : [...named, ...showing];
  const quotes = quoteSentences(about, placed);
  const cited = [textOf(about, placed), ...header.map(({ text }) => text)].join('\n');
  const text = withoutMarks(written);
  const { language } = about.statement;
  return {
    text,
    written,
    keys: placed,
    quotes,
    cited,
    before,
    languages: languagesOf(text, language),
    isSameLanguage: isIn(text, language),
  };
}

/** `keys`: as they were named. Who said it and when stands in no sentence's words, so the header carries only names and numbers. */
function brokenRule(claim: CitedClaim, keys: readonly string[], grounding: Grounding): Withheld | null {
  if (claim.written.length > MAX_CLAIM_UTF16) return 'too-long';
  if (!/\p{L}/u.test(claim.written)) return 'empty';
  const isOfHeader = keys.every((key) => !grounding.about.places.has(key));
  for (const rule of isOfHeader ? HEADER_RULES : RULES) {
    const found = rule(claim, grounding);
    if (found !== null) return found;
  }
  return null;
}

/** The premise cites nothing, so it may name what stands anywhere in the statement or the question; null if it names more. */
function groundPremise(premise: string, grounding: Grounding): string | null {
  if (premise.length > MAX_CLAIM_UTF16) return null;
  const { about, asked } = grounding;
  const text = withoutMarks(plain(premise));
  if (!/\p{L}/u.test(text) || looksLikeOurs(text)) return null;
  const { language, date, title, speaker } = about.statement;
  const sources = [
    sourceIn([about.statement.text, title, date ?? '', speaker?.name ?? ''].join('\n'), language),
    { text: asked, languages: languagesOf(asked, language) },
  ];
  const own = { text, languages: languagesOf(text, language) };
  return numbersStand(own, sources) && namesStand(own, sources) ? text : null;
}

/** The text of each line that the model was shown, by key, in the statement's order. */
function shownTexts({ about: { statement }, shown }: Grounding): ReadonlyMap<string, string> {
  const sentences = statement.sentences.filter(({ key }) => shown.has(key));
  return new Map([
    ...headerLines(statement).map(({ key, text }) => [key, text] as const),
    ...sentences.map(({ key, start, end }) => [key, statement.text.slice(start, end)] as const),
  ]);
}

/** Without the keys that models put behind what they write, "[4.4, 4.5]": they would be read as numbers. */
function withoutKeys(text: string, shown: ReadonlySet<string>): string {
  return text.replace(/\s*[[(【]([\w.,;\s]{1,80})[\])】]/gu, (whole, inner: string) => {
    const keys = inner.split(/[\s,;]+/).filter((key) => key !== '');
    return keys.length > 0 && keys.every((key) => shown.has(key)) ? '' : whole;
  });
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
