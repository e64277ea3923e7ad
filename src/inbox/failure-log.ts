// Says what goes wrong in the inbox without saying it a thousand times.

import { StoreUnavailable } from '../store/outage.ts';
import type { Log } from '../telemetry.ts';

export type FailureLog = {
  readonly ofUpdate: (failure: {
    readonly updateId: number;
    readonly attempt: number;
    readonly reason: string;
  }) => void;
  /** The store itself logs that it is away; anything else from it is a bug. */
  readonly ofStore: (error: unknown) => void;
};

/** At most one line of a kind in this time; updates given up have a line each. */
const LINE_EVERY_MS = 10_000;

export function createFailureLog(log: Log): FailureLog {
  const line = (write: (fields: object, times: number) => void) => {
    let last = Number.NEGATIVE_INFINITY;
    let times = 0;
    return (fields: object): void => {
      times++;
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      write(fields, times);
      times = 0;
    };
  };
  const update = line((fields, failures) => log.warn({ ...fields, failures }, 'updates failed; they are tried again'));
  const store = line((fields, times) =>
    log.error({ ...fields, times }, 'the inbox met an unexpected error; it goes on'),
  );
  return {
    ofUpdate: update,
    ofStore: (error) => {
      if (!(error instanceof StoreUnavailable)) store({ err: error });
    },
  };
}
