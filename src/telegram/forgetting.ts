// Forgetting somebody, in the store and in what every replica holds ready.

import type { Store } from '../store/store.ts';
import type { Who } from '../store/table.ts';

export type Forgetting = {
  readonly forget: (who: Who) => Promise<void>;
};

/** `dropCached`: what is ready for whoever asks the same next stands under nobody's name, so everybody's goes. */
export function createForgetting(store: Store, dropCached: () => void, tellReplicas: () => Promise<void>): Forgetting {
  return {
    forget: async (who) => {
      await store.forget(who);
      dropCached();
      await tellReplicas();
    },
  };
}
