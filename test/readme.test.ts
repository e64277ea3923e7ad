// README.md and its companions say nothing that the project does not have: commands, paths, variables, packages, tests, pictures,
// output, figures.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadStatement } from '../src/statement/load.ts';
import { withMadeSections } from './docs/readme.ts';

type Manifest = {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const variables = Array.from(readFileSync('.env.example', 'utf8').matchAll(/^(\w+)=/gm), ([, name]) => name!);
const readme = readFileSync('README.md', 'utf8');
const DOCUMENTS = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'] as const;

/** What somebody wrote, without what a script made. */
function prose(text: string): string {
  return text.replace(/<!-- made: [\s\S]*?<!-- \/made -->/g, '');
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = prose(readFileSync(document, 'utf8'));

  test('names commands that are there', () => {
    const commands = Array.from(text.matchAll(/\bnpm run ([\w:-]+)/g), ([, name]) => name!);
    expect(commands.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });

  test('names files and folders that are there', () => {
    const linked = Array.from(text.matchAll(/\]\((?!https?:)([^)#]+)\)/g), ([, path]) => path!);
    const spelled = Array.from(
      text.matchAll(/`((?:src|test|prompts|data|docs|deploy|\.ci)\/[\w./-]*)`/g),
      ([, path]) => path!,
    );
    expect([...linked, ...spelled].filter((path) => !existsSync(path))).toEqual([]);
  });

  test('names variables that are read', () => {
    const named = text.match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g) ?? [];
    expect(named.filter((name) => !variables.includes(name))).toEqual([]);
  });
});

test('the first commands are the two that try it', () => {
  expect(/```sh\n([\s\S]*?)```/.exec(readme)![1]).toBe('npm ci\nnpm start -- "what did he say about Russia?"\n');
});

test('output and figures are those that come out now', () => {
  expect(withMadeSections(readme)).toBe(readme);
});

test('every variable of the environment is told', () => {
  expect(variables.filter((name) => !readme.includes(`| ${name} |`))).toEqual([]);
});

test('every package is listed with its reason, and no other', () => {
  const section = readme.slice(readme.indexOf('### What it is built on'));
  const listed = Array.from(section.matchAll(/`((?:@[\w-]+\/)?[\w-]+)`/g), ([, name]) => name!);
  const installed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(listed.toSorted()).toEqual(installed.toSorted());
});

test('every folder under src is told', () => {
  const folders = ['answer', 'retrieval', 'setup', 'statement', 'store', 'telegram', 'web'];
  for (const folder of folders) expect(readme).toContain(`\`src/${folder}/\``);
});

test('pictures are there, and small', () => {
  const pictures = Array.from(readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g), ([, file]) => file!);
  expect(pictures).toHaveLength(4);
  for (const file of pictures) expect(statSync(file).size, file).toBeLessThan(150_000);
});

test('the bench in docs is the run that README shows', () => {
  const [, table] = readFileSync('docs/bench.md', 'utf8').split('\n\n| | |');
  expect(readme).toContain(table!.trim());
});

// The numbers of the prose, each with what it comes from; what a script made is not among them.
const NUMBERS: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
  // "any Node from 20 on"
  '20': () => manifest.engines.node === '>=20',
  // "a BelTA release of 17 November 2020"
  '17': async () => (await loadRelease()).date.endsWith('-17'),
  '2020': async () => (await loadRelease()).date.startsWith('2020-'),
  // "Every paragraph 4 is a link": the paragraph that the picture shows.
  '4': async () => (await loadRelease()).blocks.some(({ paragraph }) => paragraph === 4),
};

function loadRelease() {
  return loadStatement('data/2020-11-17-tangible-assistance.md');
}

test('every number of the prose has a source', async () => {
  const bare = prose(readme)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    // The numbered steps, an encoding's name, and what BotFather's menu says.
    .replace(/^\d+\. |UTF-16|100%/gm, '');
  const numbers = [...new Set(bare.match(/\d+/g) ?? [])];
  expect(numbers.filter((number) => NUMBERS[number] === undefined)).toEqual([]);
  for (const number of numbers) expect(await NUMBERS[number]!(), number).toBe(true);
});

test('every defence in SECURITY.md names a test that is there', () => {
  const security = readFileSync('SECURITY.md', 'utf8');
  const rows = security.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what is tried'));
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    const [, name, file] = /"([^"]+)" \(`([^`]+)`\) \|$/.exec(row) ?? [];
    expect(name, row).toBeDefined();
    const source = readFileSync(file!, 'utf8');
    expect(source.includes(`'${name}`), `${file}: ${name}`).toBe(true);
  }
});
