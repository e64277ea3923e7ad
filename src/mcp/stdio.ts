// `npm run mcp`: the tools over standard input and output, for an assistant that starts this program itself.

import { serveStdio } from '@modelcontextprotocol/server/stdio';
import manifest from '../../package.json' with { type: 'json' };
import { openApp, terminalService } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { visitor } from '../service/visitor.ts';
import { openLog } from '../telemetry.ts';
import { createMcpServer } from './server.ts';

try {
  const config = await loadConfig();
  // Standard output is the protocol's alone.
  const log = await openLog(config.logLevel ?? 'warn', 'stderr');
  const service = await terminalService(await openApp(config, log), config, log);
  serveStdio(() => createMcpServer(service, visitor('mcp', 0, 'en'), manifest.version));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
