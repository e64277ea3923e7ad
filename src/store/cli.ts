// The store by hand: npm run store -- backup FILE | check | stats | dead | retry ID. Works beside a running bot.

import { existsSync } from 'node:fs';
import { loadConfig } from '../config.ts';
import { createQueue, type Queue } from '../inbox/queue.ts';
import { TABLES } from '../tables.ts';
import { NO_LOG } from '../telemetry.ts';
import { locate, openStore, type Store } from './store.ts';

const USAGE = `npm run store -- COMMAND

  backup FILE   copy the database to a new file while it is in use (SQLite; PostgreSQL has pg_dump)
  check         look for damage
  stats         what waits, runs, is done and is given up; questions and tokens of today; thumbs
  dead          updates that were given up, and why
  retry ID      try an update again that was given up
`;

/** Runs one command, printing through `print`; the process's exit code. Throws one line for people where the store cannot be used. */
export async function runStoreCommand(
  words: readonly string[],
  { url, print }: { readonly url: string; readonly print: (line: string) => void },
): Promise<number> {
  const [command, argument, ...rest] = words;
  const run = COMMANDS.get(command ?? '');
  if (run === undefined || rest.length > 0 || (run.needs === undefined) !== (argument === undefined)) {
    print(USAGE);
    return 2;
  }
  // Looking at a store that is not there must not make one.
  const place = locate(url);
  if (!place.startsWith('postgres') && !existsSync(place)) {
    print(`${place}: there is none yet; the first start of the bot makes it`);
    return 1;
  }
  const store = await openStore({ url, tables: TABLES, log: NO_LOG });
  try {
    return await run.run({ store, queue: createQueue(store.parts, NO_LOG), argument: argument ?? '', print });
  } finally {
    await store.close();
  }
}

type Command = {
  /** What the argument is; absent where the command takes none. */
  readonly needs?: string;
  readonly run: (about: About) => Promise<number>;
};

type About = {
  readonly store: Store;
  readonly queue: Queue;
  readonly argument: string;
  readonly print: (line: string) => void;
};

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    backup: {
      needs: 'FILE',
      run: async ({ store, argument: file, print }) => {
        await store.backup(file);
        print(`${store.name} copied to ${file}`);
        return 0;
      },
    },
    check: {
      run: async ({ store, print }) => {
        const findings = await store.check();
        for (const finding of findings) print(`${store.name}: ${finding}`);
        if (findings.length === 0) print(`${store.name}: sound`);
        return findings.length === 0 ? 0 : 1;
      },
    },
    stats: {
      run: async ({ store, queue, print }) => {
        const { oldestMs, ...counts } = await queue.stats();
        const usage = await store.usage.today(null);
        print(store.name);
        print(
          `inbox    ${Object.entries(counts)
            .map(([state, count]) => `${count} ${state}`)
            .join(', ')}`,
        );
        print(`oldest   ${oldestMs === null ? 'nothing waits' : `${Math.round(oldestMs / 1_000)} s`}`);
        print(
          `today    ${usage.questions} questions, ${usage.promptTokens} + ${usage.completionTokens} tokens (${usage.cachedTokens} cached)`,
        );
        for (const { promptVersion, model, up, down } of await store.feedback.counts()) {
          print(`thumbs   ${up} up, ${down} down with prompt ${promptVersion}, ${model ?? 'no model'}`);
        }
        return 0;
      },
    },
    dead: {
      run: async ({ queue, print }) => {
        const dead = await queue.dead();
        for (const { updateId, failures, cutoffs, error, finishedAt } of dead) {
          print(
            `${updateId}  ${finishedAt.toISOString()}  failed ${failures} times, cut off ${cutoffs} times  ${error ?? ''}`,
          );
        }
        if (dead.length === 0) print('none');
        return 0;
      },
    },
    retry: {
      needs: 'ID',
      run: async ({ queue, argument: id, print }) => {
        const updateId = Number(id);
        const isQueued = /^\d+$/.test(id) && Number.isSafeInteger(updateId) && (await queue.retry(updateId));
        print(isQueued ? `${id} is queued again` : `${id}: no update of this id was given up`);
        return isQueued ? 0 : 1;
      },
    },
  }),
);

if (import.meta.main) {
  try {
    const { databaseUrl: url } = await loadConfig();
    process.exitCode = await runStoreCommand(process.argv.slice(2), { url, print: (line) => console.log(line) });
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
