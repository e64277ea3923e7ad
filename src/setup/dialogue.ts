// Questions and answers at a terminal or over a pipe, with answers that nobody behind the shoulder can read.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The person left: ctrl-C, or the end of the input. */
export class Cancelled extends Error {
  readonly reason: 'interrupted' | 'ended';

  constructor(reason: Cancelled['reason']) {
    super(reason);
    this.reason = reason;
  }
}

export type Dialogue = {
  readonly say: (line: string) => void;
  /** The line that is typed, trimmed. `hidden`: not echoed. Rejects with Cancelled. */
  readonly ask: (question: string, options?: { readonly hidden?: boolean }) => Promise<string>;
  /** Aborted with Cancelled when the person leaves, so that no check is waited for. */
  readonly signal: AbortSignal;
  /** Gives the terminal back as it was. */
  readonly close: () => void;
};

export type DialogueStreams = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
};

export function openDialogue({ input, output }: DialogueStreams): Dialogue {
  const isTerminal = input.isTTY === true && output.isTTY === true;
  let isMuted = false;
  // readline echoes what is typed to its output: muting that is what hides it.
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) output.write(chunk);
      done();
    },
  });
  // No history: an earlier answer must not come back at the press of an arrow.
  const lines = createInterface({ input, output: echo, terminal: isTerminal, historySize: 0 });
  // Lines of a pipe arrive faster than they are asked for, and wait here.
  const typed = lines[Symbol.asyncIterator]();
  const left = new AbortController();
  const interrupted = Promise.withResolvers<never>();
  interrupted.promise.catch(() => undefined);
  lines.on('SIGINT', () => {
    left.abort(new Cancelled('interrupted'));
    interrupted.reject(left.signal.reason);
  });

  return {
    say: (line) => {
      output.write(`${line}\n`);
    },
    ask: async (question, { hidden = false } = {}) => {
      output.write(question);
      // Where the question ends, readline must not begin to write.
      lines.setPrompt(isTerminal ? question : '');
      isMuted = hidden;
      try {
        const { value, done } = await Promise.race([typed.next(), interrupted.promise]);
        if (done) throw new Cancelled('ended');
        return value.trim();
      } finally {
        isMuted = false;
        if (hidden || !isTerminal) output.write('\n');
      }
    },
    signal: left.signal,
    close: () => lines.close(),
  };
}
