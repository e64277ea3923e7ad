// What a service remembers where there is no store: one person's terminal. It ends with the process.

import { createCache } from '../text/cache.ts';
import { type ChatPerson, type Conversation, type Conversations, NEW_CONVERSATION } from './conversation.ts';
import type { UsageCounts } from './limits.ts';
import type { AnswerCache } from './service.ts';

const MAX_CONVERSATIONS = 1_000;

export function rememberConversations(): Conversations {
  const known = createCache<{ current: Conversation }>(MAX_CONVERSATIONS);
  const of = ({ chat, person }: ChatPerson) => known.get(`${chat}/${person}`, () => ({ current: NEW_CONVERSATION }));
  return {
    get: async (who) => of(who).current,
    update: async (who, change) => {
      const entry = of(who);
      entry.current = change(entry.current);
    },
  };
}

/** Counts nothing and refuses nobody. */
export const NO_USAGE_COUNTS: UsageCounts = {
  admit: async () => ({ kind: 'allowed' }),
  addTokens: async () => {},
  today: async () => ({ promptTokens: 0, cachedTokens: 0, completionTokens: 0 }),
};

export const NO_ANSWER_CACHE: AnswerCache = { get: async () => null, put: async () => {} };
