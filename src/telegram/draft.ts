// The answer while it is being made, in a private chat: a native draft that grows by verified claims, or "typing" where the
// Bot API server is too old for drafts.

import type { Api } from 'grammy';
import type { Claim } from '../answer/answer.ts';
import type { Log } from '../telemetry.ts';
import { isOrdinary, isUnsupported } from './ordinary.ts';
import { type Frame, renderDraft } from './render.ts';

export type DraftPlace = {
  readonly chatId: number;
  readonly threadId: number | undefined;
  /** Not 0; a press on Stop names it. */
  readonly draftId: number;
};

export type Draft = {
  readonly add: (claim: Claim) => void;
  /** Ends the draft; resolves once no call of it is under way. The final message then takes its place. */
  readonly close: () => Promise<void>;
};

// Telegram takes about one change a second, shows a draft for 30 s and "typing" for 5.
const CHANGE_MS = 1_000;
const KEEP_MS = 20_000;
const TYPING_MS = 4_500;

/** Starts drafts in chats. One a process: it remembers whether the server knows them. */
export function createDrafting(api: Api, log: Log): (place: DraftPlace, frame: Frame) => Draft {
  let supported = true;
  return (place, frame) => {
    const claims: Claim[] = [];
    const closed = new AbortController();
    let changed = true;
    let under: Promise<void> = Promise.resolve();
    let lastAt = Number.NEGATIVE_INFINITY;
    let timer: NodeJS.Timeout | undefined;

    const show = async () => {
      if (closed.signal.aborted) return;
      changed = false;
      lastAt = performance.now();
      try {
        await (supported ? showDraft() : showTyping());
      } catch (error) {
        if (closed.signal.aborted || isOrdinary(error)) return;
        if (supported && isUnsupported(error)) {
          supported = false;
          log.info({ event: 'drafts-unsupported' }, 'this Bot API server takes no drafts: showing "typing" instead');
          await showTyping().catch(() => undefined);
          return;
        }
        // A draft is a courtesy; the answer itself is sent whatever becomes of it.
        log.debug({ event: 'draft-failed' }, 'a draft could not be shown');
      }
    };
    const showDraft = async () => {
      const { text, entities } = renderDraft(claims, frame);
      const thread = place.threadId === undefined ? {} : { message_thread_id: place.threadId };
      await api.raw.sendMessageDraft(
        { chat_id: place.chatId, draft_id: place.draftId, text, entities, can_stop: true, ...thread },
        closed.signal as never,
      );
    };
    const showTyping = async () => {
      const thread = place.threadId === undefined ? {} : { message_thread_id: place.threadId };
      await api.sendChatAction(place.chatId, 'typing', thread, closed.signal as never);
    };
    const schedule = () => {
      if (closed.signal.aborted) return;
      clearTimeout(timer);
      const dueMs = changed && supported ? CHANGE_MS : supported ? KEEP_MS : TYPING_MS;
      timer = setTimeout(
        () => {
          under = show().then(schedule);
        },
        Math.max(0, lastAt + dueMs - performance.now()),
      );
    };
    schedule();
    return {
      add: (claim) => {
        claims.push(claim);
        changed = true;
        schedule();
      },
      close: async () => {
        clearTimeout(timer);
        closed.abort();
        await under;
      },
    };
  };
}
