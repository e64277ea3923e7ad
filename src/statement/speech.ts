// Whose words: labels each stretch of an English news text as the speaker's own, reported, quoted from others, or narration.

import type { Range } from '../text.ts';

/**
 * `direct`: the speaker's own words, marks included. `reported`: a sentence in which the agency paraphrases him.
 * `quoted`: words of others inside his own. `narration`: the rest, attribution frames ("the president said.") included.
 */
export type SpeechKind = 'direct' | 'reported' | 'quoted' | 'narration';

/** Who speaks: the resolved name, and where the mention stands that names him here ("the head of state", "he"). */
export type SpeechSpeaker = Range & { readonly name: string };

export type SpeechSpan = Range & { readonly kind: SpeechKind; readonly speaker: SpeechSpeaker | null };
