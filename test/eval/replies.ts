// Right and wrong claims over invented statements, as models write them (test/eval/replies/README.md): read, and put to grounding.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { groundClaims } from '../../src/answer/ground.ts';
import { parseStatement } from '../../src/speech/load.ts';
import { type Places, placesOf } from '../../src/statement/quotation.ts';
import type { Statement } from '../../src/statement/statement.ts';

export type ReplyClaim = {
  readonly file: string;
  readonly about: Places;
  readonly question: string;
  readonly text: string;
  readonly keys: readonly string[];
  /** The claims before it in the same reply. */
  readonly before: readonly { readonly text: string; readonly sentences: string[] }[];
  /** Why it is wrong; null for a right one. */
  readonly why: string | null;
};

type Reply = {
  readonly question: string;
  readonly reply: { readonly claims: readonly { readonly text: string; readonly sentences: readonly string[] }[] };
  readonly why?: string;
  readonly catchable?: boolean;
};

/** Every claim of the folder: the right ones, and the wrong ones that words can catch. */
export function readReplies(folder: string): ReplyClaim[] {
  const files = readdirSync(folder).filter((file) => /^\d\d-.*\.json$/.test(file));
  return files.sort().flatMap((file) => {
    const replies = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { right: Reply[]; wrong: Reply[] };
    const id = file.replace('.json', '');
    const statement = parseStatement(`${id}.md`, readFileSync(path.join(folder, `${id}.md`)));
    const about = { statement, places: placesOf(statement) };
    const wrong = replies.wrong.filter(({ catchable }) => catchable === true);
    return [...replies.right, ...wrong].flatMap(({ question, reply, why = null }) => {
      const drafts = reply.claims.map(({ text, sentences }) => ({
        text,
        sentences: sentences.flatMap((sentence) => keysFor(statement, sentence)),
      }));
      return drafts.map(({ text, sentences }, at) => ({
        file: id,
        about,
        question,
        text,
        keys: sentences,
        before: drafts.slice(0, at),
        why,
      }));
    });
  });
}

/** The keys of the sentences that share a letter or digit with `text`, which stands once in the statement. */
function keysFor({ sentences, text: whole }: Statement, text: string): string[] {
  const at = whole.indexOf(text);
  if (at < 0) throw new Error(`not in the statement: ${text}`);
  const shares = (start: number, end: number) =>
    /[\p{L}\p{N}]/u.test(whole.slice(Math.max(start, at), Math.min(end, at + text.length)));
  return sentences
    .filter(({ start, end }) => start < at + text.length && end > at && shares(start, end))
    .map(({ key }) => key);
}

/** What of a claim is shown as it is written, with `text` in its place where given; the empty string where it is withheld. */
export function shownOf({ about, before, keys, question, text }: ReplyClaim, instead = text): string {
  const shown = new Set(about.statement.sentences.map(({ key }) => key));
  const drafts = [...before, { text: instead, sentences: [...keys] }];
  const { claims } = groundClaims(drafts, { about, shown, asked: question });
  return claims.find((claim) => plain(claim.text) === plain(instead))?.text ?? '';
}

/** Marks and apostrophes may change on the way. */
function plain(text: string): string {
  return text
    .replace(/[“”"«»„‘’'`]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
