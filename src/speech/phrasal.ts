// Words that say something only with others: verbs with their particle, verbs without weight, papers that show. Data, no rules.

// "shot back", "cut in": with their particle, verbs of speech.
export const PHRASAL: Readonly<Record<string, RegExp>> = {
  back: /^(?:shot|shoots|fired|fires|hit|hits|pushed|pushes|clapped|snapped|struck|punched|wrote|texted|came|chimed)$/u,
  in: /^(?:cut|cuts|broke|breaks|jumped|chimed|chipped|weighed|butted|put)$/u,
  up: /^(?:piped|spoke|summed|followed)$/u,
  out: /^(?:called|cried|yelled|blurted|burst|spoke)$/u,
  off: /^(?:fired|rattled|reeled|signed)$/u,
  on: /^(?:went|goes)$/u,
  further: /^(?:went|goes)$/u,
};
/** "singled out", "chalked it up to": with their particle within a few words, verbs that judge. */
export const JUDGING: Readonly<Record<string, RegExp>> = {
  singled: /^out$/u,
  ticked: /^off$/u,
  wrote: /^off$/u,
  chalked: /^up$/u,
  talked: /^(?:up|down)$/u,
  played: /^(?:up|down)$/u,
  held: /^up$/u,
  shrugged: /^off$/u,
  brushed: /^(?:off|aside)$/u,
  waved: /^(?:off|away)$/u,
  laughed: /^off$/u,
  cast: /^as$/u,
  casts: /^as$/u,
  casting: /^as$/u,
  painted: /^as$/u,
  paints: /^as$/u,
  painting: /^as$/u,
  lashed: /^out$/u,
  railed: /^against$/u,
  inveighed: /^against$/u,
  swiped: /^at$/u,
  took: /^(?:aim|issue|exception)$/u,
  takes: /^(?:aim|issue|exception)$/u,
};
/** "made a long plea": verbs that say nothing by themselves, with what is said as their object. */
export const LIGHT =
  /^(?:ma[dk]e|makes|making|gave|gives?|giving|issue[sd]?|issuing|deliver(?:ed|s|ing)?|offer(?:ed|s|ing)?)$/u;
export const LIGHT_OBJECTS =
  /^(?:plea|appeal|case|pitch|promise|pledge|vow|warning|argument|claim|claims|statement|call|threat|apology|speech|remarks|comments|defense|rebuke|denial|assessment|answer|response)$/u;

/** The base that stands for a verb with its particle. */
export const PHRASAL_BASE = 'phrasal';
// What governs somebody who is then shown speaking: "a video of Smith calling", "the ad featured Smith calling".
export const SHOWN_BY =
  /^(?:of|to|with|about|by|from|at|features?|featured|featuring|shows?|showed|showing|caught|heard|quoted|quoting|recorded)$/u;
/** "in an interview with Bold saying": whoever gave it says so. */
export const TALKS =
  /^(?:interviews?|conversations?|meetings?|talks?|calls?|exchange|discussion|debate|session|sit-down|appearance)$/u;
export const PAPERS = /^(?:documents?|records|papers|filings?|files|emails|transcripts?|reports?)$/u;
export const SHOWS =
  /^(?:shows?|showed|reveals?|revealed|indicates?|indicated|suggests?|suggested|claims?|claimed|alleges?|alleged)$/u;
export const DAYS = /^(?:today|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/u;
export const TIMES = /^(?:week|month|year|weekend|night|morning|afternoon|evening|spring|summer|fall|autumn|winter)$/u;
export const MONTHS = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/u;
export const WRITINGS =
  /^(?:tweets?|letters?|e-?mails?|statements?|posts?|messages?|memos?|speech|comments?|remarks)$/u;
