// An answer as one message: the claims first, what carries them below. And as it grows while a model works.

import { FormattedString } from '@grammyjs/parse-mode';
import { type Answer, type Claim, claimsOf, numberQuotes } from '../../answer/answer.ts';
import { quoteAddress } from '../../statement/address.ts';
import type { Quote } from '../../statement/quotation.ts';
import type { Header } from '../../statement/statement.ts';
import { oneLine } from '../../text/one-line.ts';
import { introOf } from '../../wording/answer.ts';
import { originOf } from '../../wording/attribution.ts';
import { WORDING } from '../../wording/wording.ts';
import type { Rendered } from './auto-links.ts';
import { type Frame, linked, messageOf, type Piece, quotationBlock, shorten, statementAddress } from './message.ts';

// Claims take at most this much of a message, so that there is room for what carries them.
const MAX_CLAIMS = 2_400;
const MAX_QUESTION_SHOWN = 256;

/** `asked`: the question, shown in bold where no message with it stands above. */
export function answerMessage(answer: Answer, frame: Frame, asked: string | null = null): Rendered {
  const wording = WORDING[frame.language];
  const head: Piece[] = asked === null ? [] : [FormattedString.bold(shorten(oneLine(asked), MAX_QUESTION_SHOWN))];
  const intro = introOf(answer, wording, oneLine);
  head.push(...(answer.kind === 'claims' ? intro.map((line) => FormattedString.italic(line)) : intro));
  if (answer.kind === 'absent') return evidenceMessage(head, answer.nearest, frame, false);
  const claims = claimsThatFit(claimsOf(answer));
  const { quotes, numbers } = numberQuotes(claims);
  for (const [at, claim] of claims.entries()) {
    if (claim.text !== '') head.push(claimLine(claim, numbers[at]!, quotes, frame));
  }
  if (answer.kind === 'stopped') head.push(FormattedString.italic(wording.stopped));
  return evidenceMessage(head, quotes, frame, answer.kind !== 'fact');
}

/** A head over the quotations that show it, as many as fit, and where they are from. */
export function evidenceMessage(
  head: readonly Piece[],
  quotes: readonly Quote[],
  frame: Frame,
  isNumbered: boolean,
): Rendered {
  const headers = headersOf(quotes);
  const [only] = headers;
  const isOne = headers.length === 1 && only !== undefined;
  return messageOf(
    {
      head,
      blocks: quotes.map((quote, at) => quotationBlock(quote, isNumbered ? at + 1 : null, frame, headers.length > 1)),
      foot: isOne ? FormattedString.italic(originOf(only, frame.language)) : null,
      moreAt: isOne ? statementAddress(only, frame) : null,
    },
    frame,
  );
}

/** What the model does just now, said in a line. `paragraphs` null: of many statements, which it is not known. */
export type Work = { readonly kind: 'reading' | 'thinking' | 'writing'; readonly paragraphs: number | null };

export function workLine({ kind, paragraphs }: Work, frame: Frame): string {
  const { reading, thinking, writing } = WORDING[frame.language].telegram;
  return { reading: paragraphs === null ? thinking : reading(paragraphs), thinking, writing }[kind];
}

/** The claims so far, with numbers but without evidence or links, and what the model does. */
export function draftMessage(claims: readonly Claim[], work: Work, frame: Frame): Rendered {
  const { numbers } = numberQuotes(claims);
  // Of a claim whose wording was withheld only the quotations are shown, below the answer.
  const lines = claims.flatMap(({ text }, at) =>
    text === '' ? [] : [`${text} ${numbers[at]!.map((number) => `[${number}]`).join('')}`],
  );
  return messageOf({ head: [...lines, workLine(work, frame)] }, frame);
}

function claimsThatFit(claims: readonly Claim[]): readonly Claim[] {
  let room = MAX_CLAIMS;
  const fitting = claims.filter((claim) => {
    room -= claim.text.length + 8 * claim.quotes.length;
    return room >= 0;
  });
  return fitting.length > 0 ? fitting : claims.slice(0, 1);
}

function claimLine(claim: Claim, numbers: readonly number[], quotes: readonly Quote[], frame: Frame): FormattedString {
  const references = [...new Set(numbers)].map((number) =>
    linked(`[${number}]`, quoteAddress(frame.publicUrl, quotes[number - 1]!)),
  );
  return FormattedString.join([`${claim.text} `, ...references]);
}

/** The statements that are quoted from, each once. */
function headersOf(quotes: readonly Quote[]): readonly Header[] {
  return [...new Map(quotes.map(({ header }) => [header.sha256, header])).values()];
}
