// Who may import whom. A new folder, or a new use of a package, is added to these tables on purpose.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom, types included: each room imports what lies below it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  telemetry: [],
  config: [],
  language: ['text'],
  statement: ['text', 'language'],
  model: ['telemetry'],
  speech: ['text', 'language', 'statement', 'model'],
  retrieval: ['text', 'language', 'statement'],
  answer: ['text', 'language', 'statement', 'retrieval', 'model', 'telemetry'],
  check: ['text', 'language', 'statement', 'retrieval', 'model', 'answer'],
  // They know no domain type: what they keep is handed over with its codec.
  store: ['telemetry'],
  inbox: ['store', 'telemetry'],
  tables: ['store', 'inbox'],
  library: ['text', 'language', 'statement', 'speech', 'retrieval', 'answer', 'store', 'telemetry'],
  wording: ['text', 'statement', 'answer', 'check'],
  service: [
    'text',
    'language',
    'statement',
    'retrieval',
    'model',
    'answer',
    'check',
    'library',
    'store',
    'wording',
    'telemetry',
  ],
  telegram: [
    ...['text', 'language', 'statement', 'retrieval', 'answer', 'check', 'library', 'service', 'wording'],
    ...['inbox', 'store', 'config', 'telemetry'],
  ],
  mcp: ['statement', 'answer', 'check', 'service', 'compose', 'config', 'telemetry'],
  web: [
    ...['text', 'language', 'statement', 'retrieval', 'answer', 'check', 'library', 'service', 'wording'],
    ...['mcp', 'store', 'telemetry'],
  ],
  terminal: ['language', 'statement', 'retrieval', 'answer', 'check', 'service', 'wording'],
  compose: [
    ...['model', 'retrieval', 'speech', 'answer', 'check', 'library', 'service', 'store', 'tables'],
    ...['config', 'telemetry'],
  ],
  setup: ['retrieval', 'model', 'answer', 'store', 'inbox', 'tables', 'telegram', 'compose', 'config', 'telemetry'],
  serve: ['service', 'inbox', 'store', 'tables', 'telegram', 'web', 'compose', 'config', 'telemetry'],
  'compile-cache': [],
  main: ['check', 'terminal', 'serve', 'compose', 'config', 'telemetry'],
  // Commands of their own, which a shell starts: they join parts as compose.ts does.
  'library/cli': [
    'compose',
    'library',
    'speech',
    'statement',
    'store',
    'tables',
    'config',
    'telemetry',
    'language',
    'text',
  ],
  'store/cli': ['store', 'inbox', 'tables', 'config', 'telemetry'],
};

/** Where each package may be used; those not named here may be used nowhere. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'src/config.ts': ['zod', 'dotenv'],
  'src/telemetry.ts': ['pino', 'prom-client'],
  'src/language/': ['any-ascii', 'snowball-stemmers', 'stopword', 'tinyld'],
  'src/statement/': ['zod', 'js-yaml'],
  'src/speech/': ['zod'],
  'src/model/': ['openai', 'jsonrepair', 'zod'],
  'src/answer/': ['zod'],
  'src/check/': ['zod'],
  'src/library/': ['zod', 'feedsmith'],
  'src/library/import/': ['@mozilla/readability', 'linkedom', 'mammoth', 'unpdf', 'zod'],
  'src/service/': ['zod'],
  'src/inbox/': ['zod'],
  'src/store/': ['pg', 'zod'],
  'src/telegram/': ['grammy', '@grammyjs/auto-retry', '@grammyjs/parse-mode', '@grammyjs/types', 'zod'],
  'src/web/': ['hono', '@hono/node-server', '@modelcontextprotocol/server', 'zod'],
  'src/mcp/': ['@modelcontextprotocol/server', 'zod'],
  'src/setup/': ['dotenv', 'zod'],
};

type Import = { readonly file: string; readonly from: string; readonly isType: boolean };

const files = (await readdir('src', { recursive: true }))
  .filter((name) => /\.(?:ts|js)$/.test(name))
  .map((name) => path.join('src', name));
const sources = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
const imports: Import[] = files.flatMap((file) => importsIn(file, sources.get(file)!));

function importsIn(file: string, source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const stated = Array.from(
    code.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/gm),
    ([, type, from]) => ({
      file,
      from: from!,
      isType: type !== undefined,
    }),
  );
  const bare = Array.from(code.matchAll(/^import\s+'([^']+)'/gm), ([, from]) => ({ file, from: from!, isType: false }));
  const dynamic = Array.from(code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g), ([, from]) => ({
    file,
    from: from!,
    isType: false,
  }));
  return [...stated, ...bare, ...dynamic];
}

/** The folder under src, or the file's name without its ending where it lies in src itself. */
function roomOf(file: string): string {
  if (/^src\/(?:library|store)\/cli\.ts$/.test(file)) return file.slice(4, -3);
  const [first, ...rest] = path.relative('src', file).split(path.sep);
  return rest.length > 0 ? first! : first!.replace(/\.\w+$/, '');
}

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

test('every file is read, and its imports are seen', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports).toContainEqual({ file: 'src/model/client.ts', from: 'openai', isType: false });
  expect(imports).toContainEqual({ file: 'src/serve.ts', from: './compose.ts', isType: false });
  expect(imports).toContainEqual({ file: 'src/main.ts', from: './compose.ts', isType: false });
});

test('each room imports only what lies below it', () => {
  const wrong = imports
    .filter(({ from }) => from.startsWith('.') && !from.endsWith('.json'))
    .map(({ file, from }) => ({ file, target: roomOf(path.join(path.dirname(file), from)) }))
    .filter(({ file, target }) => target !== roomOf(file) && !MAY_IMPORT[roomOf(file)]?.includes(target))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(wrong).toEqual([]);
});

test('every room has its line in the table, and no line is left over', () => {
  expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test('no import goes in a circle, of types neither', () => {
  const graph = new Map<string, string[]>();
  for (const { file, from } of imports) {
    if (from.startsWith('.')) graph.set(file, [...(graph.get(file) ?? []), path.join(path.dirname(file), from)]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
    if (done.has(file) || way.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

test('no word of a statement that ships stands in the code or the prompts', async () => {
  const prompts = (await readdir('prompts')).map((name) => path.join('prompts', name));
  const texts = [
    ...sources,
    ...(await Promise.all(prompts.map(async (file) => [file, await readFile(file, 'utf8')] as const))),
  ];
  // What a comment gives as an example is no rule.
  const code = texts.map(([file, text]) => [file, text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')] as const);
  const words = /lukashenko|belta\b|multi-?vector|лукаш|卢卡申科/i;
  expect(code.filter(([, text]) => words.test(text)).map(([file]) => file)).toEqual([]);
});

test('a package is used only where it belongs', () => {
  const allowed = (file: string) =>
    Object.entries(MAY_USE).flatMap(([place, packages]) => (file.startsWith(place) ? packages : []));
  const wrong = imports
    .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))
    // Types alone leave nothing behind.
    .filter(({ file, from, isType }) => !allowed(file).includes(packageOf(from)) && !isType)
    .map(({ file, from }) => `${file} uses ${from}`);
  expect(wrong).toEqual([]);
});

test('the environment is read in config.ts alone', () => {
  const readers = files.filter((file) =>
    /\bprocess\.env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(sources.get(file)!.replace(/\/\/.*$/gm, '')),
  );
  expect(readers).toEqual(['src/config.ts']);
});

test('SQL is written in store/ and inbox/ alone', () => {
  const writers = files.filter(
    (file) =>
      !/^src\/(?:store|inbox)\//.test(file) &&
      /\bsql`|node:sqlite|\b(?:insert into|delete from|update \w+ set|create table)\b/i.test(sources.get(file)!),
  );
  expect(writers).toEqual([]);
});

test('local imports name the file with its ending', () => {
  for (const { file, from } of imports) if (from.startsWith('.')) expect(from, file).toMatch(/\.(?:ts|js|json)$/);
});

test('every file begins with a line that says what it is', () => {
  for (const [file, source] of sources) expect(source.split('\n')[0], file).toMatch(/^(?:\/\/|\/\*\*?) ?\S.{20,}/);
});

test('nothing in src is a drawer for odds and ends', () => {
  expect(
    files.filter((file) => /(?:^|[/-])(?:utils?|helpers?|types|misc|common|index)\.(?:ts|js)$/.test(file)),
  ).toEqual([]);
});

test('the lock file holds the optional packages of every platform, without which npm ci refuses it', async () => {
  type Package = { readonly optionalDependencies?: Readonly<Record<string, string>> };
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, Package>>;
  };
  const missing = Object.entries(lock.packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (optional) => !lock.packages[`${name}/node_modules/${optional}`] && !lock.packages[`node_modules/${optional}`],
    ),
  );
  expect(missing).toEqual([]);
});
