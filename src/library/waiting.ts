// Drafts between their preview and a person's word on them, kept so that a restart or another replica finds them.

import type { DraftTable } from '../store/tables/drafts.ts';
import type { Draft, DraftHeader } from './import/draft.ts';
import { type Prepared, prepare } from './prepare.ts';

export type Waiting = { readonly key: string; readonly prepared: Prepared };

type Kept = { readonly draft: Draft; readonly fetchedFrom: string | null };

/** `who` sent it; null: a feed brought it. The key that its buttons and commands carry. */
export async function keepWaiting(
  table: DraftTable,
  { draft, statement, fetchedFrom }: Prepared,
  who: { readonly person: number; readonly chat: number } | null,
): Promise<string> {
  const key = statement.sha256.slice(0, 12);
  const kept: Kept = { draft, fetchedFrom };
  await table.put({ key, draft: JSON.stringify(kept), person: who?.person ?? null, chat: who?.chat ?? null });
  return key;
}

/** Null when it is gone: stored or discarded already, or kept too long. */
export async function getWaiting(table: DraftTable, key: string): Promise<Prepared | null> {
  const row = await table.get(key);
  return row && preparedOf(row.draft);
}

/** Takes it out; of two who confirm at once one gets it. */
export async function takeWaiting(table: DraftTable, key: string): Promise<Prepared | null> {
  const row = await table.take(key);
  return row && preparedOf(row.draft);
}

/** A person's correction of the header of a draft that waits. Null when it is gone. */
export async function correctWaiting(
  table: DraftTable,
  key: string,
  given: Partial<DraftHeader>,
): Promise<Prepared | null> {
  const row = await table.get(key);
  if (row === null) return null;
  const { draft, fetchedFrom } = JSON.parse(row.draft) as Kept;
  const doubts = draft.doubts.filter((doubt) => given[doubt] === undefined);
  const corrected = { ...draft, header: { ...draft.header, ...given }, doubts };
  await table.put({ ...row, draft: JSON.stringify({ draft: corrected, fetchedFrom } satisfies Kept) });
  return prepare(corrected, fetchedFrom);
}

/** What feeds brought and nobody has looked at, the latest first. */
export async function waitingFromFeeds(table: DraftTable, most = 1_000): Promise<Waiting[]> {
  return (await table.fromFeeds(most)).map(({ key, draft }) => ({ key, prepared: preparedOf(draft) }));
}

function preparedOf(json: string): Prepared {
  const { draft, fetchedFrom } = JSON.parse(json) as Kept;
  return prepare(draft, fetchedFrom);
}
