// The one place where parts are joined: a Config in; the statements, what answers and checks, and the service over them out.

import path from 'node:path';
import { createAsk } from './answer/ask.ts';
import { loadAnswerPrompt } from './answer/prompt.ts';
import { check, checkWords } from './check/check.ts';
import { loadComparePrompt } from './check/compare.ts';
import type { Config } from './config.ts';
import type { Prepared } from './library/prepare.ts';
import type { Model } from './model/model.ts';
import { type OpenStatement, openStatement } from './retrieval/open-statement.ts';
import { NO_ANSWER_CACHE, NO_USAGE_COUNTS, rememberConversations } from './service/memory.ts';
import { type Answering, createService, type Service, type Statements } from './service/service.ts';
import { type Sessions, storedAnswers } from './service/stored.ts';
import { compareLabels, loadLabelsPrompt } from './speech/compare.ts';
import { listStatements, loadStatement } from './speech/load.ts';
import type { Store } from './store/store.ts';
import { type Log, type Metrics, NO_METRICS } from './telemetry.ts';

export type App = {
  /** The file of the statement that is asked about where none is chosen. */
  readonly file: string;
  readonly home: OpenStatement;
  readonly answering: Answering;
};

/**
 * Loads what an answer needs and nothing else; the model's client only where a model is configured.
 * @throws Error with one line that names the file or variable, what was found and what was expected.
 */
export async function openApp(config: Config, log: Log, metrics: Metrics = NO_METRICS): Promise<App> {
  const file = await homeFile(config);
  const home = openStatement(await loadStatement(file));
  const answering = await openAnswering(config, log, metrics);
  return { file, home, answering };
}

/** The service for one person at a terminal: no limits, and nothing outlives the process. `close` gives its database back. */
export async function terminalService(
  app: App,
  config: Config,
  log: Log,
  metrics: Metrics = NO_METRICS,
): Promise<Service & { readonly close: () => Promise<void> }> {
  const store = await libraryStore(config, log);
  const service = createService({
    ...app.answering,
    statements: await openStatements(app, config, store, log),
    conversations: rememberConversations(),
    answers: NO_ANSWER_CACHE,
    usage: NO_USAGE_COUNTS,
    limits: { questionsPerMinute: null, dailyTokenBudget: null },
    metrics,
  });
  return { ...service, close: async () => store?.close() };
}

/** The service for everybody, over what the store remembers of them. */
export async function storedService(
  app: App,
  store: Store,
  sessions: Sessions,
  config: Config,
  metrics: Metrics,
  log: Log,
): Promise<Service> {
  return createService({
    ...app.answering,
    statements: await openStatements(app, config, store, log),
    conversations: sessions,
    answers: storedAnswers(store),
    usage: store.usage,
    limits: config.limits,
    metrics,
  });
}

/** The home statement, and where STATEMENT names none, all others of the folder and the database. */
async function openStatements(app: App, config: Config, store: Store | null, log: Log): Promise<Statements> {
  const { statement, folders } = config;
  const withMeaning = await openMeaning(config, store, log);
  const home = withMeaning(app.home);
  const isHome = (name: string | null) =>
    name === null || name === home.statement.id || (name.length >= 6 && home.statement.sha256.startsWith(name));
  if (statement !== null || store === null) {
    return { open: async (name) => (isHome(name) ? home : null), nearest: async () => [], library: null };
  }
  const [{ openLibrary }, { createStatementTable }] = await Promise.all([
    import('./library/library.ts'),
    import('./store/tables/statements.ts'),
  ]);
  const { database, engine } = store.parts;
  const library = await openLibrary(createStatementTable(database, engine), folders.data);
  return {
    open: async (name) => {
      if (name === null || isHome(name)) return home;
      const about = await library.open(name);
      return about && withMeaning(about);
    },
    nearest: async (words, most) =>
      (await library.count()) > 1 ? (await library.candidates(words, most)).map(withMeaning) : [],
    library,
  };
}

/** Adds to a statement how near its sentences are to a text; nothing, and nothing is loaded, without a model for that. */
async function openMeaning(
  { embedding }: Config,
  store: Store | null,
  log: Log,
): Promise<(about: OpenStatement) => OpenStatement> {
  if (embedding === null) return (about) => about;
  const [{ createEmbed }, { createMeaning }, { createEmbeddingTable }] = await Promise.all([
    import('./model/embed.ts'),
    import('./retrieval/meaning.ts'),
    import('./store/tables/embeddings.ts'),
  ]);
  const kept = store && createEmbeddingTable(store.parts.database, store.parts.engine, embedding.model);
  const meaningOf = createMeaning(createEmbed(embedding, log), kept);
  return (about) => ({ ...about, nearest: (text) => meaningOf(text, about.statement) });
}

/** Watches the feeds that FEEDS or a person named, until `signal` is aborted. Loaded where there is one. */
export async function watchFeeds(
  store: Store,
  service: Service,
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { library } = service;
  const { database, engine } = store.parts;
  const { createFeedTable } = await import('./store/tables/feeds.ts');
  const feeds = createFeedTable(database, engine);
  for (const url of config.library.feeds) await feeds.watch(url);
  if (library === null || (await feeds.all()).length === 0) return;
  const [{ followFeeds }, { keepWaiting }, { createDraftTable }] = await Promise.all([
    import('./library/feeds.ts'),
    import('./library/waiting.ts'),
    import('./store/tables/drafts.ts'),
  ]);
  const drafts = createDraftTable(database, engine);
  const accept = async (prepared: Prepared) => {
    if (config.library.addsAtOnce) await library.add([await service.label(prepared, signal)]);
    else await keepWaiting(drafts, prepared, null);
  };
  const fetching = { proxyEnv: config.proxyEnv ?? {}, signal };
  await followFeeds({ feeds, accept, fetching, log }, signal);
}

/** The database for questions at a terminal: none where a single file is all there is, for then it would only take time. */
async function libraryStore({ statement, folders, databaseUrl }: Config, log: Log): Promise<Store | null> {
  if (statement !== null) return null;
  const [{ existsSync }, { locate, openStore }, { TABLES }] = await Promise.all([
    import('node:fs'),
    import('./store/store.ts'),
    import('./tables.ts'),
  ]);
  const place = locate(databaseUrl);
  const isThere = place.startsWith('postgres') || existsSync(place);
  if (!isThere && (await listStatements(folders.data)).length < 2) return null;
  return openStore({ url: isThere ? databaseUrl : ':memory:', tables: TABLES, log });
}

/** What answers, checks and labels: a model where one is configured, else the rules. Throws as `openApp` does. */
export async function openAnswering(config: Config, log: Log, metrics: Metrics = NO_METRICS): Promise<Answering> {
  if (config.model) {
    const { createModel } = await import('./model/client.ts');
    const model = createModel(config.model, log, metrics);
    const answering = await answerBy(model, config, log, metrics);
    return { ...answering, model: { ...answering.model!, warmUp: config.model.warmUp ? model.warmUp : null } };
  }
  // Read without a model too: a broken prompt is found at the start, not on the day that a key is set.
  const { prompts } = config.folders;
  await Promise.all([loadAnswerPrompt(prompts), loadComparePrompt(prompts), loadLabelsPrompt(prompts)]);
  return {
    ask: (about) => createAsk({ about, answerer: null, log }),
    check: async (message, about) => checkWords(message, about),
    label: async (prepared) => prepared,
    model: null,
  };
}

/** Answers, checks and labels by a model, whatever stands behind it. */
export async function answerBy(
  model: Model,
  { folders }: Config,
  log: Log,
  metrics: Metrics = NO_METRICS,
): Promise<Answering> {
  const [answering, comparing, labelling] = await Promise.all([
    loadAnswerPrompt(folders.prompts),
    loadComparePrompt(folders.prompts),
    loadLabelsPrompt(folders.prompts),
  ]);
  const answerer = { model, prompt: answering };
  return {
    ask: (about) => createAsk({ about, answerer, log, metrics }),
    check: (message, about, signal) =>
      check(message, about, model, { prompt: comparing, signal, onRefusal: metrics.refusal }),
    label: async (prepared, signal) => {
      const { spans, usages } = await compareLabels(prepared.statement, model, { prompt: labelling, signal });
      usages.forEach(metrics.tokens);
      return { ...prepared, statement: { ...prepared.statement, spans } };
    },
    model: { name: model.name, promptVersion: answering.version },
  };
}

/** STATEMENT as the path of a file, or as an id in data/; unset, the newest in data/ by name, for names begin with the day. */
async function homeFile({ statement, folders }: Config): Promise<string> {
  if (statement !== null && (statement.endsWith('.md') || /[\\/]/.test(statement))) return path.resolve(statement);
  const ids = await listStatements(folders.data);
  const id = statement ?? ids.at(-1);
  if (id === undefined) throw new Error(`${folders.data}: holds no statement; expected at least one .md file`);
  if (!ids.includes(id)) {
    throw new Error(`STATEMENT is ${JSON.stringify(id)}; expected a file's path or one of: ${ids.join(', ')}`);
  }
  return fileOf(folders.data, id);
}

function fileOf(folder: string, id: string): string {
  return path.join(folder, `${id}.md`);
}
