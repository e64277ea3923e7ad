// What a service remembers in a store: conversations and answers, with the codecs by which the store keeps them unread.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../answer/answer.ts';
import { ANSWER } from '../answer/codec.ts';
import { codecOf } from '../store/codec.ts';
import type { Store } from '../store/store.ts';
import { fold } from '../text/fold.ts';
import { type ChatPerson, type Conversation, NEW_CONVERSATION } from './conversation.ts';
import type { AnswerCache, AnswerKey } from './service.ts';

const REPLIED = z.object({
  to: z.number(),
  by: z.number(),
  /** A digest of the words that it replies to. */
  words: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});

/** A message of the bot's, by its id, that replies to one of a person's. */
export type Replied = Readonly<z.infer<typeof REPLIED>>;

/** One person's conversation with the bot in one chat. */
export type Session = Conversation & {
  /** Which message replies to which, oldest first. */
  readonly replies: readonly Replied[];
};

/** What is known of a conversation that has not begun. */
export const NEW_SESSION: Session = { ...NEW_CONVERSATION, replies: [] };

const SESSION_CODEC = codecOf<Session>(
  z.object({
    // The first edition kept turns without ids.
    turns: z.array(z.object({ id: z.string().default(''), question: z.string(), answer: z.string() })),
    language: z.string().nullable(),
    statement: z.string().nullable(),
    replies: z.array(REPLIED),
  }),
);
const ANSWER_CODEC = codecOf<Answer>(ANSWER);

export type Sessions = {
  readonly get: (who: ChatPerson) => Promise<Session>;
  /** Puts what `change` makes of a session in its place. Of changes at the same moment each is given what the one before made. */
  readonly update: (who: ChatPerson, change: (session: Session) => Session) => Promise<void>;
  /** A group became a supergroup, where messages have other ids. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
};

export function storedSessions({ sessions }: Pick<Store, 'sessions'>): Sessions {
  return {
    get: async (who) => (await sessions.get(who, SESSION_CODEC)) ?? NEW_SESSION,
    update: (who, change) => sessions.update(who, SESSION_CODEC, (session) => change(session ?? NEW_SESSION)),
    moveChat: (from, to) =>
      sessions.moveChat(from, to, SESSION_CODEC, (session) => ({ ...(session ?? NEW_SESSION), replies: [] })),
  };
}

export function storedAnswers({ answers }: Pick<Store, 'answers'>): AnswerCache {
  return {
    get: (key, asker) => answers.get(digestOf(key), asker, ANSWER_CODEC),
    put: (key, answer, asker) => answers.put(digestOf(key), asker, ANSWER_CODEC, answer),
  };
}

/** Hashed, so that no question stands in a key. */
function digestOf({ statement, question, turns, language, promptVersion, model }: AnswerKey): string {
  const folded = fold(question)
    .text.trim()
    .replace(/[\s?!.。？！]+$/u, '');
  const exchange = turns.map((turn) => [turn.question, turn.answer]);
  return createHash('sha256')
    .update(JSON.stringify([statement, folded, exchange, language, promptVersion, model]))
    .digest('hex');
}
