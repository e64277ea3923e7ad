// What the features share besides the parts of the bot: delivery, what is shown meanwhile, and notices.

import type { Who } from '../store/table.ts';
import type { BotParts } from './context.ts';
import { createDecline, type Decline } from './decline.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createProgresses, type Progresses } from './progress.ts';

export type Tools = BotParts & {
  readonly delivery: Delivery;
  readonly progresses: Progresses;
  readonly decline: Decline;
};

/** Removes what is kept of somebody, in the store and in what every replica holds ready. */
export type Forget = (who: Who) => Promise<void>;

export function createTools(parts: BotParts): Tools {
  const delivery = createDelivery(parts);
  return {
    ...parts,
    delivery,
    progresses: createProgresses(parts, delivery),
    decline: createDecline(parts, delivery),
  };
}
