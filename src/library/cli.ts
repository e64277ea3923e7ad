// The library by hand: npm run statements -- add | list | show | labels | search | remove | watch | waiting | versions. Works beside a running bot.

import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { FORMS, type Statement } from '../statement/statement.ts';
import { openStore, type Store } from '../store/store.ts';
import { createDraftTable } from '../store/tables/drafts.ts';
import { createFeedTable } from '../store/tables/feeds.ts';
import { createStatementTable } from '../store/tables/statements.ts';
import { TABLES } from '../tables.ts';
import type { Log } from '../telemetry.ts';
import { oneLine } from '../text/one-line.ts';
import { differenceOf } from './difference.ts';
import { pollFeeds } from './feeds.ts';
import type { DraftHeader } from './import/draft.ts';
import type { FetchOptions } from './import/fetch.ts';
import { Refused } from './import/refused.ts';
import { labelLines, readWho, withLabel } from './labels.ts';
import { type Added, type Library, openLibrary } from './library.ts';
import { filesIn, isAddress, prepareAddress, prepareFile, prepareWords } from './offer.ts';
import type { Entry, Prepared } from './prepare.ts';
import { correctWaiting, keepWaiting, waitingFromFeeds } from './waiting.ts';

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
  versions ID             how a statement's text has changed at its source, word by word

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

// What goes wrong is the command's answer, not a log line.
const quiet = () => {};
const QUIET: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** `proxyEnv`: see Config. */
export type Opened = {
  readonly library: Library;
  readonly store: Store;
  readonly proxyEnv: Readonly<Record<string, string>>;
};

export type Terminal = {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** The answer to a question; null where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** What is piped in. */
  readonly piped: () => Promise<Uint8Array>;
};

type Run = {
  readonly library: Library;
  readonly store: Store;
  readonly terminal: Terminal;
  readonly isJson: boolean;
  readonly isYes: boolean;
  readonly given: Partial<DraftHeader>;
  readonly fetching: FetchOptions;
};

/** Runs one command; the process's exit code. Throws one line for people where the database cannot be used. */
export async function runStatementsCommand(
  words: readonly string[],
  terminal: Terminal,
  open: () => Promise<Opened>,
): Promise<number> {
  let parsed: ReturnType<typeof parseWords>;
  try {
    parsed = parseWords(words);
  } catch (error) {
    terminal.complain((error as Error).message.split('\n')[0]!);
    terminal.complain(USAGE);
    return 2;
  }
  const { command, rest, values } = parsed;
  const run = COMMANDS.get(command);
  if (run === undefined || rest.length < run.least || rest.length > run.most) {
    terminal.complain(USAGE);
    return 2;
  }
  const { library, store, proxyEnv } = await open();
  try {
    const fetching = { environment: proxyEnv, allowLoopback: values['allow-loopback'] === true };
    return await run.run(
      {
        library,
        store,
        terminal,
        isJson: values.json === true,
        isYes: values.yes === true,
        given: givenFields(values),
        fetching,
      },
      rest,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    terminal.complain(`${command === 'add' ? `${rest[0]}: ` : ''}${error.message}`);
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

const Line = z.string().trim().min(1);
const Given = z.object({
  title: Line.optional(),
  date: z.iso.date({ error: '--date: expected a day, such as 2024-05-06' }).optional(),
  publisher: Line.optional(),
  form: z.enum(FORMS, { error: `--form: expected ${FORMS.join(', ')}` }).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-\w+)*$/i, '--language: expected a language, such as en')
    .optional(),
  source: z.url({ protocol: /^https?$/, error: '--source: expected an http:// or https:// address' }).optional(),
});

function givenFields({ speaker, ...values }: ReturnType<typeof parseWords>['values']): Partial<DraftHeader> {
  const parsed = Given.safeParse(values);
  if (!parsed.success) throw new Refused(parsed.error.issues[0]!.message);
  const fields = Object.fromEntries(
    Object.entries(parsed.data).filter(([, value]) => value !== undefined),
  ) as Partial<DraftHeader>;
  return speaker === undefined ? fields : { ...fields, speaker: { name: speaker.trim(), names: [], pronoun: 'they' } };
}

type Command = {
  readonly least: number;
  readonly most: number;
  readonly run: (run: Run, words: readonly string[]) => Promise<number>;
};

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    add: { least: 1, most: 1, run: (run, [target]) => add(run, target!) },
    list: { least: 0, most: 0, run: list },
    show: { least: 1, most: 1, run: show },
    labels: { least: 1, most: 30, run: labels },
    search: { least: 1, most: 100, run: search },
    remove: { least: 1, most: 1, run: remove },
    watch: { least: 1, most: 1, run: watch },
    waiting: { least: 0, most: 0, run: waiting },
    versions: { least: 1, most: 1, run: versions },
  }),
);

async function add(run: Run, target: string): Promise<number> {
  const { given, fetching, terminal } = run;
  if (target === '-') return addOne(run, await prepareWords(await terminal.piped(), given));
  if (isAddress(target)) return addOne(run, await prepareAddress(target, given, fetching));
  if (/^[0-9a-f]{12}$/.test(target)) return addWaiting(run, target);
  const files = await filesIn(target);
  return files === null ? addOne(run, await prepareFile(target, given)) : addFolder(run, target, files);
}

async function addOne({ library, terminal, isJson, isYes }: Run, prepared: Prepared): Promise<number> {
  if (!isJson) for (const line of previewLines(prepared)) terminal.print(line);
  if (!isYes && !(await isConfirmed(terminal, prepared))) {
    if (isJson) terminal.print(JSON.stringify(prepared.entry));
    terminal.complain(
      terminal.ask === null
        ? 'Not stored: nobody was there to confirm it; --yes stores without asking.'
        : 'Not stored.',
    );
    return 1;
  }
  const [added] = await library.add([prepared]);
  terminal.print(isJson ? JSON.stringify(added!.entry) : addedLine(added!));
  return 0;
}

function addedLine({ kind, entry }: Added): string {
  if (kind === 'known') return `It is there already: ${entry.id}`;
  return kind === 'new-version' ? `Stored as the new version of its page: ${entry.id}` : `Stored: ${entry.id}`;
}

/** What is about to be stored, for a person to look at. */
function previewLines({ entry, statement, draft }: Prepared): string[] {
  const own = statement.spans.filter(
    ({ kind, speaker }) => kind === 'direct' && speaker?.name === entry.speaker,
  ).length;
  const unknown = draft.doubts.length === 0 ? [] : [`Look at: ${draft.doubts.join(', ')}`];
  return [
    oneLine(entry.title),
    [
      entry.date ?? 'no date',
      entry.publisher ?? 'no publisher',
      `a ${entry.form}`,
      entry.language,
      count(entry.paragraphs, 'paragraph'),
    ].join(' · '),
    [
      `Speaker: ${entry.speaker ?? 'nobody in particular'}`,
      ...(entry.speaker === null ? [] : [`${count(own, 'passage')} in their own words`]),
      ...(entry.unsure === 0 ? [] : [`${entry.unsure} in doubt`]),
    ].join(' · '),
    ...unknown,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

async function isConfirmed({ ask, print }: Terminal, { statement }: Prepared): Promise<boolean> {
  if (ask === null) return false;
  for (;;) {
    const word = (await ask('Store it? [y]es, [t]ext, [n]o: ')).trim().toLowerCase();
    if (/^y(?:es)?$/.test(word)) return true;
    if (/^t(?:ext)?$/.test(word)) print(statement.text);
    else if (/^no?$|^$/.test(word)) return false;
  }
}

// A batch is stored whole or not at all; smaller ones would wait for the disk more often.
const BATCH = 50;

async function addFolder(
  { library, terminal, isJson, isYes, given }: Run,
  folder: string,
  files: readonly string[],
): Promise<number> {
  if (files.length === 0) throw new Refused('holds no .md, .txt, .html, .pdf or .docx file');
  if (!isYes) {
    const answer =
      terminal.ask === null ? '' : await terminal.ask(`Add ${count(files.length, 'file')} of ${folder}? [y/n]: `);
    if (!/^\s*y/i.test(answer)) {
      terminal.complain(terminal.ask === null ? 'Not stored: --yes stores a folder without asking.' : 'Not stored.');
      return 1;
    }
  }
  const counts = { added: 0, known: 0, 'new-version': 0, refused: 0 };
  const entries: Entry[] = [];
  for (let from = 0; from < files.length; from += BATCH) {
    const batch: Prepared[] = [];
    for (const file of files.slice(from, from + BATCH)) {
      try {
        batch.push(await prepareFile(file, given));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        counts.refused++;
        terminal.complain(`${file}: ${error.message}`);
      }
    }
    for (const { kind, entry } of await library.add(batch)) {
      counts[kind]++;
      entries.push(entry);
    }
    const done = Math.min(from + BATCH, files.length);
    if (files.length > BATCH) terminal.complain(`${done} of ${files.length}`);
  }
  const { added, known, refused } = counts;
  const summary = [
    `${count(added, 'statement')} stored`,
    ...(known > 0 ? [`${known} were there already`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  terminal.print(isJson ? JSON.stringify(entries) : `${summary.join(', ')}.`);
  return refused > 0 ? 1 : 0;
}

const PAGE = 1_000;

async function list({ library, terminal, isJson }: Run): Promise<number> {
  const all: Entry[] = [];
  for (let from = 0; ; from += PAGE) {
    const page = await library.list(from, PAGE);
    if (isJson) all.push(...page);
    else
      for (const { id, date, title, speaker } of page)
        terminal.print([date ?? '          ', id, oneLine(title), speaker].filter(Boolean).join('  '));
    if (page.length < PAGE) break;
  }
  if (isJson) terminal.print(JSON.stringify(all));
  return 0;
}

async function opened({ library }: Run, id: string): Promise<Statement> {
  const about = await library.open(id);
  if (about === null) throw new Refused(`there is no statement ${id}`);
  return about.statement;
}

async function show(run: Run, [id]: readonly string[]): Promise<number> {
  const statement = await opened(run, id!);
  const { text, title, date, publisher, source, language, form, speaker } = statement;
  run.terminal.print(
    run.isJson
      ? JSON.stringify({
          id: statement.id,
          sha256: statement.sha256,
          title,
          date,
          publisher,
          source,
          language,
          form,
          speaker: speaker?.name ?? null,
          text,
        })
      : text,
  );
  return 0;
}

async function search({ library, terminal, isJson }: Run, words: readonly string[]): Promise<number> {
  const hits = await library.search(words.join(' '));
  if (isJson) {
    const quotes = (all: (typeof hits)[number]['quotes']) =>
      all.map(({ text, start, end, keys, paragraph, kind, speaker }) => ({
        text,
        start,
        end,
        keys,
        paragraph,
        kind,
        speaker,
      }));
    terminal.print(JSON.stringify(hits.map((hit) => ({ id: hit.id, title: hit.title, quotes: quotes(hit.quotes) }))));
    return 0;
  }
  if (hits.length === 0) terminal.print('No statement has these words.');
  for (const { id, title, quotes } of hits) {
    terminal.print(`${oneLine(title)} (${id})`);
    for (const { text, speaker } of quotes)
      terminal.print(`  ${oneLine(text)}${speaker === null ? '' : ` (${speaker})`}`);
  }
  return 0;
}

async function remove(run: Run, [id]: readonly string[]): Promise<number> {
  const statement = await opened(run, id!);
  await run.library.remove(statement.sha256);
  run.terminal.print(run.isJson ? JSON.stringify({ id: statement.id, removed: true }) : `Removed: ${statement.id}`);
  return 0;
}

/** Follows a feed from now on, and looks at it at once. */
async function watch({ store, terminal, isJson, fetching }: Run, [url]: readonly string[]): Promise<number> {
  const { feeds, drafts } = tablesOf(store);
  if (!isAddress(url!)) throw new Refused(`${url} is no address; expected https://…`);
  await feeds.watch(url!);
  const complaints: string[] = [];
  const log = { ...QUIET, warn: (...line: readonly unknown[]) => complaints.push(String(line.at(-1))) };
  const accept = async (prepared: Prepared) => void (await keepWaiting(drafts, prepared, null));
  const count = await pollFeeds({ feeds, accept, fetching, log });
  for (const complaint of complaints) terminal.complain(complaint);
  terminal.print(
    isJson
      ? JSON.stringify({ url, waiting: count })
      : `Watched: ${url}. New entries that wait to be looked at: ${count}.`,
  );
  return complaints.length > 0 && count === 0 ? 1 : 0;
}

async function waiting({ store, terminal, isJson }: Run): Promise<number> {
  const all = await waitingFromFeeds(tablesOf(store).drafts, PAGE);
  if (isJson) terminal.print(JSON.stringify(all.map(({ key, prepared }) => ({ key, ...prepared.entry }))));
  else
    for (const { key, prepared } of all)
      terminal.print(`${key}  ${prepared.entry.date ?? '          '}  ${oneLine(prepared.entry.title)}`);
  return 0;
}

async function addWaiting(run: Run, key: string): Promise<number> {
  const { drafts } = tablesOf(run.store);
  const prepared = await correctWaiting(drafts, key, run.given);
  if (prepared === null) throw new Refused('no such draft is waiting');
  const code = await addOne(run, prepared);
  if (code === 0) await drafts.take(key);
  return code;
}

function tablesOf({ parts: { database, engine } }: Store) {
  return { feeds: createFeedTable(database, engine), drafts: createDraftTable(database, engine) };
}

async function versions({ library, terminal, isJson }: Run, [id]: readonly string[]): Promise<number> {
  const all = await library.versions(id!);
  if (all.length === 0) throw new Refused(`there is no statement ${id}`);
  const changes = all.slice(1).map((newer, at) => ({
    from: all[at]!.sha256,
    to: newer.sha256,
    difference: differenceOf(all[at]!.text, newer.text),
  }));
  if (isJson) terminal.print(JSON.stringify(changes));
  else if (changes.length === 0) terminal.print('There is one version.');
  else
    for (const { from, to, difference } of changes) {
      terminal.print(`${from.slice(0, 6)} → ${to.slice(0, 6)}`);
      for (const { kind, text } of difference)
        if (kind !== 'same') terminal.print(`  ${kind === 'added' ? '+' : '-'} ${oneLine(text)}`);
    }
  return 0;
}

async function labels(run: Run, [id, key, ...who]: readonly string[]): Promise<number> {
  let statement = await opened(run, id!);
  const { library, terminal, isJson } = run;
  const settle = async (at: string, words: string): Promise<void> => {
    const said = readWho(words, statement);
    const spans = said && withLabel(statement, at, said);
    if (spans === null)
      throw new Refused(
        said === null ? `the statement names no speaker` : `there is no sentence ${at} in ${statement.id}`,
      );
    await library.setSpans(statement.sha256, spans);
    statement = { ...statement, spans };
  };
  if (key !== undefined) {
    if (who.length === 0) throw new Refused(`labels ${id} ${key}: whose? speaker, publisher, unsure, or a name`);
    await settle(key, who.join(' '));
  }
  const lines = labelLines(statement).filter((line) => key === undefined || line.key === key);
  if (isJson) terminal.print(JSON.stringify(lines));
  else
    for (const line of lines)
      terminal.print(
        `${line.key}  ${line.kind}${line.speaker === null ? '' : ` ${line.speaker}`}${line.doubt === null ? '' : ` (${line.doubt}?)`}  ${oneLine(line.text)}`,
      );
  if (isJson || key !== undefined || terminal.ask === null) return 0;
  for (const line of lines.filter(({ doubt }) => doubt !== null)) {
    const answer = (
      await terminal.ask(`${oneLine(line.text)}\n  Whose words? speaker, publisher, a name; enter leaves it: `)
    ).trim();
    if (answer !== '') await settle(line.key, answer);
  }
  return 0;
}

if (import.meta.main) {
  const open = async () => {
    const config = await loadConfig();
    const store = await openStore({ url: config.databaseUrl, tables: TABLES, log: QUIET });
    const { database, engine } = store.parts;
    return {
      library: await openLibrary(createStatementTable(database, engine), config.folders.data),
      store,
      proxyEnv: config.proxyEnv ?? {},
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
