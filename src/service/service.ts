// The use cases, once for every surface: a question is answered, a quotation is checked. Limits, the day's budget, the cache, the
// conversation and the counting are here and nowhere else.

import {
  type Answer,
  type Ask,
  type Claim,
  claimsOf,
  problemWith,
  type Question,
  type Turn,
  whyWithoutModel,
} from '../answer/answer.ts';
import { quoteToJson } from '../answer/json.ts';
import { type Check, checkWords, needsModel } from '../check/check.ts';
import { type Entry, entryOf } from '../library/entry.ts';
import { type Gathered, gather } from '../library/gather.ts';
import type { Hit, Library } from '../library/library.ts';
import type { Prepared } from '../library/prepare.ts';
import { find } from '../retrieval/find.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import { quoteSentences } from '../statement/quotation.ts';
import type { Metrics } from '../telemetry.ts';
import type { Asked, Asker, Hooks, Refusal } from './asker.ts';
import {
  type ChatPerson,
  type Conversation,
  type Conversations,
  NEW_CONVERSATION,
  turnsBefore,
  withTurn,
} from './conversation.ts';
import { createLimiter, type Limits, type UsageCounts } from './limits.ts';
import { answerOfMany, answerOverTime, bestOfChecks, claimOfMany } from './many.ts';

/** What an answer depends on. Questions that differ only in typography, case or closing marks share an answer. */
export type AnswerKey = {
  /** The statement's fingerprint. */
  readonly statement: string;
  readonly question: string;
  readonly turns: readonly Turn[];
  readonly language: string;
  readonly promptVersion: string;
  readonly model: string;
};

/** Answers given before. Each remembers who asked, so that it can be forgotten with them. */
export interface AnswerCache {
  get(key: AnswerKey, asker: ChatPerson): Promise<Answer | null>;
  put(key: AnswerKey, answer: Answer, asker: ChatPerson): Promise<void>;
}

/** Where statements come from. */
export interface Statements {
  /** By id or the first hex digits of its fingerprint; null: the one that is shown where none is chosen. Null when unknown. */
  open(name: string | null): Promise<OpenStatement | null>;
  /** Those a question goes to where none is chosen, best first; empty where there is only one, or none has any of the words. */
  nearest(words: string, most: number): Promise<readonly OpenStatement[]>;
  /** All of them, to be listed and searched; null where there is only the one that STATEMENT names. */
  readonly library: Library | null;
}

/** A model is shown sentences of so many statements at once. */
const MAX_ASKED = 5;
/** Where a quotation is looked for letter by letter. */
const MAX_CHECKED = 8;

/** What answers and checks once a statement is open. */
export type Answering = {
  readonly ask: (about: OpenStatement) => Ask;
  /** Rejects only when `signal` is aborted. */
  readonly check: (message: string, about: OpenStatement, signal: AbortSignal) => Promise<Check>;
  /**
   * Puts in doubt whose words a sentence is where a model says otherwise than the rules, before a statement is added; unchanged
   * without a model, or where it fails. Rejects only when `signal` is aborted.
   */
  readonly label: (prepared: Prepared, signal?: AbortSignal) => Promise<Prepared>;
  /** Null: no model is connected. `warmUp`: see ModelClient; null where it is not wanted. */
  readonly model: {
    readonly name: string;
    readonly promptVersion: string;
    readonly warmUp?: ((signal?: AbortSignal) => Promise<boolean>) | null;
  } | null;
};

export type ServiceParts = Answering & {
  readonly statements: Statements;
  readonly conversations: Conversations;
  readonly answers: AnswerCache;
  readonly usage: UsageCounts;
  readonly limits: Limits;
  readonly metrics: Metrics;
};

/** A statement that has the words looked for, as the JSON contract names its parts. */
export type FoundStatement = {
  readonly id: string;
  readonly title: string;
  readonly quotes: readonly ReturnType<typeof quoteToJson>[];
};

export type Service = {
  /** Rejects only when `signal` is aborted or the store is away. */
  readonly answer: (asker: Asker, asked: Asked, hooks?: Hooks<Claim>) => Promise<Answer | Refusal>;
  readonly check: (asker: Asker, asked: Asked, hooks?: Hooks<never>) => Promise<Check | Refusal>;
  /** As `Statements.open`. */
  readonly open: Statements['open'];
  readonly library: Statements['library'];
  /** All statements, newest day first. */
  readonly list: () => Promise<Entry[]>;
  /** The statements that have the words, best first, with their nearest sentences. */
  readonly search: (words: string) => Promise<FoundStatement[]>;
  readonly conversations: Conversations;
  readonly label: Answering['label'];
  readonly model: Answering['model'];
};

export function createService(parts: ServiceParts): Service {
  const { statements, conversations, answers, metrics, label, model } = parts;
  const limiter = createLimiter(parts.usage, parts.limits);

  return {
    open: statements.open,
    library: statements.library,
    list: async () => (await statements.library?.list()) ?? [entryOf((await statements.open(null))!.statement)],
    search: async (words) => {
      const hits = statements.library ? await statements.library.search(words) : await searchOne(words);
      return hits.map(({ id, title, quotes }) => ({ id, title, quotes: quotes.map(quoteToJson) }));
    },
    conversations,
    label,
    model,

    answer: async (asker, asked, hooks = {}) => {
      const refuse = <R extends Refusal>(refusal: R): R => {
        metrics.question(asker.surface, refusal.kind);
        return refusal;
      };
      const problem = problemWith(asked.text);
      if (problem !== null) return refuse({ kind: 'refused', why: problem });
      const limited = await limiter.admit(asker);
      if (limited !== null) return refuse(limited);
      const conversation = await conversationOf(asker);
      const turns = asked.earlier ?? (asker.conversation ? turnsBefore(conversation, asker.conversation.turn) : []);
      const name = asked.statement ?? conversation.statement;
      const question = { text: asked.text, turns };
      // A model sees the dates and words of all and can tell by itself.
      const byDate = name === null && model === null ? await answerOverTime(question, statements.library) : null;
      if (byDate !== null) {
        await remember(asker, asked.text, byDate);
        return byDate;
      }
      const gathered = name === null ? await gatherFor(question) : null;
      const about = gathered?.about ?? (await statements.open(name));
      if (about === null) return refuse({ kind: 'refused', why: 'unknown-statement' });
      const onProgress =
        gathered && hooks.onProgress && ((claim: Claim) => hooks.onProgress!(claimOfMany(claim, gathered)));
      const taking = onProgress ? { ...hooks, onProgress } : hooks;
      const found = await answerAbout(about, asker, question, taking);
      const answer = gathered ? answerOfMany(found, gathered) : found;
      await remember(asker, asked.text, answer);
      return answer;
    },

    check: async (asker, asked, hooks = {}) => {
      const { statement } = asked.statement === undefined ? await conversationOf(asker) : asked;
      const many = (statement ?? null) === null ? await statements.nearest(asked.text, MAX_CHECKED) : [];
      const about = many[0] ?? (await statements.open(statement ?? null));
      if (about === null) return { kind: 'refused', why: 'unknown-statement' };
      const byWords = bestOfChecks([about, ...many.slice(1)].map((one) => checkWords(asked.text, one)));
      if (model === null || !needsModel(byWords) || !(await limiter.mayUseModel(asker))) return byWords;
      const limited = await limiter.admit(asker);
      if (limited !== null) {
        metrics.question(asker.surface, 'limited');
        return limited;
      }
      await hooks.onModel?.();
      const checked = await parts.check(asked.text, about, anyOf(hooks.signal, hooks.stop));
      if (checked.usage !== null) metrics.tokens(checked.usage);
      await limiter.spend(asker, checked.usage);
      return many.length > 1 ? { ...bestOfChecks([checked, byWords]), byModel: checked.byModel } : checked;
    },
  };

  async function searchOne(words: string): Promise<readonly Hit[]> {
    const about = (await statements.open(null))!;
    const keys = find({ text: words, turns: [] }, about).shown.map(({ key }) => key);
    return keys.length === 0 ? [] : [{ ...about.statement, quotes: quoteSentences(about, keys) }];
  }

  /** What the statements nearest to a question have on it; null where it goes to one. */
  async function gatherFor({ text, turns }: Question): Promise<Gathered | null> {
    // A question that leans on the one before is looked for with its words.
    const words = [turns.at(-1)?.question ?? '', text].join(' ');
    const nearest = await statements.nearest(text, MAX_ASKED);
    const found = nearest.length > 0 || turns.length === 0 ? nearest : await statements.nearest(words, MAX_ASKED);
    return found.length === 0 ? null : await gather(text, found, model !== null);
  }

  /** The answer, from the cache, the model or the search. */
  async function answerAbout(
    about: OpenStatement,
    asker: Asker,
    question: Question,
    hooks: Hooks<Claim>,
  ): Promise<Answer> {
    const startedAt = performance.now();
    let firstClaimMs: number | null = null;
    const count = (answer: Answer): Answer => {
      const counted = { kind: answer.kind, why: whyWithoutModel(answer), usage: answer.usage };
      metrics.answer(asker.surface, counted, { firstClaimMs, totalMs: performance.now() - startedAt });
      return answer;
    };
    const { id, sha256 } = about.statement;
    const key = model && {
      statement: sha256,
      question: question.text,
      turns: question.turns,
      language: asker.language,
      promptVersion: model.promptVersion,
      model: model.name,
    };
    const cached = key && (await answers.get(key, asker));
    if (cached) return count({ ...cached, usage: null });
    const mayUseModel = model !== null && (await limiter.mayUseModel(asker));
    if (mayUseModel) await hooks.onModel?.();
    const claims: Claim[] = [];
    try {
      const answer = await parts.ask(about)(question, {
        mayUseModel,
        signal: anyOf(hooks.signal, hooks.stop),
        onLife: hooks.onLife,
        onClaim: (claim) => {
          firstClaimMs ??= performance.now() - startedAt;
          claims.push(claim);
          hooks.onProgress?.(claim);
        },
      });
      await limiter.spend(asker, answer.usage);
      if (key && whyWithoutModel(answer) === null) await answers.put(key, answer, asker);
      return count(answer);
    } catch (error) {
      if (hooks.signal?.aborted || !hooks.stop?.aborted) throw error;
      metrics.question(asker.surface, 'stopped');
      return { kind: 'stopped', claims, usage: null, statements: [{ id, sha256 }] };
    }
  }

  async function conversationOf(asker: Asker): Promise<Conversation> {
    return asker.conversation === null ? NEW_CONVERSATION : conversations.get(asker);
  }

  async function remember(asker: Asker, question: string, answer: Answer): Promise<void> {
    const isEmpty = answer.kind === 'talk' || (answer.kind === 'stopped' && claimsOf(answer).length === 0);
    if (asker.conversation === null || isEmpty) return;
    const { turn } = asker.conversation;
    await conversations.update(asker, (conversation) => withTurn(conversation, turn, question, answer));
  }
}

function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
