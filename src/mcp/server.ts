// The service as tools for assistants that want quotations they cannot alter: over stdio, or over HTTP beside the page.

import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_QUESTION } from '../answer/answer.ts';
import { answerToJson } from '../answer/json.ts';
import { checkToJson } from '../check/json.ts';
import { type Asker, isRefusal, type Refusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { headerOf } from '../statement/quotation.ts';

const statement = z
  .string()
  .optional()
  .describe('Id of one statement, or the first six or more digits of its fingerprint; without it, all of them.');
const EXACT =
  'Quotations are copied from the source letter for letter: pass them on unchanged, with whose words they are.';

/** A server for one connection or request; `asker` is whom its questions are counted against. */
export function createMcpServer(service: Service, asker: Asker, version: string): McpServer {
  const server = new McpServer({ name: 'on-record', version }, { capabilities: { tools: {} } });

  server.registerTool(
    'ask',
    {
      title: 'Ask public statements',
      description: `What was said in public statements, with quotations. ${EXACT}`,
      inputSchema: z.object({ question: z.string().min(1).max(MAX_QUESTION), statement }),
      annotations: { readOnlyHint: true },
    },
    async (asked, { mcpReq: { signal } }) => {
      const outcome = await service.answer(
        asker,
        { text: asked.question, statement: asked.statement ?? null },
        { signal },
      );
      return isRefusal(outcome) ? refused(outcome) : result(answerToJson(outcome));
    },
  );

  server.registerTool(
    'check_quotation',
    {
      title: 'Check a quotation',
      description: `Whether somebody said these words: verbatim, altered, clipped, somebody else's, or not there. ${EXACT}`,
      inputSchema: z.object({ text: z.string().min(1).max(20_000), statement }),
      annotations: { readOnlyHint: true },
    },
    async ({ text, statement: name }, { mcpReq: { signal } }) => {
      const outcome = await service.check(asker, { text, statement: name ?? null }, { signal });
      if (isRefusal(outcome)) return refused(outcome);
      const header = outcome.passages.flatMap(({ quotes }) => quotes)[0]?.header;
      return result(checkToJson(outcome, header ?? (await service.open(name ?? null))!.statement));
    },
  );

  server.registerTool(
    'search_statements',
    {
      title: 'Search statements',
      description: 'The statements that have these words, best first, with their nearest sentences.',
      inputSchema: z.object({ words: z.string().min(1).max(MAX_QUESTION) }),
      annotations: { readOnlyHint: true },
    },
    async ({ words }) => result({ statements: await service.search(words) }),
  );

  server.registerTool(
    'read_statement',
    {
      title: 'Read a statement',
      description: 'The whole text of one statement with what is known of it.',
      inputSchema: z.object({ statement: z.string().min(1) }),
      annotations: { readOnlyHint: true },
    },
    async ({ statement: name }) => {
      const about = await service.open(name);
      if (about === null) return refused({ kind: 'refused', why: 'unknown-statement' });
      return result({ ...headerOf(about.statement), text: about.statement.text });
    },
  );
  return server;
}

function result(value: object) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(value) }] };
}

function refused(refusal: Refusal) {
  const text = refusal.kind === 'limited' ? `too many questions: try again in ${refusal.waitSeconds} s` : refusal.why;
  return { isError: true, content: [{ type: 'text' as const, text }] };
}
