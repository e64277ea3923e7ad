// What is remembered of a conversation: its last turns, which a later question may lean on.

import { type Answer, claimsOf, type Turn } from '../answer/answer.ts';

/** An exchange as it is kept. */
export type KeptTurn = Turn & { readonly id: string };

export type Conversation = {
  /** Oldest first. */
  readonly turns: readonly KeptTurn[];
  /** The interface's language chosen by the person, null when none was chosen. */
  readonly language: string | null;
  /** The statement chosen in this chat; null when none was chosen. */
  readonly statement: string | null;
};

export const NEW_CONVERSATION: Conversation = { turns: [], language: null, statement: null };

/** Whose conversation it is. */
export type ChatPerson = { readonly chat: number; readonly person: number };

export interface Conversations {
  get(who: ChatPerson): Promise<Conversation>;
  /** Puts what `change` makes of a conversation in its place. Of changes at the same moment each is given what the one before made. */
  update(who: ChatPerson, change: <C extends Conversation>(conversation: C) => C): Promise<void>;
}

const MAX_TURNS = 4;

/** The turns that came before the one named `id`. */
export function turnsBefore({ turns }: Conversation, id: string): readonly Turn[] {
  const at = turns.findIndex((turn) => turn.id === id);
  return at < 0 ? turns : turns.slice(0, at);
}

/** With this exchange as the last turn, or in the place of an earlier one of its id and what came after. */
export function withTurn<C extends Conversation>(conversation: C, id: string, question: string, answer: Answer): C {
  const turns = [...turnsBefore(conversation, id), { id, question, answer: spoken(answer) }] as readonly KeptTurn[];
  return { ...conversation, turns: turns.slice(-MAX_TURNS) };
}

/** What a later question's model is told that the answer was; never empty, for some servers refuse an empty turn. */
function spoken(answer: Answer): string {
  const said = claimsOf(answer).map(({ text, quotes }) => text || quotes.map((quote) => quote.text).join(' '));
  return said.join(' ') || 'The statement does not say.';
}
