// "Did he say that?" in the terminal: what an alleged quotation is, with the words that differ.

import { quoteToJson } from '../answer/json.ts';
import { allegedIn, type Difference } from '../check/check.ts';
import { languageOf } from '../language/language-of.ts';
import { type Asked, isRefusal } from '../service/asker.ts';
import type { Service } from '../service/service.ts';
import { LANGUAGES } from '../wording/language.ts';
import { noteOn, verdictOf } from '../wording/verdict.ts';
import { WORDING } from '../wording/wording.ts';
import { ONCE } from './chat.ts';
import { createScreen, printable, type Screen, type Terminal } from './screen.ts';

/** Says what an alleged quotation is. */
export async function checkOnce(service: Service, alleged: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  await showCheck(service, alleged, createScreen(terminal.output));
}

/** The same as one JSON object. */
export async function checkAsJson(service: Service, alleged: Asked, terminal: Pick<Terminal, 'output'>): Promise<void> {
  const checked = await service.check(ONCE, { ...alleged, text: allegedIn(alleged.text) });
  if (isRefusal(checked)) throw new Error(`--check: ${checked.kind}`);
  const { check, otherLanguage, byModel, usage } = checked;
  const header = (await service.open(alleged.statement ?? null))!.statement;
  const object = {
    verdict: check.kind,
    whose: check.kind === 'others' ? check.whose : null,
    differences: check.kind === 'altered' ? check.differences : null,
    otherLanguage,
    byModel,
    quotes: check.quotes.map(quoteToJson),
    usage,
    statement: { id: header.id, sha256: header.sha256 },
  };
  terminal.output.write(`${JSON.stringify(object)}\n`);
}

/** Prints what an alleged quotation is; when `signal` is aborted meanwhile, that it was stopped. */
export async function showCheck(service: Service, message: Asked, screen: Screen, signal?: AbortSignal): Promise<void> {
  const alleged = allegedIn(message.text);
  const wording = WORDING[languageOf(alleged, LANGUAGES) ?? 'en'];
  const checked = await service
    .check(ONCE, { text: alleged }, signal ? { stop: signal } : {})
    .catch((error: unknown) => {
      if (!signal?.aborted) throw error;
      return null;
    });
  if (checked === null || isRefusal(checked)) {
    screen.line(wording.stopped);
    return;
  }
  const { check } = checked;
  screen.line(screen.bold(printable(verdictOf(checked, wording))));
  const note = noteOn(checked, wording);
  if (note !== null) screen.line(screen.dim(note));
  if (check.kind === 'altered') screen.line(compared(check.differences, screen));
  if (check.kind === 'absent' && check.quotes.length > 0) screen.line(wording.nearest);
  for (const quote of check.quotes) screen.quote(quote, ' ', wording);
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
