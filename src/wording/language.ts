// The languages that the interface speaks, and what of a language the platform knows: its dates and its plurals.

import { lazyBy } from '../text/lazy.ts';

export const LANGUAGES = ['en', 'ru', 'be', 'uk', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The interface language for a BCP 47 tag ("be-BY", "zh-hans"); English where the interface does not speak it. */
export function languageFor(tag: string | null | undefined): Language {
  const primary = tag?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

/** An ISO 8601 day in words: "17 November 2020". */
export function readableDate(date: string, language: Language): string {
  return dateFormat(language).format(new Date(date));
}

// The day first in English too: it is read around the world.
const dateFormat = lazyBy(
  (language) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }),
);

/** A language's name in another: "French". */
export function languageName(tag: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
}

/** Of a message's forms by the plural categories of its language the one for `count`; `other` serves where it is missing. */
export function pluralForm(
  language: Language,
  forms: { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>,
  count: number,
): string {
  return forms[pluralRules(language).select(count)] ?? forms.other;
}

const pluralRules = lazyBy((language) => new Intl.PluralRules(language));
