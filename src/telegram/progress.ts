// What a person sees while the model works: a draft with a Stop button in a private chat; in a group a placeholder, and 👀 on
// the question.

import type { Claim } from '../answer/answer.ts';
import type { BotParts, Origin } from './context.ts';
import type { Delivery, Target } from './delivery.ts';
import { createDrafting } from './draft.ts';
import { type Work, workLine } from './format/answer.ts';
import { type Frame, plainMessage } from './format/message.ts';

/** One reply in the making. */
export type Progress = {
  /** Where the reply goes now. */
  readonly target: Target;
  readonly add: (claim: Claim) => void;
  readonly doing: (work: Work['kind']) => void;
  readonly close: () => Promise<void>;
};

export type Progresses = {
  /** A reply that stands stays as it is until the next one takes its place. `stop` is aborted when the person presses Stop. */
  readonly show: (
    about: { origin: Origin; frame: Frame; target: Target; paragraphs: number | null },
    stop: AbortController,
  ) => Promise<Progress>;
  /** Stops what is being made under this draft; false when nothing is in this process. */
  readonly stop: (chatId: number, draftId: number) => boolean;
};

/** One a process: a press on Stop finds its reply here. */
export function createProgresses({ api, log }: Pick<BotParts, 'api' | 'log'>, delivery: Delivery): Progresses {
  const startDraft = createDrafting(api, log);
  const stoppable = new Map<string, AbortController>();
  return {
    show: async ({ origin, frame, target, paragraphs }, stop) => {
      if (target.kind !== 'new') return showNothing(target);
      const work: Work = { kind: 'reading', paragraphs };
      if (origin.surface === 'group') {
        const placed = await delivery.place(origin, plainMessage(workLine(work, frame)));
        react(origin, true);
        return { ...showNothing(placed), close: async () => react(origin, false) };
      }
      // The update's id, as a positive 31-bit number: a re-run goes on with the same draft.
      const draftId = (origin.updateId % 0x7fff_fffe) + 1;
      const name = `${origin.chat}/${draftId}`;
      stoppable.set(name, stop);
      const draft = startDraft({ chatId: origin.chat, threadId: origin.threadId, draftId }, work, frame);
      return {
        target,
        add: draft.add,
        doing: draft.doing,
        close: async () => {
          stoppable.delete(name);
          await draft.close();
        },
      };
    },
    stop: (chatId, draftId) => {
      const controller = stoppable.get(`${chatId}/${draftId}`);
      controller?.abort(STOPPED);
      return controller !== undefined;
    },
  };

  /** A courtesy: some groups allow no reactions, some servers know none. */
  function react({ chat, messageId }: Origin, isOn: boolean): void {
    if (messageId === null) return;
    api.setMessageReaction(chat, messageId, isOn ? [{ type: 'emoji', emoji: '👀' }] : []).catch(() => undefined);
  }
}

const STOPPED = new Error('stopped by the asker');

export function showNothing(target: Target): Progress {
  return { target, add: () => {}, doing: () => {}, close: async () => {} };
}
