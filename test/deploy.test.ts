// What the container files name is there, and what they run works: the start, the health check, the packages without the
// development ones. No container runs here.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { expect, test } from 'vitest';
import { startBot } from './helpers/bot.ts';
import { startTelegram } from './telegram-server/server.ts';

type Service = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
};

const dockerfile = readFileSync('Dockerfile', 'utf8');
// Compose merges keys, which YAML 1.1 had and 1.2 has not.
const compose = load(readFileSync('compose.yaml', 'utf8'), { schema: YAML11_SCHEMA }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const variables = new Set(Array.from(readFileSync('.env.example', 'utf8').matchAll(/^(\w+)=/gm), ([, name]) => name!));
const bots = Object.entries(compose.services).filter(([name]) => name.startsWith('bot-'));

/** The JSON list behind an instruction's last occurrence. */
function listOf(instruction: string): string[] {
  const [, list] = new RegExp(`^${instruction}\\b.*?(\\[.*\\])$`, 'm').exec(dockerfile) ?? [];
  return JSON.parse(list!) as string[];
}

test('the image starts what `npm start` starts', () => {
  expect(listOf('CMD').join(' ')).toBe(manifest.scripts.start);
});

test('what is copied into the image is there, and let in', () => {
  const copied = Array.from(dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm), ([, files]) =>
    files!.split(' '),
  ).flat();
  const ignore = readFileSync('.dockerignore', 'utf8');
  expect(copied.length).toBeGreaterThan(3);
  for (const file of copied) {
    expect(existsSync(file), file).toBe(true);
    expect(ignore).toContain(`!${file}\n`);
  }
});

test('the process is not root', () => {
  const lines = dockerfile.split('\n');
  expect(lines.lastIndexOf('USER node')).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('FROM')));
});

test('every variable of a replica is one that the program reads', () => {
  expect(bots).toHaveLength(2);
  for (const [, { environment }] of bots) {
    for (const name of Object.keys(environment!)) expect(variables, name).toContain(name);
  }
});

test('replicas write to nothing but the database, and each has a name of its own', () => {
  expect(bots.every(([, service]) => service.read_only === true)).toBe(true);
  expect(new Set(bots.map(([, { environment }]) => environment!.REPLICA)).size).toBe(bots.length);
});

test('files and volumes that are mounted are there', () => {
  for (const { volumes = [] } of Object.values(compose.services)) {
    for (const volume of volumes) {
      const [source] = volume.split(':');
      expect(source!.startsWith('.') ? existsSync(source!) : source! in compose.volumes, volume).toBe(true);
    }
  }
});

test('the proxy leads to every replica, at the port they listen on', () => {
  const [, upstreams] = /reverse_proxy (.+) \{/.exec(readFileSync('deploy/Caddyfile', 'utf8'))!;
  expect(upstreams!.split(' ')).toEqual(bots.map(([name, { environment }]) => `${name}:${environment!.PORT}`));
});

test('the health check is well while the bot runs, and not when it does not', async () => {
  await using telegram = await startTelegram();
  const bot = await startBot(telegram);
  const [command, ...args] = listOf('HEALTHCHECK');
  expect(command).toBe('node');
  const listening = await bot.line(({ event }) => event === 'listening');
  const check = async () => {
    const env = { ...process.env, ADMIN_PORT: new URL(String(listening.admin)).port };
    const [code] = await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'exit');
    return code as number;
  };
  expect(await check()).toBe(0);
  await bot.stop();
  expect(await check()).toBe(1);
});
