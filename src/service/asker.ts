// Who asks and what: what every surface hands to the service.

import type { QuestionProblem, Turn } from '../answer/answer.ts';
import type { Surface } from '../telemetry.ts';
import type { Language } from '../wording/language.ts';

/** Who asks, and where. In a private chat the two ids are the same number; those of the page's visitors are below zero. */
export type Asker = {
  readonly surface: Surface;
  readonly chat: number;
  readonly person: number;
  /** The interface's language for this person: an answer's labels are in it where the question does not tell its own. */
  readonly language: Language;
  /** Null where no conversation is kept: in a message that others read, for a visitor without a name. */
  readonly conversation: {
    /** Names this question in it: asked again (an edit, a second delivery) it takes its earlier turn's place. */
    readonly turn: string;
  } | null;
  /** This very question was admitted before and cut off: it is not counted again. */
  readonly isAdmitted: boolean;
};

export type Asked = {
  readonly text: string;
  /** Id, or first hex digits of the fingerprint, of the statement that is asked about; null: the conversation's, else the library's. */
  readonly statement?: string | null;
  /** Earlier turns where no conversation is kept, oldest first. */
  readonly earlier?: readonly Turn[];
};

/** Why there is no answer. `limited`: too many questions; `unknown-statement`: none is known by that name. */
export type Refusal =
  | { readonly kind: 'refused'; readonly why: QuestionProblem | 'unknown-statement' }
  | { readonly kind: 'limited'; readonly waitSeconds: number };

/** How a surface takes part while an answer is made. */
export type Hooks<Progress> = {
  /** A model begins to work: what takes time is shown from here on. */
  readonly onModel?: () => void | Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  /** What the model does has changed. */
  readonly onLife?: (what: 'reading' | 'thinking' | 'writing') => void;
  /** The asker wants no more: what is there so far is the answer. */
  readonly stop?: AbortSignal;
  /** The work is cut off: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

export function isRefusal(outcome: object): outcome is Refusal {
  const { kind } = outcome as { kind?: unknown };
  return kind === 'refused' || kind === 'limited';
}
