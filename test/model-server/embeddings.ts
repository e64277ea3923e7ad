// A server with OpenAI's /v1/embeddings over real HTTP on the loopback: texts are near to one another that share beginnings of words,
// or words that a table of translations takes for one.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type Embeddings = {
  /** "/v1" included. */
  readonly baseUrl: string;
  /** The texts of each request, in order of arrival. */
  readonly inputs: readonly (readonly string[])[];
  readonly stop: () => Promise<void>;
};

const LENGTH = 512;
const BEGINNING = 5;

/** `translations`: from the beginning of a word to the word that it counts as. `status` other than 200: every request is refused. */
export async function startEmbeddings(
  translations: Readonly<Record<string, string>> = {},
  { status = 200 } = {},
): Promise<Embeddings> {
  const inputs: string[][] = [];
  const server = createServer(async (request, response) => {
    const { input } = (await json(request)) as { input: string[] };
    inputs.push(input);
    const isThere = request.url === '/v1/embeddings' && status === 200;
    response.writeHead(isThere ? 200 : status === 200 ? 404 : status, { 'content-type': 'application/json' });
    // Last first: whoever reads them goes by the index.
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })).reverse();
    response.end(JSON.stringify(isThere ? { object: 'list', data } : { error: { message: 'no such model' } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function vectorOf(text: string): number[] {
    const vector = new Array<number>(LENGTH).fill(0.001);
    for (const word of text.toLowerCase().match(/\p{L}{4,}/gu) ?? []) {
      const meant = Object.entries(translations).find(([beginning]) => word.startsWith(beginning))?.[1] ?? word;
      let place = 7;
      for (const letter of meant.slice(0, BEGINNING)) place = (place * 31 + letter.codePointAt(0)!) % 1_000_003;
      vector[place % LENGTH]! += 1;
    }
    return vector;
  }

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    inputs,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
