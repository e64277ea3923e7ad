// The terminal chat: a line in, an answer with its quotations out.

import { createInterface } from 'node:readline';
import { bringsWords } from '../check/asks.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { Service } from '../service/service.ts';
import type { Statement } from '../statement/statement.ts';
import { originOf } from '../wording/attribution.ts';
import { examplesOf } from '../wording/examples.ts';
import { readableDate } from '../wording/language.ts';
import { exchange, ME, ONCE } from './ask.ts';
import { createScreen, printable, type Screen, type Terminal } from './screen.ts';

type Chat = {
  readonly service: Service;
  readonly screen: Screen;
  /** What is asked about; null: all statements. */
  about: OpenStatement | null;
};

type Command = {
  /** As /help shows it. */
  readonly usage: string;
  readonly help: string;
  readonly run: (chat: Chat, words: string, stop: AbortSignal) => Promise<void> | void;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    usage: '/check WORDS',
    help: 'was that said?',
    run: async ({ service, screen, about }, text, stop) => {
      if (text === '') {
        screen.line('Which words? Write them behind /check.');
        return;
      }
      const { showCheck } = await import('./check.ts');
      await showCheck(service, { text, statement: about?.statement.sha256 ?? null }, screen, stop);
    },
  },
  source: {
    usage: '/source',
    help: 'the statement itself, paragraph by paragraph',
    run: ({ screen, about }) => {
      if (about === null) screen.line('All statements are asked. Choose one with /in ID; /statements lists them.');
      else showSource(about.statement, screen);
    },
  },
  statements: {
    usage: '/statements [WORDS]',
    help: 'all statements, or those that have the words',
    run: async ({ service, screen }, words) => {
      const found = words === '' ? await service.list() : await service.search(words);
      for (const { id, title, ...entry } of found) {
        const date = 'date' in entry && entry.date !== null ? ` · ${readableDate(entry.date, 'en')}` : '';
        screen.line(`${screen.bold(id)}  ${printable(title)}${date}`);
      }
      if (found.length === 0) screen.line('None has these words.');
    },
  },
  in: {
    usage: '/in ID | all',
    help: 'which statement is asked about',
    run: async (chat, name) => {
      const { service, screen } = chat;
      const about = name === 'all' ? null : await service.open(name);
      if (about === null && name !== 'all') screen.line(`No statement is known as ${JSON.stringify(name)}.`);
      else {
        chat.about = about;
        screen.line(about === null ? 'All statements.' : titleOf(about));
      }
    },
  },
  new: {
    usage: '/new',
    help: 'forget the questions so far',
    run: async ({ service, screen }) => {
      await service.conversations.update(ME, (conversation) => ({ ...conversation, turns: [] }));
      screen.line('Forgotten. Ask anew.');
    },
  },
  help: {
    usage: '/help',
    help: 'this text',
    run: ({ screen }) => {
      screen.line('Ask in a sentence, in any language. Follow-ups such as "why?" or "more" work.');
      for (const { usage, help } of Object.values(COMMANDS)) screen.line(`${usage.padEnd(20)} ${help}`);
      screen.line(`${'/quit'.padEnd(20)} leave (so do ctrl-C and ctrl-D)`);
    },
  },
};

/**
 * A conversation until /quit, ctrl-C at the prompt or the end of the input. Ctrl-C while an answer is being made stops that
 * answer. `also` is printed below the header: where else the statement can be asked.
 */
export async function runChat(
  service: Service,
  home: OpenStatement,
  terminal: Terminal,
  also: string | null = null,
): Promise<void> {
  const { input, output } = terminal;
  const screen = createScreen(output, service.library !== null);
  const count = (await service.library?.count()) ?? 1;
  const chat: Chat = { service, screen, about: count > 1 ? null : home };
  screen.line(
    `${screen.bold('On Record')} · ${count > 1 ? `${count} statements (/statements lists them)` : titleOf(home)}`,
  );
  if (!service.model) screen.line('No model is connected (OPENAI_API_KEY): I only compare words.');
  if (also) screen.line(also);
  const { speaker } = home.statement;
  const examples = examplesOf(home.topics(), speaker?.pronoun ?? 'they', 'en');
  screen.line(screen.dim(`Try: ${examples.map(printable).join(' · ')}`));
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, output, prompt: '› ', terminal: interactive, historySize: 100 });
  let turn = 0;
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
    const [, name, words = ''] = /^\/(\w+)(?:\s+(.*))?$/s.exec(text) ?? [];
    stop = new AbortController();
    if (name !== undefined) {
      const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
      if (command) await command.run(chat, words, stop.signal);
      else screen.line(`/${name} is no command here. /help lists them.`);
    } else if (bringsWords(text)) await COMMANDS.check!.run(chat, text, stop.signal);
    else if (text !== '') {
      const asked = { text, statement: chat.about?.statement.sha256 ?? null };
      const asker = { ...ONCE, conversation: { turn: String(++turn) } };
      await exchange(service, asked, screen, { asker, stop: stop.signal });
    }
    stop = null;
    prompt();
  }
  lines.close();
  if (interactive) output.write('\n');
}

function titleOf({ statement }: OpenStatement): string {
  const origin = originOf(statement, 'en');
  return printable(origin === '' ? statement.title : `${statement.title} (${origin})`);
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
