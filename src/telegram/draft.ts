// The answer while it is being made, in a private chat: a native draft that grows by verified claims, or "typing" where the
// Bot API server is too old for drafts.

import { setTimeout as wait } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import type { Claim } from '../answer/answer.ts';
import type { Log } from '../telemetry.ts';
import { draftMessage, type Work } from './format/answer.ts';
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
  let supported = true;
  // When each chat's next draft may be shown, by performance.now(): a second answer may follow the first at once.
  const nextAt = new Map<number, number>();
  const noteNext = (chatId: number, at: number) => {
    nextAt.delete(chatId);
    nextAt.set(chatId, at);
    if (nextAt.size > MAX_CHATS) nextAt.delete(nextAt.keys().next().value!);
  };

  return (place, first, frame) => {
    let work = first;
    const claims: Claim[] = [];
    const closed = new AbortController();
    let isClosing = false;
    let changed = true;
    let under: Promise<void> | null = null;
    let lastAt = Number.NEGATIVE_INFINITY;
    let timer: NodeJS.Timeout | undefined;
    const thread = place.threadId === undefined ? {} : { message_thread_id: place.threadId };

    const show = async () => {
      changed = false;
      lastAt = performance.now();
      noteNext(place.chatId, lastAt + CHANGE_MS);
      try {
        await (supported ? showDraft() : showTyping());
      } catch (error) {
        const refusal = refusalOf(error);
        if (supported && refusal === 'method-unknown') {
          supported = false;
          log.info({ event: 'drafts-unsupported' }, 'this Bot API server takes no drafts: showing "typing" instead');
          await showTyping().catch(() => undefined);
          return;
        }
        if (closed.signal.aborted || refusal !== null) return;
        const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
        if (seconds !== undefined) noteNext(place.chatId, performance.now() + seconds * 1_000);
        // A draft is a courtesy; the answer itself is sent whatever becomes of it.
        log.debug({ event: 'draft-failed' }, 'a draft could not be shown');
      }
    };
    const showDraft = async () => {
      const { text, entities } = draftMessage(claims, work, frame);
      await api.raw.sendMessageDraft(
        { chat_id: place.chatId, draft_id: place.draftId, text, entities, can_stop: true, ...thread },
        closed.signal as never,
      );
    };
    const showTyping = async () => {
      await api.sendChatAction(place.chatId, 'typing', thread, closed.signal as never);
    };
    const schedule = () => {
      if (isClosing || under !== null) return;
      clearTimeout(timer);
      const keepMs = supported ? KEEP_MS : TYPING_MS;
      const dueAt = supported && changed ? 0 : lastAt + keepMs;
      const at = Math.max(dueAt, nextAt.get(place.chatId) ?? 0);
      timer = setTimeout(
        () => {
          under = show().finally(() => {
            under = null;
            schedule();
          });
        },
        Math.max(0, at - performance.now()),
      );
    };
    schedule();
    return {
      add: (claim) => {
        claims.push(claim);
        changed = true;
        schedule();
      },
      doing: (kind) => {
        if (kind === work.kind) return;
        work = { ...work, kind };
        changed = true;
        schedule();
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
  };
}
