// What the parts of the bot work with, and what they pass on about a question.

import type { Api } from 'grammy';
import type { Config } from '../config.ts';
import type { Queue } from '../inbox/queue.ts';
import type { Run } from '../inbox/run.ts';
import type { OpenStatement } from '../retrieval/open-statement.ts';
import type { ChatPerson } from '../service/conversation.ts';
import type { Service } from '../service/service.ts';
import type { Session, Sessions } from '../service/stored.ts';
import type { Store } from '../store/store.ts';
import type { Log, Metrics } from '../telemetry.ts';
import type { Language } from '../wording/language.ts';

export type Desk = {
  readonly api: Api;
  readonly service: Service;
  /** What is asked about where no statement is chosen. */
  readonly home: OpenStatement;
  /** What it is about, for suggestions. */
  readonly topics: readonly string[];
  readonly store: Store;
  readonly sessions: Sessions;
  readonly queue: Queue;
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Who wrote what to the bot, and where its reply goes. */
export type Asked = ChatPerson & {
  readonly surface: 'private' | 'group' | 'inline';
  readonly updateId: number;
  /** The conversation so far; a new one where others read along whom it does not concern. */
  readonly session: Session;
  /** The interface's language for this person. */
  readonly language: Language;
  /** The message that is replied to; null for presses and inline messages. */
  readonly messageId: number | null;
  readonly threadId: number | undefined;
  /** Set when no message with the question stands above the answer. */
  readonly showQuestion: boolean;
  /** Whether the message was answered before and then edited. */
  readonly isEdit: boolean;
  readonly run: Run;
};

export type AskedQuestion = Asked & { readonly text: string };
