// The HTTP API held against docs/openapi.yaml, and the tools for assistants called by the protocol's own client.

import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { dereference, validate } from '@readme/openapi-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test } from 'vitest';
import { serveWeb } from '../../src/web/serve.ts';
import { openSite } from '../helpers/web.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILE = path.join(ROOT, 'docs/openapi.yaml');
const TOKEN = 'a-token-of-16-characters';

type Operation = { responses: Record<string, { content: Record<string, { schema: object }> }> };
const document = (await dereference(FILE)) as unknown as { paths: Record<string, Record<string, Operation>> };
const ajv = new Ajv2020({ strict: false });

async function openApi(usage?: Parameters<typeof openSite>[0]) {
  const { site, statement } = await openSite({ apiToken: TOKEN, ...usage });
  const call = async (
    method: 'get' | 'post',
    address: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await site.request(address, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown>, response };
  };
  return { site, statement, call };
}

function expectDocumented(method: 'get' | 'post', address: string, status: number, json: unknown): void {
  const { responses } = document.paths[address]![method]!;
  const { schema } = (responses[String(status)] ?? responses.default)!.content['application/json']!;
  const isValid = ajv.compile(schema);
  expect(isValid(json), `${method} ${address} ${status}: ${JSON.stringify(isValid.errors)}`).toBe(true);
}

test('the OpenAPI file is valid', async () => {
  expect(await validate(FILE)).toMatchObject({ valid: true });
});

test('every answer is as documented, of every kind', async () => {
  const { call, statement } = await openApi();
  const calls = [
    ['post', '/api/ask', '/api/ask', { question: 'what did he say about Russia?' }],
    ['post', '/api/ask', '/api/ask', { question: 'what did he say about Ukraine?', statement: statement.id }],
    ['post', '/api/ask', '/api/ask', { question: 'when did he say this?', after: 'Russia?', statement: null }],
    ['post', '/api/ask', '/api/ask', { question: 'hello' }],
    ['post', '/api/check', '/api/check', { text: '“we have turned our backs on Russia”' }],
    ['post', '/api/check', '/api/check', { text: 'I will resign tomorrow' }],
    ['get', '/api/statements', '/api/statements', undefined],
    ['get', '/api/statements/{id}', `/api/statements/${statement.id}`, undefined],
    ['get', '/api/search', '/api/search?words=Russia', undefined],
  ] as const;
  for (const [method, documented, address, body] of calls) {
    const { status, json } = await call(method, address, body);
    expect(status, address).toBe(200);
    expectDocumented(method, documented, status, json);
  }
});

test('claims are sent as events while the model is still writing, then the answer', async () => {
  const { call, site } = await openApi();
  const response = await site.request('/api/ask', {
    method: 'post',
    headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/event-stream' },
    body: JSON.stringify({ question: 'what did he say about Russia?' }),
  });
  const events = (await response.text()).split('\n\n').filter(Boolean);
  expect(events.at(-1)).toMatch(/^event: answer\ndata: \{"outcome":"answered"/);
  expect((await call('post', '/api/ask', { question: 'Russia?' })).json.outcome).toBe('answered');
});

test('what is wrong with a request is said in one line', async () => {
  const usage = {
    admit: async () => ({ kind: 'wait', waitSeconds: 7 }) as const,
    addTokens: async () => {},
    today: async () => ({ promptTokens: 0, cachedTokens: 0, completionTokens: 0 }),
  };
  const { call } = await openApi();
  const limited = await openApi({ usage });
  const rows = [
    [await call('post', '/api/ask', { question: 'Russia?' }, { authorization: '' }), 401, /no token|malformed/],
    [await call('post', '/api/ask', { question: 'Russia?' }, { authorization: 'Bearer wrong' }), 401, /wrong token/],
    [await call('post', '/api/ask', 'nonsense'), 400, /not JSON/],
    [await call('post', '/api/ask', { quest: 'Russia?' }), 400, /question/],
    [await call('post', '/api/ask', { question: '?!' }), 400, /no-words/],
    [await call('post', '/api/ask', { question: 'Russia?', statement: 'nothing' }), 404, /unknown-statement/],
    [await call('post', '/api/check', { text: 'x'.repeat(70_000) }), 413, /bytes/],
    [await call('get', '/api/statements/nothing'), 404, /unknown-statement/],
    [await call('get', '/api/search'), 400, /words/],
    [await limited.call('post', '/api/ask', { question: 'Russia?' }), 429, /too many/],
  ] as const;
  for (const [{ status, json }, expected, message] of rows) {
    expect([status, json.error]).toEqual([expected, expect.stringMatching(message)]);
  }
  expect(rows.at(-1)![0].response.headers.get('retry-after')).toBe('7');
  const { site } = await openSite();
  expect((await site.request('/api/statements')).status).toBe(404);
});

const TOOLS = ['ask', 'check_quotation', 'read_statement', 'search_statements'];

async function expectTools(client: Client, statement: string): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(TOOLS);
  const call = async (name: string, args: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: args });
    const [first] = content as { text: string }[];
    return { text: first!.text, isError: isError === true };
  };
  const asked = await call('ask', { question: 'what did he say about Russia?' });
  expect(JSON.parse(asked.text).claims[0].quotes[0].text).toContain('our closest ally');
  const checked = await call('check_quotation', { text: 'we have never turned our backs on Russia' });
  expect(JSON.parse(checked.text).verdict).toBe('verbatim');
  expect(JSON.parse((await call('search_statements', { words: 'Russia' })).text).statements[0].id).toBe(statement);
  expect(JSON.parse((await call('read_statement', { statement })).text).text).toContain('MINSK');
  expect(await call('read_statement', { statement: 'nothing' })).toEqual({ text: 'unknown-statement', isError: true });
}

test('an assistant lists and calls the tools over HTTP, with the token alone', async () => {
  const { site, statement } = await openApi();
  const serving = await serveWeb(site, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => serving.close());
  const connect = async (token: string) => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${serving.url}/mcp`), { requestInit }));
    return client;
  };
  const client = await connect(TOKEN);
  await expectTools(client, statement.id);
  await client.close();
  await expect(connect('wrong')).rejects.toThrow();
});

test('an assistant starts the program itself and calls the tools over its standard input', async () => {
  const transport = new StdioClientTransport({
    command: path.join(ROOT, 'node_modules/.bin/node'),
    args: ['src/mcp/stdio.ts'],
    cwd: ROOT,
    env: { PATH: process.env.PATH!, DATABASE_URL: `file:${path.join(ROOT, 'var/none.sqlite')}` },
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  await expectTools(client, '2020-11-17-tangible-assistance');
  await client.close();
});
