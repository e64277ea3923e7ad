// What the interface says, by language: the messages of data/wording with their blanks filled in. A language that lacks a message of
// the English file does not compile.

import be from '../../data/wording/be.json' with { type: 'json' };
import en from '../../data/wording/en.json' with { type: 'json' };
import ru from '../../data/wording/ru.json' with { type: 'json' };
import uk from '../../data/wording/uk.json' with { type: 'json' };
import zh from '../../data/wording/zh.json' with { type: 'json' };
import type { Fact } from '../answer/answer.ts';
import type { QuoteKind } from '../statement/quotation.ts';
import type { BlockKind, Pronoun } from '../statement/statement.ts';
import { type Language, languageName, pluralForm, readableDate } from './language.ts';

type Messages = typeof en;
type Wordings = Readonly<Record<Language, Wording>>;
export type Wording = ReturnType<typeof wordingOf>;
export type CommandName = keyof Messages['telegram']['commands'];

const MESSAGES: Readonly<Record<Language, Messages>> = { en, ru, be, uk, zh };

export const WORDING = Object.fromEntries(
  Object.entries(MESSAGES).map(([language, messages]) => [language, wordingOf(language as Language, messages)]),
) as Wordings;

/** Whose words a quotation holds. `speaker` null: nobody is named. `pronoun` of the speaker, "they" where unknown. */
export type Whose = {
  readonly kind: QuoteKind;
  readonly speaker: string | null;
  readonly pronoun: Pronoun;
  readonly publisher: string;
};

/** How a group reaches the bot. `readsAll`: mentions arrive, for privacy mode is off or the bot is an admin. */
export type Reached = { readonly username: string; readonly readsAll: boolean; readonly pronoun: Pronoun };

/** Tokens of today, and how many there may be; null: no limit. */
export type Spent = { readonly tokens: number; readonly most: number | null };

type Values = Readonly<Record<string, string | number>>;

/** Puts values into the blanks of a message, "{name}"; in one pass, so that a value is never read as a message. */
function fill(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}(\.?)/g, (blank, name: string, stop: string) => {
    const value = String(values[name] ?? blank);
    // "17 ноября 2020 г." brings its own.
    return value.endsWith('.') ? value : value + stop;
  });
}

/** Words put into a line: as many as can be read at a glance. */
const MAX_LISTED = 6;

function wordingOf(language: Language, messages: Messages) {
  const { attribution, place, marks, fact, check, telegram, web } = messages;
  const listed = (words: readonly string[]) =>
    words.slice(0, MAX_LISTED).join(marks.separator) + (words.length > MAX_LISTED ? '…' : '');
  const counted =
    (forms: Parameters<typeof pluralForm>[1]) =>
    (count: number): string =>
      fill(pluralForm(language, forms, count), { count });
  const filled =
    <Name extends string>(message: string, name: Name) =>
    (value: string | number): string =>
      fill(message, { [name]: value });
  return {
    ...messages,
    attribution: ({ kind, speaker, pronoun, publisher }: Whose): string => {
      if (kind === 'narration' || kind === 'unsure') return fill(attribution[kind], { publisher });
      const { named, nameless } = attribution[kind];
      if (speaker === null) return fill(nameless, { publisher });
      return fill(typeof named === 'string' ? named : named[pronoun], { speaker, publisher });
    },
    /** Follows the attribution where his words hold words of others. */
    holdsQuoted: (pronoun: Pronoun): string => messages.holdsQuoted[pronoun],
    place: (block: BlockKind, paragraph: number | null): string => fill(place[block], { number: paragraph ?? '' }),
    leansOn: filled(messages.leansOn, 'question'),
    /** A search found no sentence: `missing` stand nowhere, `tried` are their other forms. It says never more than that. */
    absentWords: (missing: readonly string[], tried: readonly string[]): string => {
      if (missing.length === 0) return messages.absentNothing;
      const marked = missing.map((word) => `${marks.open}${word}${marks.close}`);
      const also = tried.length > 0 ? fill(messages.absentTried, { tried: listed(tried) }) : '';
      return fill(messages.absentWords, { missing: listed(marked), tried: also });
    },
    fact: (name: Fact['name'], value: string): string => {
      if (name === 'length') return counted(fact.length)(Number(value));
      const said = { date: readableDate, language: languageName } as Partial<Record<string, typeof readableDate>>;
      return fill(fact[name], { value: said[name]?.(value, language) ?? value });
    },
    check: {
      ...check,
      verbatim: filled(check.verbatim, 'place'),
      unsureWhose: filled(check.unsureWhose, 'place'),
      publisher: filled(check.publisher, 'publisher'),
      otherSpeaker: filled(check.otherSpeaker, 'name'),
      paraphrase: (pronoun: Pronoun): string => check.paraphrase[pronoun],
      contradicted: (pronoun: Pronoun): string => check.contradicted[pronoun],
    },
    problem: (why: keyof Messages['problem'], limit: number): string => fill(messages.problem[why], { limit }),
    telegram: { ...telegram, ...telegramOf(telegram, { counted, filled }) },
    web: {
      ...web,
      carriedBy: filled(web.carriedBy, 'name'),
      /** A line of the legend, of the statement's speaker. */
      kind: (kind: QuoteKind, { pronoun }: { readonly pronoun: Pronoun }, publisher: string): string => {
        const message = web.kind[kind];
        return fill(typeof message === 'string' ? message : message[pronoun], { publisher });
      },
      paragraph: filled(web.paragraph, 'number'),
      quotationNumber: filled(web.quotationNumber, 'number'),
      version: filled(web.version, 'number'),
      tooMany: filled(web.tooMany, 'number'),
    },
  };
}

type Fillers = {
  readonly counted: (forms: Parameters<typeof pluralForm>[1]) => (count: number) => string;
  readonly filled: (message: string, name: string) => (value: string | number) => string;
};

function telegramOf(telegram: Messages['telegram'], { counted, filled }: Fillers) {
  const { commands, didSay, inline, library } = telegram;
  const spent = ({ tokens: count, most }: Spent): string =>
    most === null ? fill(telegram.noLimit, { count }) : fill(telegram.ofMany, { count, most });
  return {
    description: (title: string, publisher: string | null): string =>
      fill(telegram.description, {
        title,
        publisher: publisher === null ? '' : fill(telegram.inBrackets, { text: publisher }),
      }),
    commands: (pronoun: Pronoun): Readonly<Record<CommandName, string>> => ({
      ...commands,
      check: fill(commands.check, { didSay: didSay[pronoun] }),
      quotes: commands.quotes[pronoun],
    }),
    start: (title: string, origin: string): string =>
      fill(telegram.start, { title, origin: origin === '' ? '' : fill(telegram.afterComma, { text: origin }) }),
    /** `example`: a question that the statement at hand answers. Followed by the commands. */
    help: ({ username, readsAll, pronoun, example }: Reached & { readonly example: string | null }): string =>
      fill(telegram.help, {
        username,
        didSay: didSay[pronoun],
        mention: readsAll ? fill(telegram.helpMention, { username }) : '',
        example: example === null ? telegram.helpNoExample : fill(telegram.helpExample, { example }),
      }),
    addedToGroup: ({ username, readsAll, pronoun }: Reached): string =>
      fill(telegram.addedToGroup, {
        username,
        didSay: didSay[pronoun],
        mention: readsAll ? fill(telegram.groupMention, { username }) : '',
      }),
    exampleAbout: (topic: string, pronoun: Pronoun): string => fill(telegram.exampleAbout[pronoun], { topic }),
    andTopic: filled(telegram.andTopic, 'topic'),
    reading: counted(telegram.reading),
    moreInSource: counted(telegram.moreInSource),
    tooFast: filled(telegram.tooFast, 'seconds'),
    ownWords: filled(telegram.ownWords, 'name'),
    page: (page: number, pages: number): string => fill(telegram.page, { page, pages }),
    inline: {
      ...inline,
      ask: filled(inline.ask, 'query'),
      check: (pronoun: Pronoun): string => didSay[pronoun],
    },
    library: {
      ...library,
      heading: counted(library.heading),
      found: filled(library.found, 'words'),
      none: filled(library.none, 'words'),
      chosen: filled(library.chosen, 'title'),
      paragraphs: counted(library.paragraphs),
      speaker: filled(library.speaker, 'name'),
      own: counted(library.own),
      unsure: filled(library.unsure, 'count'),
      saved: filled(library.saved, 'title'),
      known: filled(library.known, 'title'),
      unreadable: filled(library.unreadable, 'why'),
    },
    stats: ({
      questions,
      people,
      tokens,
      queued,
      dead,
    }: Record<'questions' | 'people' | 'tokens' | 'queued' | 'dead', number>): string =>
      fill(telegram.stats, {
        questions: counted(telegram.questions)(questions),
        people: counted(telegram.people)(people),
        tokens: counted(telegram.tokens)(tokens),
        queued,
        dead,
      }),
    usage: (of: Readonly<Record<'all' | 'own' | 'here', Spent>>): string =>
      fill(telegram.usage, { all: spent(of.all), own: spent(of.own), here: spent(of.here) }),
  };
}
