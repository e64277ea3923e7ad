// Grounding: what of a Draft may be shown. A claim keeps its quotations' keys only if they were shown to the model, words in
// quotation marks only if they are the speaker's own, and itself only if its numbers and names stand in what it cites.

import { FUNCTION_WORDS, keyOf, terms } from '../retrieval/terms.ts';
import { type Quote, quoteSentences } from '../statement/quote.ts';
import type { Statement } from '../statement/statement.ts';
import type { Claim } from './answer.ts';
import { namesStand, numbersStand } from './claim-facts.ts';
import { withoutUnfoundQuotations } from './claim-marks.ts';
import type { Draft, DraftClaim } from './draft.ts';

/** The rule that refused a claim. The names appear in logs and metrics. */
export type Refusal = 'unknown-keys' | 'too-long' | 'empty' | 'number' | 'name' | 'attribution';

export type Grounding = {
  readonly statement: Statement;
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
  const outcomes = draft.claims.slice(0, MAX_CLAIMS).map((claim) => groundClaim(claim, grounding));
  const claims = outcomes.filter((outcome) => typeof outcome !== 'string');
  return {
    claims,
    premise: claims.length > 0 && draft.premise !== null ? groundPremise(draft.premise, grounding) : null,
    refusals: outcomes.filter((outcome) => typeof outcome === 'string'),
  };
}

/** One claim with its quotations, or the rule that refuses it. Depends on nothing but its arguments. */
export function groundClaim(draft: DraftClaim, grounding: Grounding): Claim | Refusal {
  const keys = draft.sentences.map(bareKey).filter((key) => grounding.shown.has(key));
  if (keys.length === 0) return 'unknown-keys';
  if (draft.text.length > MAX_CLAIM_UTF16) return 'too-long';
  const text = withoutUnfoundQuotations(plain(draft.text), grounding.statement);
  if (!/\p{L}/u.test(text)) return 'empty';
  const quotes = quoteSentences(grounding.statement, keys);
  if (quotes.length === 0) return 'unknown-keys';
  const cited = citedText(grounding.statement, keys);
  if (!numbersStand(text, `${cited}\n${grounding.asked}\n${grounding.statement.date}`)) return 'number';
  if (!namesStand(text, namable(grounding, cited))) return 'name';
  if (saysForOthers(text, quotes, grounding.statement)) return 'attribution';
  return { text, quotes };
}

/** The premise cites nothing, so it may name what stands anywhere in the statement or the question; null if it names more. */
function groundPremise(premise: string, grounding: Grounding): string | null {
  if (premise.length > MAX_CLAIM_UTF16) return null;
  const { statement, asked } = grounding;
  const text = withoutUnfoundQuotations(plain(premise), statement);
  if (!/\p{L}/u.test(text)) return null;
  if (!numbersStand(text, `${statement.text}\n${asked}\n${statement.date}`)) return null;
  return namesStand(text, namable(grounding, statement.text)) ? text : null;
}

/** "[4.4]" and " 4.4 " are what models make of 4.4. */
function bareKey(key: string): string {
  return key.replace(/^[\s[(]+|[\s\])]+$/g, '');
}

function citedText(statement: Statement, keys: readonly string[]): string {
  const cited = new Set(keys);
  return statement.sentences
    .filter((sentence) => cited.has(sentence.key))
    .map((sentence) => statement.text.slice(sentence.start, sentence.end))
    .join('\n');
}

/** One line without control, direction and zero-width characters; joiners stay where a script or an emoji needs them. */
function plain(text: string): string {
  return text
    .replace(
      /(?<=[^\p{Script=Latin}\p{Script=Cyrillic}\s])[\u200c\u200d](?=[^\p{Script=Latin}\p{Script=Cyrillic}\s])/gu,
      (joiner) => (joiner === '\u200d' ? JOINER : NON_JOINER),
    )
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}|\p{Cs}|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(JOINER, '\u200d')
    .replaceAll(NON_JOINER, '\u200c')
    .trim();
}
// Stand-ins from the private use area while the other invisible characters go.
const JOINER = '\uf8f0';
const NON_JOINER = '\uf8f1';

/** Where the names of a claim may come from: what it cites, what was asked, and who spoke and published. */
function namable({ statement, asked }: Grounding, cited: string): string {
  return [cited, asked, statement.speaker.name, ...statement.speaker.names, statement.publisher].join('\n');
}

const SAYS =
  /\b(?:said|says|saying|stated|states|told|declared|declares|believes?|believed|thinks|thought|claims|claimed|announced|admitted|admits)\b|(?:сказал|заявил|считает|утверждал|утверждает|признал|сказаў|заявіў|лічыць|сцвярджае|прызнаў|sagte|erklärte|meint|behauptet)\p{L}*|说|表示|认为|称/iu;
const DISTANCES =
  /\b(?:not|never|no|cannot|wrong|quot\w*|cit\w*|critics?|critici\w*|others?|accus\w*|reject\w*|den(?:y|ies|ied)|disput\w*|disagree\w*|dismiss\w*|refut\w*|mistak\w*|so-called|alleg\w*|they|those who|view|words)\b|n['’]t\b|не|ня|якобы|нібыта|цит\p{L}*|отверг\p{L}*|адхіл\p{L}*|ошиб\p{L}*|памыл\p{L}*|чуж\p{L}*|nicht|zitier\p{L}*|falsch|不|没|错|引用|否认|所谓/iu;

/**
 * Whether a claim has someone say what he did not: agency narration told as his words, or words that he quotes from others
 * told as his own without a word that sets them apart.
 */
function saysForOthers(text: string, quotes: readonly Quote[], statement: Statement): boolean {
  if (quotes.every((quote) => quote.kind === 'narration' || quote.kind === 'quoted') && SAYS.test(text)) {
    return !DISTANCES.test(text);
  }
  const others = quotes.flatMap((quote) => quote.quoted);
  if (others.length === 0 || DISTANCES.test(text)) return false;
  const content = contentKeys(text).filter((key) => !SAID_KEYS.has(key));
  const speaker = new Set(contentKeys(`${statement.speaker.name} ${statement.speaker.names.join(' ')}`));
  return others.some((range) => {
    const theirs = new Set(contentKeys(statement.text.slice(range.start, range.end)));
    const told = content.filter((key) => theirs.has(key));
    const added = content.filter((key) => !theirs.has(key) && !speaker.has(key));
    return theirs.size > 0 && new Set(told).size >= theirs.size * 0.6 && added.length <= told.length / 2;
  });
}

const SAID_KEYS = new Set(['said', 'says', 'stated', 'told', 'declared', 'believes', 'claimed'].map(keyOf));

function contentKeys(text: string): string[] {
  return terms(text)
    .filter((term) => !FUNCTION_WORDS.has(term.folded))
    .map((term) => term.key);
}
