// The language of the interface for a request: the one chosen in the address, else the first that the browser asks for.

import { LANGUAGES, type Language, languageFor } from '../wording/language.ts';

export function languageOfRequest(
  chosen: string | undefined,
  acceptLanguage: string | null,
): { readonly language: Language; readonly isChosen: boolean } {
  const asked = LANGUAGES.find((language) => language === chosen);
  if (asked) return { language: asked, isChosen: true };
  return { language: preferred(acceptLanguage ?? ''), isChosen: false };
}

function preferred(header: string): Language {
  const wishes = header
    .split(',', 20)
    .map((wish) => {
      const [tag, ...parameters] = wish.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag!, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && (languageFor(tag) !== 'en' || /^en\b/i.test(tag)));
  // The sort is stable: among equals the first is preferred.
  const [best] = wishes.sort((one, other) => other.quality - one.quality);
  return languageFor(best?.tag);
}
