// Who may have a model work now: questions a minute for each person; tokens a day for all, for one person and for one group.

import type { Usage } from '../model/model.ts';
import type { Asker, Refusal } from './asker.ts';
import type { ChatPerson } from './conversation.ts';

/** What is counted of people. Every call may reject while the store is away. */
export interface UsageCounts {
  /** Counts a question against `perMinute` in the last 60 s, over all replicas. */
  admit(question: {
    readonly person: number;
    readonly perMinute: number;
  }): Promise<{ readonly kind: 'allowed' } | { readonly kind: 'wait'; readonly waitSeconds: number }>;
  addTokens(who: ChatPerson, usage: Usage): Promise<void>;
  /** Today, in UTC; of one person or one chat, or of everyone when null. */
  today(of: { readonly person: number } | { readonly chat: number } | null): Promise<Usage>;
}

export type Limits = {
  /** Null: as many as come, for somebody's own machine. */
  readonly questionsPerMinute: number | null;
  /** Prompt and completion, everybody's together, a day in UTC; null: no limit. */
  readonly dailyTokenBudget: number | null;
  /** The same of one person, and of one group; default: no limit of their own. */
  readonly personTokenBudget?: number | null;
  readonly groupTokenBudget?: number | null;
};

export type Limiter = {
  /** Null when the question may be asked. */
  readonly admit: (asker: Asker) => Promise<Refusal | null>;
  readonly mayUseModel: (asker: Asker) => Promise<boolean>;
  readonly spend: (asker: Asker, usage: Usage | null) => Promise<void>;
};

export function createLimiter(usage: UsageCounts, limits: Limits): Limiter {
  const { questionsPerMinute, dailyTokenBudget, personTokenBudget, groupTokenBudget } = limits;
  const isBelow = async (most: number | null | undefined, of: Parameters<UsageCounts['today']>[0]) => {
    if (most === null || most === undefined) return true;
    const { promptTokens, completionTokens } = await usage.today(of);
    return promptTokens + completionTokens < most;
  };
  return {
    admit: async ({ person, isAdmitted }) => {
      if (questionsPerMinute === null || isAdmitted) return null;
      const admission = await usage.admit({ person, perMinute: questionsPerMinute });
      return admission.kind === 'allowed' ? null : { kind: 'limited', waitSeconds: admission.waitSeconds };
    },
    mayUseModel: async ({ surface, chat, person }) =>
      (await isBelow(dailyTokenBudget, null)) &&
      (await isBelow(personTokenBudget, { person })) &&
      (surface !== 'group' || (await isBelow(groupTokenBudget, { chat }))),
    spend: async (asker, spent) => {
      if (spent !== null) await usage.addTokens(asker, spent);
    },
  };
}
