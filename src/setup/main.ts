// Start of `npm run setup` and `npm run doctor`.

import { parseArgs } from 'node:util';
import { ENV_FILE, readEnvironment } from '../config.ts';

const USAGE = `npm run setup               asks for token and key, checks them and writes .env
npm run doctor -s [-- --json]  checks a set-up, part by part`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command] = positionals;
  if (values.help || positionals.length !== 1 || (command !== 'setup' && command !== 'doctor')) {
    process.stdout.write(`${USAGE}\n`);
    return values.help ? 0 : 1;
  }
  const environment = await readEnvironment();
  if (command === 'doctor') {
    const { examine, isWell, toLines } = await import('./doctor.ts');
    const findings = await examine(environment);
    process.stdout.write(values.json ? `${JSON.stringify({ ok: isWell(findings), findings })}\n` : toLines(findings));
    return isWell(findings) ? 0 : 1;
  }
  const { setUp } = await import('./setup.ts');
  return setUp({ input: process.stdin, output: process.stdout, environment, file: ENV_FILE });
}
