// A claim must be carried by what it cites: in the statement's language its words stand there, in some form.

import { numbersIn, readingsOf } from '../../language/numbers.ts';
import { placesIn } from '../../language/places.ts';
import { wordList } from '../../language/word-list.ts';
import { type CitedClaim, type Grounding, primary, textOf, type Withheld } from './claim.ts';
import { contentOf, isMatched } from './content.ts';

/** The least share of a claim's words that stand in what it cites: right ones have a third and more. */
const MIN_CARRIED = 0.3;

export function carried(claim: CitedClaim, grounding: Grounding): Withheld | null {
  if (!claim.isSameLanguage) return null;
  // "She signed it" stands in no signature.
  const isSignature = claim.quotes.some(({ block }) => block === 'signature');
  const signed = isSignature ? wordList(primary(grounding.about.statement.language), 'fact-signature') : [];
  const share = carriedShare(claim.text, [claim.cited, ...signed].join('\n'), grounding);
  return share !== null && share < MIN_CARRIED ? 'not-carried' : null;
}

/** The share of `text`'s words and numbers that stand in `cited`; null where it has none beside the names of the header. */
function carriedShare(text: string, cited: string, { about }: Grounding): number | null {
  const { language, speaker, publisher } = about.statement;
  const tag = primary(language);
  const aside = contentOf(
    [speaker?.name, ...(speaker?.names ?? []), publisher].filter((part) => part != null).join(' '),
    tag,
  );
  const words = contentOf(text, tag).filter((word) => !isMatched(word, aside));
  const numbers = numbersIn(text, [tag]);
  if (words.length + numbers.length === 0) return null;
  const there = contentOf(cited, tag);
  const readings = readingsOf(cited, [tag]);
  const codes = new Set(placesIn(cited, [tag]).flatMap((place) => place.codes));
  const places = new Set(
    placesIn(text, [tag])
      .filter((place) => place.codes.some((code) => codes.has(code)))
      .flatMap((place) => contentOf(text.slice(place.start, place.end), tag).map((word) => word.folded)),
  );
  const found =
    words.filter((word) => places.has(word.folded) || isMatched(word, there)).length +
    numbers.filter((number) => number.readings.some((reading) => readings.has(reading))).length;
  return found / (words.length + numbers.length);
}

/** The shown sentence whose words a claim is where its own sentences carry not half of them; null where there is none. */
export function betterKey(claim: CitedClaim, grounding: Grounding): string | null {
  const own = carriedShare(claim.text, claim.cited, grounding);
  if (own === null || own >= MAX_STRAYED) return null;
  let best: string | null = null;
  let most = MIN_BETTER;
  for (const key of grounding.shown) {
    const share = carriedShare(claim.text, textOf(grounding.about, [key]), grounding);
    if (share !== null && share > most) [best, most] = [key, share];
  }
  return best;
}

// With half of the words in what it cites a claim may be drawn from several sentences.
const MAX_STRAYED = 0.5;
// Another sentence's words, not its subject.
const MIN_BETTER = 0.75;
