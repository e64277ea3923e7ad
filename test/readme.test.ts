// README.md and its companions say nothing that the project does not have: commands, paths, variables, packages, tests, pictures,
// output.

import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MADE_DOCUMENTS, withMadeSections } from './docs/readme.ts';

type Manifest = {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const variables = Array.from(readFileSync('.env.example', 'utf8').matchAll(/^(\w+)=/gm), ([, name]) => name!);
const readme = readFileSync('README.md', 'utf8');
const DOCUMENTS = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/*.md')] as const;

// Words in capitals that are no setting of ours.
const ELSEWHERE: readonly string[] = ['NAME_FILE', 'OLLAMA_CONTEXT_LENGTH', 'LISTED_LANGUAGES'];

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
    const from = dirname(document);
    expect(linked.filter((path) => !existsSync(join(from, path)))).toEqual([]);
    expect(spelled.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('names variables that are read', () => {
    const named = text.match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g) ?? [];
    const known = (name: string) => variables.includes(name.replace(/_FILE$/, '')) || ELSEWHERE.includes(name);
    expect(named.filter((name) => !known(name))).toEqual([]);
  });
});

test('the first commands are the two that try it', () => {
  expect(/```sh\n([\s\S]*?)```/.exec(readme)![1]).toBe('npm ci\nnpm start -- "what did he say about Russia?"\n');
});

test('README.md is short enough to be read', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(130);
});

test.each(MADE_DOCUMENTS)('%s: output and settings are those that come out now', (document) => {
  const text = readFileSync(document, 'utf8');
  expect(withMadeSections(text)).toBe(text);
});

test('every package is listed with its reason, and no other', () => {
  const listed = Array.from(
    readFileSync('docs/packages.md', 'utf8').matchAll(/`((?:@[\w-]+\/)?[\w-]+)`/g),
    ([, name]) => name!,
  );
  const installed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(listed.toSorted()).toEqual(installed.toSorted());
});

test('every folder under src is told in the picture of the house', () => {
  const architecture = readFileSync('docs/architecture.md', 'utf8');
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) expect(architecture).toContain(`\n${name}/`);
});

test('pictures are there, and small', () => {
  const pictures = Array.from(readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g), ([, file]) => file!);
  expect(pictures.length).toBeGreaterThan(2);
  for (const file of pictures) expect(statSync(file).size, file).toBeLessThan(150_000);
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
