import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeEnv, readEnvFile, writeEnvFile } from '../../src/setup/env-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'on-record-env-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a variable is changed in its line, and every other line stays to the letter', () => {
  const before = '# mine\nPORT = 9000 # here\nexport OPENAI_API_KEY="old"\n\nLOG_LEVEL: debug\n';
  expect(changeEnv(before, { OPENAI_API_KEY: 'new' })).toBe(
    '# mine\nPORT = 9000 # here\nOPENAI_API_KEY=new\n\nLOG_LEVEL: debug\n',
  );
});

test('a variable that is not there yet comes last, on a line of its own', () => {
  expect(changeEnv('PORT=1', { OPENAI_API_KEY: 'k' })).toBe('PORT=1\nOPENAI_API_KEY=k\n');
  expect(changeEnv('', { OPENAI_API_KEY: 'k' })).toBe('OPENAI_API_KEY=k\n');
});

test('a commented line is no variable and stays', () => {
  expect(changeEnv('# OPENAI_API_KEY=sample\n', { OPENAI_API_KEY: 'k' })).toBe(
    '# OPENAI_API_KEY=sample\nOPENAI_API_KEY=k\n',
  );
});

test('null takes a variable out, however often it stands there', () => {
  expect(changeEnv('A=1\nOPENAI_API_KEY=x\nB=2\nOPENAI_API_KEY=y\n', { OPENAI_API_KEY: null })).toBe('A=1\nB=2\n');
});

test('a file in which another variable would change in passing is left to its owner', () => {
  const before = 'NOTE="first\nOPENAI_API_KEY=only looks like one\nlast"\n';
  expect(() => changeEnv(before, { OPENAI_API_KEY: 'k' })).toThrow(/NOTE would change/);
});

test('whatever is written is read back as it was', () => {
  const value = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text === text.trim());
  fc.assert(
    fc.property(value, (text) => {
      let written: string;
      try {
        written = changeEnv('PORT=1\n', { OPENAI_API_KEY: text });
      } catch (error) {
        expect((error as Error).message).toMatch(/OPENAI_API_KEY/);
        return;
      }
      expect(parse(written)).toEqual({ PORT: '1', OPENAI_API_KEY: text });
    }),
  );
});

test('the file is its owner’s alone, also when it was not before, and a link stays a link', async () => {
  const file = path.join(folder, 'real');
  const link = path.join(folder, 'link');
  await writeFile(file, 'A=1\n', { mode: 0o644 });
  await symlink(file, link);
  await writeEnvFile(link, 'A=2\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toBe('A=2\n');
});

test('a file that is not there is empty', async () => {
  expect(await readEnvFile(path.join(folder, 'none'))).toBe('');
});
