// What a person sees while the model works: a draft with a Stop button in a private chat, a placeholder in a group.

import type { Claim } from '../answer/answer.ts';
import { WORDING } from '../wording/wording.ts';
import type { Delivery, Target } from './delivery.ts';
import type { Asked, Desk } from './desk.ts';
import { createDrafting } from './draft.ts';
import { bodyOf, type Frame, renderText } from './render.ts';

/** One reply in the making. */
export type Progress = {
  /** Where the reply goes now. */
  readonly target: Target;
  readonly add: (claim: Claim) => void;
  readonly close: () => Promise<void>;
};

export type Progresses = {
  /** A reply that stands stays as it is until the next one takes its place. `stop` is aborted when the person presses Stop. */
  readonly show: (asked: Asked, frame: Frame, target: Target, stop: AbortController) => Promise<Progress>;
  /** Stops what is being made under this draft; false when nothing is in this process. */
  readonly stop: (chatId: number, draftId: number) => boolean;
};

/** One a process: a press on Stop finds its reply here. */
export function createProgresses({ api, home, log }: Desk, delivery: Delivery): Progresses {
  const startDraft = createDrafting(api, log);
  const stoppable = new Map<string, AbortController>();
  return {
    async show(asked, frame, target, stop) {
      if (target.kind !== 'new') return quietly(target);
      if (asked.surface === 'group') {
        const { reading } = WORDING[frame.language].telegram;
        return quietly(await delivery.place(asked, renderText(reading(bodyOf(home.statement).length), frame)));
      }
      // The update's id, as a positive 31-bit number: a re-run goes on with the same draft.
      const draftId = (asked.updateId % 0x7fff_fffe) + 1;
      const name = `${asked.chat}/${draftId}`;
      stoppable.set(name, stop);
      const draft = startDraft({ chatId: asked.chat, threadId: asked.threadId, draftId }, frame);
      return {
        target,
        add: draft.add,
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
}

const STOPPED = new Error('stopped by the asker');

/** Nothing is shown. */
export function quietly(target: Target): Progress {
  return { target, add: () => {}, close: async () => {} };
}
