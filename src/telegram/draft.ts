// The answer while it is being made, in a private chat: a native draft that grows by verified claims, or "typing" where the
// Bot API server is too old for drafts.

import { setTimeout as wait } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import type { Claim } from '../answer/answer.ts';
import type { Log } from '../telemetry.ts';
import { draftMessage, type Work } from './format/answer.ts';
import type { Rendered } from './format/auto-links.ts';
import type { Frame } from './format/message.ts';
import { refusalOf } from './refusals.ts';

export type DraftPlace = {
  readonly chatId: number;
  readonly threadId: number | undefined;
  /** Not 0; a press on Stop names it. */
  readonly draftId: number;
};

export type Draft = {
  readonly add: (claim: Claim) => void;
  /** What the model does has changed. */
  readonly doing: (work: Work['kind']) => void;
  /** Ends the draft; resolves once no call of it is under way. The final message then takes its place. */
  readonly close: () => Promise<void>;
};

// Telegram takes about one change a second, shows a draft for 30 s and "typing" for 5. A little over a second, for what
// leaves here a second apart may arrive closer.
const CHANGE_MS = 1_050;
const KEEP_MS = 20_000;
const TYPING_MS = 4_500;
// A call that was cut off may still arrive and show a draft below the answer: it is waited for, but not for ever.
const LAST_CALL_MS = 3_000;
const MAX_CHATS = 10_000;

/** Starts drafts in chats, one at a time in each. One a process: it remembers whether the server knows them. */
export function createDrafting(api: Api, log: Log): (place: DraftPlace, first: Work, frame: Frame) => Draft {
  const display = createDisplay(api, log);
  return (place, first, frame) => startDraft(display, place, first, frame);
}

type Display = {
  readonly isSupported: () => boolean;
  /** When the chat's next draft may be shown, by performance.now(): a second answer may follow the first at once. */
  readonly nextAt: (chatId: number) => number;
  /** Never rejects: a draft is a courtesy, and the answer itself is sent whatever becomes of it. */
  readonly show: (place: DraftPlace, message: Rendered, signal: AbortSignal) => Promise<void>;
};

function createDisplay(api: Api, log: Log): Display {
  let isSupported = true;
  const nextAt = new Map<number, number>();
  const noteNext = (chatId: number, at: number) => {
    nextAt.delete(chatId);
    nextAt.set(chatId, at);
    if (nextAt.size > MAX_CHATS) nextAt.delete(nextAt.keys().next().value!);
  };
  const showTyping = ({ chatId, threadId }: DraftPlace, signal: AbortSignal) =>
    api.sendChatAction(chatId, 'typing', inThread(threadId), signal as never);
  return {
    isSupported: () => isSupported,
    nextAt: (chatId) => nextAt.get(chatId) ?? 0,
    show: async (place, { text, entities }, signal) => {
      const { chatId, threadId, draftId } = place;
      noteNext(chatId, performance.now() + CHANGE_MS);
      const draft = { chat_id: chatId, draft_id: draftId, text, entities, can_stop: true, ...inThread(threadId) };
      try {
        await (isSupported ? api.raw.sendMessageDraft(draft, signal as never) : showTyping(place, signal));
      } catch (error) {
        const refusal = refusalOf(error);
        if (isSupported && refusal === 'method-unknown') {
          isSupported = false;
          log.info({ event: 'drafts-unsupported' }, 'this Bot API server takes no drafts: showing "typing" instead');
          await showTyping(place, signal).catch(() => undefined);
          return;
        }
        if (signal.aborted || refusal !== null) return;
        const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
        if (seconds !== undefined) noteNext(chatId, performance.now() + seconds * 1_000);
        log.debug({ event: 'draft-failed' }, 'a draft could not be shown');
      }
    },
  };
}

function startDraft(display: Display, place: DraftPlace, first: Work, frame: Frame): Draft {
  let work = first;
  const claims: Claim[] = [];
  const closed = new AbortController();
  let isClosing = false;
  let hasChanged = true;
  let under: Promise<void> | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const show = () => {
    hasChanged = false;
    lastAt = performance.now();
    under = display.show(place, draftMessage(claims, work, frame), closed.signal).finally(() => {
      under = null;
      schedule();
    });
  };
  const schedule = () => {
    if (isClosing || under !== null) return;
    clearTimeout(timer);
    const isSupported = display.isSupported();
    const dueAt = isSupported && hasChanged ? 0 : lastAt + (isSupported ? KEEP_MS : TYPING_MS);
    timer = setTimeout(show, Math.max(0, Math.max(dueAt, display.nextAt(place.chatId)) - performance.now()));
  };
  const change = () => {
    hasChanged = true;
    schedule();
  };
  schedule();
  return {
    add: (claim) => {
      claims.push(claim);
      change();
    },
    doing: (kind) => {
      if (kind === work.kind) return;
      work = { ...work, kind };
      change();
    },
    close: async () => {
      isClosing = true;
      clearTimeout(timer);
      if (under === null) return;
      const given = new AbortController();
      await Promise.race([under, wait(LAST_CALL_MS, undefined, { signal: given.signal }).catch(() => undefined)]);
      given.abort();
      closed.abort();
    },
  };
}

function inThread(threadId: number | undefined) {
  return threadId === undefined ? {} : { message_thread_id: threadId };
}
