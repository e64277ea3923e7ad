// Start: read the arguments and the configuration, then answer one question or open the terminal chat.

import { parseArgs } from 'node:util';

const USAGE = `npm start                          the terminal chat; with TELEGRAM_BOT_TOKEN, the bot; with WEB_ASK=on, the page
npm start -- "QUESTION"            one answer
npm start -- --check "WORDS"       was that said?
npm start -- --in ID "QUESTION"    of one statement, by its id or the first digits of its fingerprint
npm start -s -- --json "QUESTION"  the same as a JSON object, with --check too`;

// `| head -1` closes the pipe while we still write: that is the end of the reader's interest, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function start(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      check: { type: 'string' },
      in: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const [{ loadConfig }, { openLog }, { openApp, terminalService }] = await Promise.all([
    import('./config.ts'),
    import('./telemetry.ts'),
    import('./compose.ts'),
  ]);
  const config = await loadConfig();
  if (config.proxyEnv !== null) (await import('node:http')).setGlobalProxyFromEnv(config.proxyEnv);
  const isAsked = positionals.length > 0 || values.json === true || values.check !== undefined;
  const isConversation = !isAsked && process.stdin.isTTY === true;
  const isServer = !isAsked && (config.telegram.token !== null || (config.web.ask === true && !isConversation));
  // In a conversation the answer itself says what went wrong; log lines would stand between the lines of the chat.
  const terminalLevel = isConversation || !config.model ? 'silent' : 'warn';
  const log = await openLog(config.logLevel ?? (isServer ? 'info' : terminalLevel), isServer ? 'stdout' : 'stderr');
  if (isServer) {
    const { serve } = await import('./serve.ts');
    await serve(config, log);
    return 0;
  }
  const app = await openApp(config, log);
  await using closing = new AsyncDisposableStack();
  const service = await terminalService(app, config, log);
  closing.defer(service.close);
  const statement = values.in ?? null;
  const terminal = { input: process.stdin, output: process.stdout };
  const question = positionals.join(' ');
  const { bringsWords } = await import('./check/asks.ts');
  const alleged = values.check ?? (!values.json && bringsWords(question) ? question : null);
  if (alleged !== null) {
    const { checkAsJson, checkOnce } = await import('./terminal/check.ts');
    await (values.json ? checkAsJson : checkOnce)(service, { text: alleged, statement }, terminal);
    return 0;
  }
  const { answerAsJson, answerOnce } = await import('./terminal/ask.ts');
  if (values.json) await answerAsJson(service, { text: question, statement }, terminal);
  else if (isAsked) await answerOnce(service, { text: question, statement }, terminal);
  else await converse();
  return 0;

  async function converse(): Promise<void> {
    const { runChat } = await import('./terminal/chat.ts');
    if (!isConversation) return runChat(service, app.home, terminal);
    const { servePage } = await import('./serve.ts');
    const warming = new AbortController();
    void app.answering.model?.warmUp?.(warming.signal);
    const page = await servePage(config, app, service, log);
    await runChat(service, app.home, terminal, page && `Also on ${page.url}`);
    await page?.close();
    warming.abort();
  }
}
