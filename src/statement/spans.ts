// Labels put into order and cut, by whatever changes them.

import type { Range } from '../text/range.ts';
import type { SpeechSpan } from './statement.ts';

/** As a Statement has them: by their start, and what is quoted behind the words that it lies in. */
export function inOrder(spans: readonly SpeechSpan[]): SpeechSpan[] {
  return spans.toSorted(
    (one, other) => one.start - other.start || Number(one.kind === 'quoted') - Number(other.kind === 'quoted'),
  );
}

/** A span cut where a range begins and ends, in order: what lies before it, in it and after it, as far as there is any. */
export function cutAt(span: SpeechSpan, { start, end }: Range): SpeechSpan[] {
  const within = (at: number) => Math.min(Math.max(at, span.start), span.end);
  const [from, to] = [within(start), within(end)];
  return [
    { ...span, end: from },
    { ...span, start: from, end: to },
    { ...span, start: to },
  ].filter((part) => part.end > part.start);
}

/** Whether a range, or a part that was cut there, lies in another. */
export function isWithin(one: Range, { start, end }: Range): boolean {
  return start <= one.start && one.end <= end;
}
