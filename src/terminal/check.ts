// "Did he say that?" in the terminal: what an alleged quotation is, with the words that differ.

import { checkToJson } from '../check/json.ts';
import type { Difference } from '../check/verdict.ts';
import { languageOf } from '../language/language-of.ts';
import { type Asked, isRefusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { LANGUAGES } from '../wording/language.ts';
import { noteOn, passageVerdict, showsDifferences } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import { ONCE } from './ask.ts';
import { createScreen, printable, type Screen, type Terminal } from './screen.ts';

/** Says what an alleged quotation is. */
export async function checkOnce(service: Service, alleged: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  await showCheck(service, alleged, createScreen(terminal.output, service.library !== null));
}

/** The same as one JSON object. */
export async function checkAsJson(service: Service, alleged: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const check = await service.check(ONCE, alleged);
  if (isRefusal(check)) throw new Error(`--check: ${check.kind}`);
  const quoted = check.passages.flatMap(({ quotes }) => quotes)[0]?.header;
  const statement = quoted ?? (await service.open(alleged.statement ?? null))!.statement;
  terminal.output.write(`${JSON.stringify(checkToJson(check, statement))}\n`);
}

/** Prints what an alleged quotation is; when `signal` is aborted meanwhile, that it was stopped. */
export async function showCheck(service: Service, alleged: Asked, screen: Screen, signal?: AbortSignal): Promise<void> {
  const wording = WORDING[languageOf(alleged.text, LANGUAGES) ?? 'en'];
  const check = await service.check(ONCE, alleged, signal ? { stop: signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
    return null;
  });
  if (check === null || isRefusal(check)) {
    screen.line(wording.stopped);
    return;
  }
  for (const passage of check.passages) {
    if (check.passages.length > 1) screen.line(`“${printable(passage.text)}”`);
    screen.line(screen.bold(printable(passageVerdict(passage, check.byModel, wording))));
    if (showsDifferences(passage)) screen.line(compared(passage.differences, screen));
    if (passage.verdict === 'absent' && passage.quotes.length > 0) screen.line(wording.nearest);
    for (const quote of passage.quotes) screen.quote(quote, ' ', wording);
  }
  const note = noteOn(check, wording);
  if (note !== null) screen.line(screen.dim(note));
}

/** Words put in are struck out, missing ones bold; in brackets too, as wdiff has them, for where neither can be seen. */
function compared(differences: readonly Difference[], screen: Screen): string {
  return differences
    .map(({ kind, text }) => {
      const words = printable(text);
      if (kind === 'added') return screen.struck(`[-${words}-]`);
      return kind === 'missing' ? screen.bold(`{+${words}+}`) : words;
    })
    .join(' ');
}
