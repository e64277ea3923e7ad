// Makes the sections of README.md and docs/ that hold output and settings, between `<!-- made: NAME -->` and `<!-- /made -->`.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { screens } from './screens.ts';

/** The documents that have such sections. */
export const MADE_DOCUMENTS = ['README.md', 'docs/settings.md', 'docs/json.md', 'docs/screens.md'] as const;

const ROOT = path.resolve(import.meta.dirname, '../..');
const MADE = /<!-- made: ([\w-]+) -->\n[\s\S]*?<!-- \/made -->/g;

/** A document with every made section as it comes out now. Throws when it names one that is not known here. */
export function withMadeSections(readme: string): string {
  return readme.replace(MADE, (_, name: string) => {
    const make = SECTIONS[name];
    if (!make) throw new Error(`no section is made under the name ${name}`);
    return `<!-- made: ${name} -->\n${make()}\n<!-- /made -->`;
  });
}

const SECTIONS: Readonly<Record<string, () => string>> = {
  first: () => fenced('text', run(['start', '-s', '--', 'what did he say about Russia?'])),
  check: () => fenced('text', run(['start', '-s', '--', '--check', 'We have turned our backs on Russia'])),
  json: () => {
    const object = run(['start', '-s', '--', '--json', 'what is an axiom?']);
    return fenced('json', JSON.stringify(JSON.parse(object), null, 2));
  },
  variables,
  screens,
};

/** What npm prints, as on a machine where nothing is set. */
function run(args: readonly string[]): string {
  const unset = Object.fromEntries(variableLines().map(({ name }) => [name, '']));
  const env = { ...process.env, ...unset, NO_COLOR: '1', FORCE_COLOR: undefined, npm_config_loglevel: 'error' };
  const output = execFileSync('npm', args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return output.trim();
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Each variable of .env.example with its value there and the comment above it. */
function variableLines(): readonly { readonly name: string; readonly value: string; readonly comment: string }[] {
  const example = readFileSync(path.join(ROOT, '.env.example'), 'utf8');
  return Array.from(example.matchAll(/((?:^#.*\n)+)^(\w+)=(.*)$/gm), ([, comment, name, value]) => ({
    name: name!,
    value: value!,
    comment: comment!.replace(/^# ?/gm, '').trim().replace(/\n/g, ' '),
  }));
}

function variables(): string {
  const rows = variableLines().map(
    ({ name, value, comment }) =>
      `| ${name} | ${value === '' ? '' : `\`${value}\``} | ${comment.replaceAll('|', '\\|')} |`,
  );
  return ['| variable | default | what it does |', '|---|---|---|', ...rows].join('\n');
}
