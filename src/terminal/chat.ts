// The terminal: one question, or a conversation. A line in, an answer with its quotations out.

import { createInterface } from 'node:readline';
import { type Answer, type Claim, claimsOf, MAX_QUESTION, numberQuotes } from '../answer/answer.ts';
import { answerToJson } from '../answer/json.ts';
import { languageOf } from '../language/language-of.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { type Asked, type Asker, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import type { Statement } from '../statement/statement.ts';
import { introOf } from '../wording/answer.ts';
import { originOf } from '../wording/attribution.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import type { Wording } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import { createScreen, printable, type Screen, type Terminal } from './screen.ts';

const EXAMPLES = ['what did he say about Russia?', 'why a multi-vector policy?', 'что он сказал о Китае?'];
/** The one person at this terminal. */
const ME = { chat: 0, person: 0 };
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
const HELP = [
  'Ask in a sentence, in any language. Follow-ups such as "and China?" or "why?" work.',
  '/check WORDS  did he say that?',
  '/source       the statement itself, paragraph by paragraph',
  '/new          forget the questions so far',
  '/help         this text',
  '/quit         leave (so do ctrl-C and ctrl-D)',
];

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

/**
 * A conversation until /quit, ctrl-C at the prompt or the end of the input. Ctrl-C while an answer is being made stops that
 * answer. `also` is printed below the header: where else the statement can be asked.
 */
export async function chat(
  service: Service,
  { statement }: OpenStatement,
  terminal: Terminal,
  also: string | null = null,
): Promise<void> {
  const { input, output } = terminal;
  const screen = createScreen(output, service.library !== null);
  const about = `${statement.title} (${originOf(statement, 'en')})`;
  screen.line(`${screen.bold('On Record')} · ${printable(about)}`);
  if (!service.model) {
    screen.line('No model is connected (OPENAI_API_KEY): answers are the statement’s own sentences.');
  }
  if (also) screen.line(also);
  screen.line(screen.dim(`Try: ${EXAMPLES.join(' · ')}`));
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, output, prompt: '› ', terminal: interactive, historySize: 100 });
  let count = 0;
  let stop: AbortController | null = null;
  lines.on('SIGINT', () => {
    if (stop) stop.abort();
    else lines.close();
  });
  const prompt = () => interactive && lines.prompt();
  prompt();
  for await (const line of lines) {
    const text = line.trim();
    if (text === '/quit' || text === '/exit') break;
    if (text === '/help') HELP.forEach(screen.line);
    else if (text === '/source') showSource(statement, screen);
    else if (text === '/check') screen.line('Which words? For example: /check we turned our backs on Russia');
    else if (text.startsWith('/check ')) {
      const { showCheck } = await import('./check.ts');
      stop = new AbortController();
      await showCheck(service, { text: text.slice('/check '.length) }, screen, stop.signal);
      stop = null;
    } else if (text === '/new') {
      await service.conversations.update(ME, (conversation) => ({ ...conversation, turns: [] }));
      screen.line('Forgotten. Ask anew.');
    } else if (/^\/\w+$/.test(text)) screen.line(`${text} is no command here. /help lists them.`);
    else if (text !== '') {
      stop = new AbortController();
      const asker = { ...ONCE, conversation: { turn: String(++count) } };
      await exchange(service, { text }, screen, { asker, stop: stop.signal });
      stop = null;
    }
    prompt();
  }
  lines.close();
  if (interactive) output.write('\n');
}

/** Asks and prints; false when the question could not be asked or was stopped. */
async function exchange(
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

function showSource(statement: Statement, screen: Screen): void {
  screen.line(screen.bold(printable(statement.title)));
  screen.line(printable([originOf(statement, 'en'), statement.source].filter((part) => part).join(' · ')));
  for (const block of statement.blocks) {
    if (block.kind === 'headline' || block.kind === 'date') continue;
    screen.line();
    const text = printable(statement.text.slice(block.start, block.end));
    screen.block(block.paragraph === null ? ' ' : String(block.paragraph).padStart(2), [[text, (part) => part]]);
  }
  screen.line();
}

function refusalText(refusal: Refusal, language: Language): string {
  if (refusal.kind === 'limited') return `Too many questions: please wait ${refusal.waitSeconds} s.`;
  if (refusal.why === 'unknown-statement') return 'No statement is known by that name.';
  return WORDING[language].problem(refusal.why, MAX_QUESTION);
}
