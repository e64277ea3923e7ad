// The words of the interface that every surface shares, in the four languages it speaks.

import type { SpeechKind } from './statement/speech.ts';

export const LANGUAGES = ['en', 'ru', 'be', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The interface language for a BCP 47 tag ("be-BY", "zh-hans"); English where the interface does not speak it. */
export function languageFor(tag: string | null | undefined): Language {
  const primary = tag?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

export type Wording = {
  /** Whose words: "Aleksandr Lukashenko, his own words"; "as reported by BelTA". `speaker` null: nobody is named. */
  readonly attribution: (kind: SpeechKind, speaker: string | null, publisher: string) => string;
  /** Added where his words hold words of others. */
  readonly holdsQuoted: string;
  readonly paragraph: (number: number) => string;
  readonly headline: string;
  readonly dateLine: string;
  readonly signature: string;
  /** First line of an extracted answer. */
  readonly noModel: string;
  readonly modelFailed: string;
  readonly overBudget: string;
  /** "The statement says nothing about Ukraine."; without words: "…nothing about that." */
  readonly absent: (words: readonly string[]) => string;
  readonly searched: (sentences: number, words: readonly string[]) => string;
  readonly nearest: string;
  readonly didNotSay: string;
  readonly emptyQuestion: string;
  readonly tooLongQuestion: (characters: number, limit: number) => string;
};
