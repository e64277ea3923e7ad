// What npm run statements does: add, list, show, labels, search, remove, watch, waiting. Each gives the process's exit code.

import { quoteToJson } from '../answer/json.ts';
import type { Statement } from '../statement/statement.ts';
import type { Store } from '../store/store.ts';
import { createDraftTable } from '../store/tables/drafts.ts';
import { createFeedTable } from '../store/tables/feeds.ts';
import { NO_LOG } from '../telemetry.ts';
import { oneLine } from '../text/one-line.ts';
import { type Entry, entryOf, ownPassages } from './entry.ts';
import { pollFeeds } from './feeds.ts';
import type { DraftHeader } from './import/draft.ts';
import type { FetchOptions } from './import/fetch.ts';
import { Refused } from './import/refused.ts';
import { labelLines, readWho, withLabel } from './labels.ts';
import type { Added, Library } from './library.ts';
import { filesIn, isAddress, prepareAddress, prepareFile, prepareWords } from './offer.ts';
import type { Prepared } from './prepare.ts';
import { correctWaiting, keepWaiting, waitingFromFeeds } from './waiting.ts';

export type Terminal = {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** The answer to a question; null where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** What is piped in. */
  readonly piped: () => Promise<Uint8Array>;
};

export type Run = Terminal & {
  readonly library: Library;
  readonly store: Store;
  readonly isYes: boolean;
  readonly given: Partial<DraftHeader>;
  readonly fetching: FetchOptions;
  /** As Answering has it. */
  readonly label: (prepared: Prepared) => Promise<Prepared>;
  /** One value as JSON where --json asks for it, else lines for people. */
  readonly tell: (value: unknown, lines: readonly string[]) => void;
};

type Command = {
  readonly least?: number;
  readonly most?: number;
  readonly run: (run: Run, ...words: string[]) => Promise<number>;
};

export const COMMANDS: Readonly<Record<string, Command>> = {
  add: { least: 1, most: 1, run: add },
  list: { run: list },
  show: { least: 1, most: 1, run: show },
  labels: { least: 1, most: 30, run: labels },
  search: { least: 1, most: 100, run: search },
  remove: { least: 1, most: 1, run: remove },
  watch: { least: 1, most: 1, run: watch },
  waiting: { run: waiting },
};

async function add(run: Run, target = ''): Promise<number> {
  const { given, fetching, piped } = run;
  if (target === '-') return addOne(run, await prepareWords(await piped(), given));
  if (isAddress(target)) return addOne(run, await prepareAddress(target, given, fetching));
  if (/^[0-9a-f]{12}$/.test(target)) return addWaiting(run, target);
  const files = await filesIn(target);
  return files === null ? addOne(run, await prepareFile(target, given)) : addFolder(run, target, files);
}

async function addOne(run: Run, found: Prepared): Promise<number> {
  const { library, ask, complain, isYes, tell, label } = run;
  const prepared = await label(found);
  if (!isYes) {
    tell(entryOf(prepared.statement), previewLines(prepared));
    if (!(await isConfirmed(run, prepared))) {
      complain(
        ask === null ? 'Not stored: nobody was there to confirm it; --yes stores without asking.' : 'Not stored.',
      );
      return 1;
    }
  }
  const [{ kind, entry }] = (await library.add([prepared])) as [Added];
  const words = {
    added: 'Stored',
    known: 'It is there already',
    'new-version': 'Stored as the new version of its page',
  };
  tell(entry, [`${words[kind]}: ${entry.id}`]);
  return 0;
}

/** What is about to be stored, for a person to look at. */
function previewLines({ statement, draft }: Prepared): string[] {
  const { title, date, publisher, form, language, speaker, paragraphs, unsure } = entryOf(statement);
  const told = [date ?? 'no date', publisher ?? 'no publisher', `a ${form}`, language, count(paragraphs, 'paragraph')];
  const whose = [
    `Speaker: ${speaker ?? 'nobody in particular'}`,
    speaker && `${count(ownPassages(statement), 'passage')} in their own words`,
    unsure > 0 && `${unsure} in doubt`,
  ];
  const doubts = draft.doubts.length === 0 ? [] : [`Look at: ${draft.doubts.join(', ')}`];
  return [oneLine(title), told.join(' · '), whose.filter(Boolean).join(' · '), ...doubts];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

async function isConfirmed({ ask, print }: Run, { statement }: Prepared): Promise<boolean> {
  while (ask !== null) {
    const word = (await ask('Store it? [y]es, [t]ext, [n]o: ')).trim().toLowerCase();
    if (/^y(?:es)?$/.test(word)) return true;
    if (/^no?$|^$/.test(word)) return false;
    if (/^t(?:ext)?$/.test(word)) print(statement.text);
  }
  return false;
}

// A batch is stored whole or not at all; smaller ones would wait for the disk more often.
const BATCH = 50;

async function addFolder(
  { library, ask, complain, isYes, given, tell }: Run,
  folder: string,
  files: readonly string[],
): Promise<number> {
  if (files.length === 0) throw new Refused('holds no .md, .txt, .html, .pdf or .docx file');
  if (!isYes && !/^\s*y/i.test((await ask?.(`Add ${count(files.length, 'file')} of ${folder}? [y/n]: `)) ?? '')) {
    complain(ask === null ? 'Not stored: --yes stores a folder without asking.' : 'Not stored.');
    return 1;
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
        complain(`${file}: ${error.message}`);
      }
    }
    for (const { kind, entry } of await library.add(batch)) {
      counts[kind]++;
      entries.push(entry);
    }
    if (files.length > BATCH) complain(`${Math.min(from + BATCH, files.length)} of ${files.length}`);
  }
  const { added, known, refused } = counts;
  const summary = [
    `${count(added, 'statement')} stored`,
    known > 0 && `${known} were there already`,
    refused > 0 && `${refused} refused`,
  ];
  tell(entries, [`${summary.filter(Boolean).join(', ')}.`]);
  return refused > 0 ? 1 : 0;
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

async function list({ library, tell }: Run): Promise<number> {
  const all = await library.list();
  tell(all, all.map(lineOf));
  return 0;
}

function lineOf({ id, date, title, speaker }: Entry): string {
  return [date ?? '          ', id, oneLine(title), speaker].filter(Boolean).join('  ');
}

async function opened({ library }: Run, id: string): Promise<Statement> {
  const about = await library.open(id);
  if (about === null) throw new Refused(`there is no statement ${id}`);
  return about.statement;
}

async function show(run: Run, id = ''): Promise<number> {
  const statement = await opened(run, id);
  const { sha256, source, text } = statement;
  run.tell({ ...entryOf(statement), sha256, source, text }, [text]);
  return 0;
}

async function search({ library, tell }: Run, ...words: string[]): Promise<number> {
  const hits = await library.search(words.join(' '));
  const lines = hits.flatMap(({ id, title, quotes }) => [
    `${oneLine(title)} (${id})`,
    ...quotes.map(({ text, speaker }) => `  ${oneLine(text)}${speaker === null ? '' : ` (${speaker})`}`),
  ]);
  tell(
    hits.map(({ id, title, quotes }) => ({ id, title, quotes: quotes.map(quoteToJson) })),
    lines.length > 0 ? lines : ['No statement has these words.'],
  );
  return 0;
}

async function remove(run: Run, name = ''): Promise<number> {
  const { id, sha256 } = await opened(run, name);
  await run.library.remove(sha256);
  run.tell({ id, removed: true }, [`Removed: ${id}`]);
  return 0;
}

async function labels(run: Run, id = '', key?: string, ...who: string[]): Promise<number> {
  const { library, ask, tell } = run;
  let statement = await opened(run, id);
  const settle = async (at: string, words: string): Promise<void> => {
    const said = readWho(words, statement);
    if (said === null)
      throw new Refused(
        words === '' ? 'whose? speaker, publisher, unsure, or a name' : 'the statement names no speaker',
      );
    const spans = withLabel(statement, at, said);
    if (spans === null) throw new Refused(`there is no sentence ${at} in ${statement.id}`);
    await library.setSpans(statement.sha256, spans);
    statement = { ...statement, spans };
  };
  if (key !== undefined) await settle(key, who.join(' '));
  const lines = labelLines(statement).filter((line) => key === undefined || line.key === key);
  tell(
    lines,
    lines.map(
      ({ key: at, kind, speaker, doubt, text }) =>
        `${at}  ${kind}${speaker === null ? '' : ` ${speaker}`}${doubt === null ? '' : ` (${doubt}?)`}  ${oneLine(text)}`,
    ),
  );
  for (const line of key === undefined && ask !== null ? lines.filter(({ doubt }) => doubt !== null) : []) {
    const answer = (
      await ask!(`${oneLine(line.text)}\n  Whose words? speaker, publisher, a name; enter leaves it: `)
    ).trim();
    if (answer !== '') await settle(line.key, answer);
  }
  return 0;
}

/** Follows a feed from now on, and looks at it at once. */
async function watch({ store, complain, fetching, tell }: Run, url = ''): Promise<number> {
  const { feeds, drafts } = tablesOf(store);
  if (!isAddress(url)) throw new Refused(`${url} is no address; expected https://…`);
  await feeds.watch(url);
  let complaints = 0;
  const warn = (_fields: unknown, message?: string) => {
    complaints++;
    complain(message ?? '');
  };
  const accept = async (prepared: Prepared) => void (await keepWaiting(drafts, prepared, null));
  const brought = await pollFeeds({ feeds, accept, fetching, log: { ...NO_LOG, warn } });
  tell({ url, waiting: brought }, [`Watched: ${url}. New entries that wait to be looked at: ${brought}.`]);
  return complaints > 0 && brought === 0 ? 1 : 0;
}

async function waiting({ store, tell }: Run): Promise<number> {
  const all = (await waitingFromFeeds(tablesOf(store).drafts)).map(({ key, prepared }) => ({
    key,
    ...entryOf(prepared.statement),
  }));
  tell(
    all,
    all.map((entry) => lineOf({ ...entry, id: entry.key })),
  );
  return 0;
}
