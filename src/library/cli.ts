// The library by hand: npm run statements. Works beside a running bot.

import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { openStore } from '../store/store.ts';
import { createStatementTable } from '../store/tables/statements.ts';
import { TABLES } from '../tables.ts';
import { NO_LOG } from '../telemetry.ts';
import { COMMANDS, type Run, type Terminal } from './commands.ts';
import { readHeaderFields } from './header-fields.ts';
import { Refused } from './import/refused.ts';
import { openLibrary } from './library.ts';
import type { Prepared } from './prepare.ts';

const USAGE = `npm run statements -- COMMAND [--json]

  add FILE|URL|FOLDER|-   look at a statement (.md .txt .html .pdf .docx; - reads what is piped in) and store it
      --yes               without asking
      --title --date --publisher --speaker --form --language --source   what is known better than the text tells
  list                    all statements, the newest first
  show ID                 a statement's text
  labels ID               whose words each sentence is, the doubtful first; asks about them at a terminal
  labels ID KEY WHO       settles one: speaker, publisher, unsure, a name, or reported: NAME
  search WORDS            the statements that speak of it, with their sentences
  remove ID               take one out
  watch URL               follow a feed (RSS, Atom); new entries wait to be looked at
  waiting                 what feeds brought; \`add KEY\` looks at one and stores it

An ID is a statement's name, or six and more of the first digits of its fingerprint.
`;

const OPTIONS = {
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  title: { type: 'string' },
  date: { type: 'string' },
  publisher: { type: 'string' },
  speaker: { type: 'string' },
  form: { type: 'string' },
  language: { type: 'string' },
  source: { type: 'string' },
  // For tests: a page server on this machine is no public one.
  'allow-loopback': { type: 'boolean' },
} as const;

/** `proxyEnv`: see Config. */
export type Opened = Pick<Run, 'library' | 'store' | 'label'> & {
  readonly proxyEnv: Readonly<Record<string, string>>;
};

/** Runs one command; the process's exit code. Throws one line for people where the database cannot be used. */
export async function runStatementsCommand(
  words: readonly string[],
  terminal: Terminal,
  open: () => Promise<Opened>,
): Promise<number> {
  const { complain, print } = terminal;
  let parsed: ReturnType<typeof parseWords>;
  try {
    parsed = parseWords(words);
  } catch (error) {
    complain(`${(error as Error).message.split('\n')[0]}\n\n${USAGE}`);
    return 2;
  }
  const { command, rest, values } = parsed;
  const { run, least = 0, most = 0 } = COMMANDS[command] ?? {};
  if (run === undefined || rest.length < least || rest.length > most) {
    complain(USAGE);
    return 2;
  }
  const { proxyEnv, ...opened } = await open();
  const { store } = opened;
  const tell = (value: unknown, lines: readonly string[]) => {
    if (values.json) print(JSON.stringify(value));
    else lines.map((line) => print(line));
  };
  try {
    const fetching = { proxyEnv, allowLoopback: values['allow-loopback'] === true };
    return await run(
      { ...terminal, ...opened, isYes: values.yes === true, given: readHeaderFields(values), fetching, tell },
      ...rest,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(`${command === 'add' ? `${rest[0]}: ` : ''}${error.message}`);
    return 1;
  } finally {
    await store.close();
  }
}

function parseWords(words: readonly string[]) {
  const { positionals, values } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  const [command = '', ...rest] = positionals;
  return { command, rest, values };
}

if (import.meta.main) {
  const open = async () => {
    const config = await loadConfig();
    const { databaseUrl: url, folders, proxyEnv } = config;
    const store = await openStore({ url, tables: TABLES, log: NO_LOG });
    const { database, engine } = store.parts;
    return {
      library: await openLibrary(createStatementTable(database, engine), folders.data),
      store,
      // Loaded where something is added: the other commands need no model.
      label: async (prepared: Prepared) => {
        const { openAnswering } = await import('../compose.ts');
        return (await openAnswering(config, NO_LOG)).label(prepared);
      },
      proxyEnv: proxyEnv ?? {},
    };
  };
  // `… list | head` takes what it wants and leaves.
  process.stdout.on('error', () => process.exit());
  const readline = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : null;
  const terminal: Terminal = {
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    ask: readline && ((question) => readline.question(question)),
    piped: async () => Buffer.concat(await process.stdin.toArray()),
  };
  try {
    process.exitCode = await runStatementsCommand(process.argv.slice(2), terminal, open);
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('\n')[0]}\n`);
    process.exitCode = 1;
  }
  readline?.close();
}
