// Every string of the interface: what a language must say. A language that lacks one does not compile.

import type { Fact, QuestionProblem, Talk, WithoutModel } from '../answer/answer.ts';
import type { QuoteKind } from '../statement/quotation.ts';
import type { BlockKind, Form, Pronoun } from '../statement/statement.ts';

/** Whose words a quotation holds. `speaker` null: nobody is named. `pronoun` of the speaker, "they" where unknown. */
export type Whose = {
  readonly kind: QuoteKind;
  readonly speaker: string | null;
  readonly pronoun: Pronoun;
  readonly publisher: string;
};

/** What every surface says, and what Telegram and the page say besides. */
export type Wording = {
  readonly languageName: string;
  readonly attribution: (whose: Whose) => string;
  /** Stands for a publisher who is not known, where the others stand. */
  readonly aPublisher: string;
  /** Follows the attribution where his words hold words of others. */
  readonly holdsQuoted: (pronoun: Pronoun) => string;
  readonly place: (block: BlockKind, paragraph: number | null) => string;
  /** First line over the nearest sentences, by why there is no model's answer. */
  readonly withoutModel: Readonly<Record<WithoutModel, string>>;
  /** The question was read with an earlier one. */
  readonly leansOn: (question: string) => string;
  /** A model read the statement and found nothing. */
  readonly absent: string;
  /** A search found no sentence: `missing` stand nowhere, `tried` are their other forms that were looked for. Never more than that. */
  readonly absentWords: (missing: readonly string[], tried: readonly string[]) => string;
  readonly nearest: string;
  readonly fact: Readonly<Record<Fact['name'], (value: string) => string>>;
  readonly talk: Readonly<Record<Talk, string>>;
  readonly check: CheckWording;
  /** Why a text is no question; `limit` is the longest question in characters. */
  readonly problem: Readonly<Record<QuestionProblem, (limit: number) => string>>;
  readonly stopped: string;
  /** Claims were shown from a reply that then could not be used. */
  readonly brokeOff: string;
  readonly failed: string;
  readonly telegram: TelegramWording;
  readonly web: WebWording;
};

/** Verdicts on alleged words, each over the sentences that show it. A pronoun of "they": the speaker's is not known. */
export type CheckWording = {
  readonly verbatim: (place: string) => string;
  readonly unsureWhose: (place: string) => string;
  readonly altered: string;
  readonly clipped: string;
  readonly publisher: (publisher: string) => string;
  readonly quotedOthers: string;
  /** `name`: as the statement names them. */
  readonly otherSpeaker: (name: string) => string;
  readonly paraphrase: (pronoun: Pronoun) => string;
  readonly contradicted: (pronoun: Pronoun) => string;
  readonly absent: string;
  /** The same of words that only a search compared: they may have been said in others. */
  readonly notInTheseWords: string;
  /** Below the verdict, where it is a model's. */
  readonly byModel: string;
  /** Below words that were not found, in another language than the statement's. */
  readonly otherLanguage: string;
};

export type CommandName =
  | 'ask'
  | 'check'
  | 'statements'
  | 'use'
  | 'source'
  | 'quotes'
  | 'new'
  | 'language'
  | 'settings'
  | 'privacy'
  | 'forget'
  | 'help'
  | 'stats'
  | 'usage';

/** How a group reaches the bot. `readsAll`: mentions arrive, for privacy mode is off or the bot is an admin. */
export type Reached = { readonly username: string; readonly readsAll: boolean; readonly pronoun: Pronoun };

export type TelegramWording = {
  readonly about: string;
  readonly description: (title: string, publisher: string | null) => string;
  readonly commands: (pronoun: Pronoun) => Readonly<Record<CommandName, string>>;
  readonly start: (title: string, origin: string) => string;
  /** Followed by the commands. `example` is a question that the statement at hand answers, null where none is known. */
  readonly help: (how: Reached & { readonly example: string | null }) => string;
  readonly privacy: string;
  readonly addedToGroup: (how: Reached) => string;
  /** A question about a topic of the statement at hand. */
  readonly exampleAbout: (topic: string, pronoun: Pronoun) => string;
  readonly exampleWhole: string;
  readonly andTopic: (topic: string) => string;
  readonly reading: (paragraphs: number) => string;
  readonly thinking: string;
  readonly writing: string;
  readonly moreInSource: (quotations: number) => string;
  readonly openSource: string;
  readonly copy: string;
  readonly share: string;
  readonly checkWhat: string;
  readonly newTopic: string;
  readonly chooseLanguage: string;
  readonly languageSet: string;
  readonly forgotten: string;
  readonly thanks: string;
  readonly tooFast: (seconds: number) => string;
  readonly textOnly: string;
  readonly notHere: string;
  readonly cardGone: string;
  readonly pressed: string;
  readonly noPassage: string;
  readonly ownWords: (name: string) => string;
  readonly page: (page: number, pages: number) => string;
  readonly inline: {
    readonly ask: (query: string) => string;
    readonly askHint: string;
    readonly asking: string;
    readonly getAnswer: string;
    readonly nothing: string;
    readonly check: (pronoun: Pronoun) => string;
  };
  readonly settings: {
    readonly heading: string;
    readonly adminsOnly: string;
    readonly language: string;
    readonly evidence: string;
    readonly folded: string;
    readonly open: string;
    readonly askers: string;
    readonly everyone: string;
    readonly admins: string;
    readonly mentions: string;
    readonly on: string;
    readonly off: string;
  };
  readonly library: LibraryWording;
  readonly stats: (figures: StatsFigures) => string;
  readonly usage: (figures: UsageFigures) => string;
};

export type LibraryWording = {
  readonly heading: (statements: number) => string;
  readonly found: (words: string) => string;
  readonly none: (words: string) => string;
  readonly all: string;
  readonly choose: string;
  readonly chosen: (title: string) => string;
  readonly chosenAll: string;
  readonly unknown: string;
  readonly form: Readonly<Record<Form, string>>;
  readonly paragraphs: (count: number) => string;
  readonly speaker: (name: string) => string;
  readonly noSpeaker: string;
  readonly own: (sentences: number) => string;
  readonly unsure: (sentences: number) => string;
  readonly missing: (field: 'title' | 'date' | 'publisher') => string;
  readonly save: string;
  readonly change: string;
  readonly show: string;
  readonly discard: string;
  readonly howToChange: string;
  readonly saved: (title: string) => string;
  readonly known: (title: string) => string;
  readonly discarded: string;
  readonly gone: string;
  readonly notAllowed: string;
  readonly unreadable: (why: string) => string;
};

export type StatsFigures = {
  readonly questionsToday: number;
  readonly peopleToday: number;
  readonly tokensToday: number;
  readonly queued: number;
  readonly dead: number;
};

/** Tokens of today; null: no limit. */
export type UsageFigures = {
  readonly all: number;
  readonly budget: number | null;
  readonly own: number;
  readonly personBudget: number | null;
  readonly here: number;
  readonly chatBudget: number | null;
};

/** The words of the web pages that no other surface shares. */
export type WebWording = {
  readonly languages: string;
  readonly skip: string;
  readonly source: string;
  readonly carriedBy: (name: string) => string;
  readonly legend: string;
  /** A line of the legend. `speaker` is the statement's. */
  readonly kind: (kind: QuoteKind, speaker: { readonly pronoun: Pronoun }, publisher: string) => string;
  readonly paragraph: (number: number) => string;
  readonly copy: string;
  readonly copied: string;
  readonly quotation: string;
  /** The address names sentences that the statement does not have. */
  readonly noSuchPlace: string;
  readonly whole: string;
  readonly ask: string;
  readonly question: string;
  readonly hint: string;
  readonly send: string;
  readonly promise: string;
  readonly reading: string;
  readonly answer: string;
  /** Over the questions asked before on this page. */
  readonly earlier: string;
  /** The words in the field were taken for a quotation; and how to turn that, either way. */
  readonly isChecked: string;
  readonly askInstead: string;
  readonly checkInstead: string;
  readonly quotationNumber: (number: number) => string;
  readonly tooMany: (seconds: number) => string;
  readonly tooLarge: string;
  readonly offline: string;
  readonly notFound: { readonly title: string; readonly text: string; readonly back: string };
  readonly broken: { readonly title: string; readonly text: string };
};
