// One question at the terminal: asked, and its answer printed with its quotations, or as one JSON object.

import { type Answer, type Claim, claimsOf, MAX_QUESTION, numberQuotes } from '../answer/answer.ts';
import { answerToJson } from '../answer/json.ts';
import { languageOf } from '../language/language-of.ts';
import { type Asked, type Asker, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { introOf } from '../wording/answer.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING, type Wording } from '../wording/wording.ts';
import { createScreen, printable, type Screen, type Terminal } from './screen.ts';

/** The one person at this terminal. */
export const ME = { chat: 0, person: 0 };
export const ONCE: Asker = { ...ME, surface: 'terminal', language: 'en', conversation: null, isAdmitted: false };
/** What is said of a text that is no question. */
const NOTHING: Answer = {
  kind: 'absent',
  by: 'words',
  why: 'no-model',
  searched: { sentences: 0, words: [], missing: [], otherLanguage: false },
  nearest: [],
  usage: null,
  statements: [],
};
/** Answers one question on `output`. */
export async function answerOnce(service: Service, asked: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const screen = createScreen(terminal.output, service.library !== null);
  await exchange(service, asked, screen);
}

/** Prints one JSON object: the answer's machine-readable form, documented in README.md. */
export async function answerAsJson(service: Service, asked: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const outcome = await service.answer(ONCE, asked);
  // Standard output is the object's alone.
  if (isRefusal(outcome)) process.stderr.write(`${refusalText(outcome, 'en')}\n`);
  terminal.output.write(`${JSON.stringify(answerToJson(isRefusal(outcome) ? NOTHING : outcome))}\n`);
}

/** Asks and prints; false when the question could not be asked or was stopped. */
export async function exchange(
  service: Service,
  asked: Asked,
  screen: Screen,
  { asker = ONCE, stop }: { readonly asker?: Asker; readonly stop?: AbortSignal } = {},
): Promise<boolean> {
  const language: Language = languageOf(asked.text, LANGUAGES) ?? 'en';
  const wording = WORDING[language];
  const told: Claim[] = [];
  const tell = (claim: Claim) => {
    told.push(claim);
    const { numbers } = numberQuotes(told);
    screen.line(
      `${printable(claim.text)} ${screen.number(
        numbers
          .at(-1)!
          .map((number) => `[${number}]`)
          .join(''),
      )}`,
    );
  };
  const answer = await service.answer(asker, asked, { onProgress: tell, ...(stop ? { stop } : {}) });
  if (isRefusal(answer)) {
    screen.line(refusalText(answer, language));
    return false;
  }
  const claims = claimsOf(answer);
  const isAsTold = told.every((claim, at) => claims[at]?.text === claim.text);
  if (!isAsTold) {
    // The reply that these claims came from broke off or was replaced.
    screen.line(wording.brokeOff);
    told.length = 0;
  }
  for (const line of introOf(answer, wording, printable)) screen.line(line);
  for (const claim of claims.slice(told.length)) if (claim.text !== '') tell(claim);
  if (answer.kind === 'stopped') screen.line(wording.stopped);
  showEvidence(answer, screen, wording);
  return answer.kind !== 'stopped';
}

function showEvidence(answer: Answer, screen: Screen, wording: Wording): void {
  if (answer.kind === 'absent') {
    for (const quote of answer.nearest) screen.quote(quote, ' ', wording);
    return;
  }
  const { quotes } = numberQuotes(claimsOf(answer));
  screen.line();
  for (const [at, quote] of quotes.entries()) screen.quote(quote, ` ${at + 1}`, wording);
  screen.line();
}

function refusalText(refusal: Refusal, language: Language): string {
  if (refusal.kind === 'limited') return `Too many questions: please wait ${refusal.waitSeconds} s.`;
  if (refusal.why === 'unknown-statement') return 'No statement is known by that name.';
  return WORDING[language].problem(refusal.why, MAX_QUESTION);
}
