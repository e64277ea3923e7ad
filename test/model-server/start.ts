// `node start.ts [--refuse NAME]… [--frames NAME] [--reply NAME]`: a server with these switches that says the same to every question.

import { parseArgs } from 'node:util';
import frames from './frames.json' with { type: 'json' };
import type { Frames } from './frames.ts';
import refusals from './refusals.json' with { type: 'json' };
import { contentOf } from './replies.ts';
import { says, startModel } from './server.ts';

const { values } = parseArgs({
  options: {
    refuse: { type: 'string', multiple: true, default: [] },
    frames: { type: 'string', default: 'plain' },
    reply: { type: 'string', default: 'plain JSON' },
  },
});
const named = <T extends { readonly name: string }>(all: readonly T[], name: string): T => {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is none of: ${all.map((one) => one.name).join(', ')}`);
  return found;
};
const server = await startModel(() => says(contentOf(values.reply)), {
  refusals: values.refuse.map((name) => named([...refusals.parameters, ...refusals.passing, ...refusals.final], name)),
  frames: named([...frames.answer, ...frames.once, ...frames.ended] as readonly Frames[], values.frames),
});
console.log(`OPENAI_BASE_URL=${server.baseUrl} OPENAI_API_KEY=none OPENAI_MODEL=scripted (process ${process.pid})`);
