// The one place where parts are joined: a Config in; the statement, its index, the answerer and the checker out.

import path from 'node:path';
import type { Answer, Ask } from './answer/answer.ts';
import { createAsk, type ModelAnswerer } from './answer/ask.ts';
import { loadPrompts } from './answer/prompt.ts';
import { type Checker, createChecker, type ModelComparer } from './check/checker.ts';
import type { Config } from './config.ts';
import { type OpenStatement, openStatement } from './retrieval/open-statement.ts';
import { topicsOf } from './retrieval/topics.ts';
import { listStatements, loadStatement } from './statement/load.ts';
import type { Statement } from './statement/statement.ts';
import { type Log, type Metrics, NO_METRICS } from './telemetry.ts';
import { createCache } from './text/cache.ts';

export type App = {
  /** The file that the statement was read from. */
  readonly file: string;
  readonly about: OpenStatement;
  readonly statement: Statement;
  /** What the statement is about, for suggestions. */
  readonly topics: readonly string[];
  readonly ask: Ask;
  /** Drops the questions of the last minutes, which are kept with their answers under nobody's name. */
  readonly forgetAsked: () => void;
  readonly checker: Checker;
  /** Null: answers are extracted. */
  readonly model: Pick<ModelAnswerer, 'name' | 'promptVersion'> | null;
};

// A few questions go round about one release; more of them are seldom asked twice.
const MAX_KEPT_ANSWERS = 200;

/**
 * Loads what an answer needs and nothing else; the model's client only where a model is configured.
 * @throws Error with one line that names the file or variable, what was found and what was expected.
 */
export async function openApp(config: Config, log: Log, metrics: Metrics = NO_METRICS): Promise<App> {
  return openFile(config, await statementFile(config), log, metrics);
}

/** The app of another statement in data/, with the same model; null when there is none of that id. Throws as `openApp` does. */
export async function openById(config: Config, id: string, log: Log, metrics: Metrics): Promise<App | null> {
  const ids = await listStatements(config.folders.data);
  return ids.includes(id) ? openFile(config, fileOf(config, id), log, metrics) : null;
}

async function openFile(config: Config, file: string, log: Log, metrics: Metrics): Promise<App> {
  const statement = await loadStatement(file);
  const about = openStatement(statement);
  const model = await openModel(config, about, log, metrics);
  const kept = createCache<Answer>(MAX_KEPT_ANSWERS);
  let topics: readonly string[] | null = null;
  return {
    file,
    about,
    statement,
    get topics() {
      topics ??= topicsOf(statement);
      return topics;
    },
    ask: createAsk({ about, model: model?.answerer ?? null, kept, log }),
    forgetAsked: kept.clear,
    checker: createChecker({ about, model: model?.comparer ?? null, log }),
    model: model?.answerer ?? null,
  };
}

async function openModel(
  config: Config,
  about: OpenStatement,
  log: Log,
  metrics: Metrics,
): Promise<{ readonly answerer: ModelAnswerer; readonly comparer: ModelComparer } | null> {
  // Read without a model too: a broken prompt is found at the start, not on the day that a key is set.
  const prompts = await loadPrompts(config.folders.prompts);
  if (!config.model) return null;
  const [{ createModel }, { createModelAnswerer }, { createModelComparer }] = await Promise.all([
    import('./model/client.ts'),
    import('./answer/model-answer.ts'),
    import('./check/model-check.ts'),
  ]);
  const model = createModel(config.model, log, undefined, metrics);
  const parts = { about, model, prompts, deadlineMs: config.model.deadlineMs, log, metrics };
  return { answerer: createModelAnswerer(parts), comparer: createModelComparer(parts) };
}

/** STATEMENT as the path of a file, or as an id in data/; unset, the newest in data/ by name, for names begin with the day. */
async function statementFile({ statement, folders }: Config): Promise<string> {
  if (statement !== null && (statement.endsWith('.md') || /[\\/]/.test(statement))) return path.resolve(statement);
  const ids = await listStatements(folders.data);
  const id = statement ?? ids.at(-1);
  if (id === undefined) throw new Error(`${folders.data}: holds no statement; expected at least one .md file`);
  if (!ids.includes(id)) {
    throw new Error(`STATEMENT is ${JSON.stringify(id)}; expected a file's path or one of: ${ids.join(', ')}`);
  }
  return fileOf({ folders }, id);
}

function fileOf({ folders }: Pick<Config, 'folders'>, id: string): string {
  return path.join(folders.data, `${id}.md`);
}
