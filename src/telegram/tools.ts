// What the features share besides the parts of the bot: delivery, what is shown meanwhile, notices, and what a statement is about.

import { topicsOf } from '../retrieval/topics.ts';
import type { Statement } from '../statement/statement.ts';
import type { Who } from '../store/table.ts';
import { createCache } from '../text/cache.ts';
import type { BotParts } from './context.ts';
import { createDecline, type Decline } from './decline.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createProgresses, type Progresses } from './progress.ts';

export type Tools = BotParts & {
  readonly delivery: Delivery;
  readonly progresses: Progresses;
  readonly decline: Decline;
  /** What a statement is about, for suggestions: a topic's place in the list names it. */
  readonly topicsOf: (statement: Statement) => readonly string[];
};

/** Removes what is kept of somebody, in the store and in what every replica holds ready. */
export type Forget = (who: Who) => Promise<void>;

const MAX_TOPICS = 100;

export function createTools(parts: BotParts): Tools {
  const delivery = createDelivery(parts);
  const topics = createCache<readonly string[]>(MAX_TOPICS);
  return {
    ...parts,
    delivery,
    progresses: createProgresses(parts, delivery),
    decline: createDecline(parts, delivery),
    topicsOf: (statement) => topics.get(statement.sha256, () => topicsOf(statement)),
  };
}
