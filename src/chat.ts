// The terminal: one question, or a conversation. A line in, an answer with its quotations out.

import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { type Answer, type Claim, MAX_QUESTION, numberQuotes, problemWith, type Turn } from './answer/answer.ts';
import { allegedIn, checkQuote, type Difference } from './answer/check.ts';
import { verdictOf } from './answer/verdict.ts';
import type { App } from './app.ts';
import { placeOf, shownText, whoseWords } from './statement/attribution.ts';
import type { Quote } from './statement/quote.ts';
import { type Language, languageOf, WORDING, type Wording } from './wording.ts';

/** Where the terminal chat reads and writes. */
export type Terminal = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
};

const EXAMPLES = ['what did he say about Russia?', 'why a multi-vector policy?', 'что он сказал о Китае?'];
const TURNS_KEPT = 4;
const HELP = [
  'Ask in a sentence, in any language. Follow-ups such as "and China?" or "why?" work.',
  '/check WORDS  did he say that?',
  '/source       the statement itself, paragraph by paragraph',
  '/new          forget the questions so far',
  '/help         this text',
  '/quit         leave (so do ctrl-C and ctrl-D)',
];

/** Answers one question on `output`. */
export async function answerOnce(app: App, question: string, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const screen = createScreen(terminal.output);
  await exchange(app, question, [], screen);
}

/** Prints one JSON object: the answer's machine-readable form, documented in README.md. */
export async function answerAsJson(app: App, question: string, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const answer = await app.ask({ text: question, turns: [] });
  terminal.output.write(`${JSON.stringify(answerToJson(answer))}\n`);
}

/** Says what an alleged quotation is. */
export function checkOnce(app: App, alleged: string, terminal: Pick<Terminal, 'output'>): void {
  showCheck(app, alleged, createScreen(terminal.output));
}

/** The same as one JSON object. */
export function checkAsJson(app: App, alleged: string, terminal: Pick<Terminal, 'output'>): void {
  const check = checkQuote(allegedIn(alleged), app.statement);
  const object = {
    verdict: check.kind,
    whose: check.kind === 'others' ? check.whose : null,
    differences: check.kind === 'altered' ? check.differences : null,
    quotes: check.quotes.map(quoteToJson),
    statement: { id: app.statement.id, sha256: app.statement.sha256 },
  };
  terminal.output.write(`${JSON.stringify(object)}\n`);
}

function quoteToJson({ text, start, end, paragraph, kind, speaker }: Quote) {
  return { text, start, end, paragraph, kind, speaker };
}

/** The JSON contract: offsets are UTF-16, end excluded, into the text of the statement. */
export function answerToJson(answer: Answer) {
  return {
    outcome: answer.outcome,
    mode: answer.mode,
    claims: answer.claims.map(({ text, quotes }) => ({ text, quotes: quotes.map(quoteToJson) })),
    premise: answer.premise,
    searched: { sentences: answer.searched.sentences, words: answer.searched.words },
    nearest: answer.nearest.map(quoteToJson),
    usage: answer.usage,
    statement: answer.statement,
  };
}

/**
 * A conversation until /quit, ctrl-C at the prompt or the end of the input. Ctrl-C while an answer is being made stops that
 * answer. `also` is printed below the header: where else the statement can be asked.
 */
export async function chat(app: App, terminal: Terminal, also: string | null = null): Promise<void> {
  const { input, output } = terminal;
  const screen = createScreen(output);
  const { statement } = app;
  screen.line(
    `${screen.bold('On Record')} · ${statement.title} (${statement.publisher}, ${readableDate(statement.date)})`,
  );
  if (!app.model) {
    screen.line('No model is connected (OPENAI_API_KEY): answers are the statement’s own sentences.');
  }
  if (also) screen.line(also);
  screen.line(screen.dim(`Try: ${EXAMPLES.join(' · ')}`));
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, output, prompt: '› ', terminal: interactive, historySize: 100 });
  let turns: readonly Turn[] = [];
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
    else if (text === '/source') showSource(app, screen);
    else if (text === '/check') screen.line('Which words? For example: /check we turned our backs on Russia');
    else if (text.startsWith('/check ')) showCheck(app, text.slice('/check '.length), screen);
    else if (text === '/new') {
      turns = [];
      screen.line('Forgotten. Ask anew.');
    } else if (/^\/\w+$/.test(text)) screen.line(`${text} is no command here. /help lists them.`);
    else if (text !== '') {
      stop = new AbortController();
      const turn = await exchange(app, text, turns, screen, stop.signal);
      if (turn) turns = [...turns, turn].slice(-TURNS_KEPT);
      stop = null;
    }
    prompt();
  }
  lines.close();
  if (interactive) output.write('\n');
}

type Screen = ReturnType<typeof createScreen>;

function createScreen(output: NodeJS.WriteStream) {
  // styleText leaves colours out where the stream has none or NO_COLOR is set.
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream: output });
  // Wrapped for people only: what is piped on keeps its lines whole.
  const width = () => (output.isTTY ? Math.max(30, Math.min(output.columns || 80, 100)) : Number.POSITIVE_INFINITY);
  return {
    bold: style('bold'),
    dim: style('dim'),
    struck: style('strikethrough'),
    number: style('cyan'),
    line: (text = '') => {
      output.write(`${wrap(text, width()).join('\n')}\n`);
    },
    /** Lines behind a rule, the first with a label. */
    block: (label: string, lines: readonly (readonly [text: string, format: (text: string) => string])[]) => {
      const indent = ' '.repeat(label.length);
      let isFirst = true;
      for (const [text, format] of lines) {
        for (const part of wrap(text, width() - label.length - 3)) {
          output.write(`${style('cyan')(isFirst ? label : indent)} ${style('dim')('│')} ${format(part)}\n`);
          isFirst = false;
        }
      }
    },
  };
}

/** Asks and prints; null when the question could not be asked or was stopped. */
async function exchange(
  app: App,
  text: string,
  turns: readonly Turn[],
  screen: Screen,
  signal?: AbortSignal,
): Promise<Turn | null> {
  const language: Language = languageOf(text) ?? 'en';
  const wording = WORDING[language];
  const problem = problemWith(text);
  if (problem !== null) {
    screen.line(wording.problem[problem](MAX_QUESTION));
    return null;
  }
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
  let answer: Answer;
  try {
    answer = await app.ask({ text, turns }, { onClaim: tell, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!signal?.aborted) throw error;
    screen.line(wording.stopped);
    return null;
  }
  const isAsTold = told.every((claim, at) => answer.claims[at]?.text === claim.text);
  if (!isAsTold) {
    // The reply that these claims came from broke off or was replaced.
    screen.line(wording.brokeOff);
    told.length = 0;
  }
  if (answer.premise !== null) screen.line(printable(answer.premise));
  if (answer.reason !== null && answer.outcome === 'answered') screen.line(wording.extracted[answer.reason]);
  for (const claim of answer.claims.slice(told.length)) if (claim.text !== '') tell(claim);
  showEvidence(answer, app, screen, wording);
  const claims = answer.claims.map((claim) => claim.text).join(' ');
  return { question: text, answer: claims };
}

function showEvidence(answer: Answer, app: App, screen: Screen, wording: Wording): void {
  if (answer.outcome === 'absent') {
    screen.line(wording.absent(answer.searched.missing.map(printable)));
    screen.line(wording.searched(answer.searched.sentences, answer.searched.words.map(printable)));
    if (answer.nearest.length > 0) screen.line(wording.nearest);
    for (const quote of answer.nearest) showQuote(quote, ' ', app, screen, wording);
    return;
  }
  const { quotes } = numberQuotes(answer.claims);
  screen.line();
  for (const [at, quote] of quotes.entries()) showQuote(quote, ` ${at + 1}`, app, screen, wording);
  screen.line();
}

function showQuote(quote: Quote, label: string, app: App, screen: Screen, wording: Wording): void {
  const source = `${whoseWords(quote, app.statement, wording)} · ${placeOf(quote, wording)}`;
  screen.block(label, [
    [shownText(quote), (text) => text],
    [source, screen.dim],
  ]);
}

function showCheck(app: App, message: string, screen: Screen): void {
  const alleged = allegedIn(message);
  const wording = WORDING[languageOf(alleged) ?? 'en'];
  const check = checkQuote(alleged, app.statement);
  screen.line(screen.bold(verdictOf(check, app.statement, wording)));
  if (check.kind === 'altered') screen.line(compared(check.differences, screen));
  if (check.kind === 'absent' && check.quotes.length > 0) screen.line(wording.nearest);
  for (const quote of check.quotes) showQuote(quote, ' ', app, screen, wording);
}

/** Words put in are struck out, missing ones bold; in brackets too, as wdiff has them, for where neither can be seen. */
function compared(differences: readonly Difference[], screen: Screen): string {
  return differences
    .map(({ kind, text }) => {
      const words = printable(text);
      if (kind === 'added') return screen.struck(`[-${words}-]`);
      return kind === 'missing' ? screen.bold(`{+${words}+}`) : words;
    })
    .join(' ');
}

function showSource({ statement }: App, screen: Screen): void {
  screen.line(screen.bold(statement.title));
  screen.line(`${statement.publisher}, ${readableDate(statement.date)} · ${statement.source}`);
  for (const block of statement.blocks) {
    if (block.kind === 'headline' || block.kind === 'date') continue;
    screen.line();
    const text = printable(statement.text.slice(block.start, block.end));
    screen.block(block.paragraph === null ? ' ' : String(block.paragraph).padStart(2), [[text, (part) => part]]);
  }
  screen.line();
}

function readableDate(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
}

/** One line without characters that a terminal would obey. */
function printable(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Breaks at blanks so that no line is wider than `width` columns; wide characters count two. A longer word stays whole. */
function wrap(text: string, width: number): string[] {
  if (columnsOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

const ESCAPES = /\u001b\[[\d;]*m/g;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;

function columnsOf(text: string): number {
  const plain = text.replace(ESCAPES, '');
  return plain.length + (plain.match(WIDE)?.length ?? 0);
}
