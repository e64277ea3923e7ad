// Drafts that a scripted model writes about the shipped release, and the question or alleged quotation that a request puts to it.

type Request = { readonly body: { readonly messages: readonly { readonly content: string }[] } };

const CLAIMED = 'Claimed to have been said: ';

/** The last question of a chat-completions request; empty for one that compares a quotation. */
export function questionIn({ body }: Request): string {
  const last = body.messages.at(-1)!.content;
  return last.startsWith(CLAIMED) ? '' : last.trim();
}

/** The alleged quotation of a chat-completions request that asks to compare one; empty for others. */
export function allegedIn({ body }: Request): string {
  const last = body.messages.at(-1)!.content;
  return last.startsWith(CLAIMED) ? last.slice(CLAIMED.length).trim() : '';
}

/** Two claims that hold, about Russia. */
export const RUSSIA = {
  outcome: 'answered',
  claims: [
    { text: 'He called Russia and the Russians the closest ally of Belarus.', sentences: ['4.4'] },
    { text: 'He rejected the view that the multi-vector policy means turning away from Russia.', sentences: ['4.9'] },
  ],
  premise: null,
} as const;

/** A claim that holds, about China. */
export const CHINA = {
  outcome: 'answered',
  claims: [{ text: 'He said that China and Russia gave the most tangible support.', sentences: ['2.2'] }],
  premise: null,
} as const;

export const NOTHING = { outcome: 'not_in_statement', claims: [], premise: null } as const;
