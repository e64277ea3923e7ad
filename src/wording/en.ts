// The interface in English.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { counted, readableDate } from './language.ts';
import { inMarks, listed } from './list.ts';
import type { Wording } from './strings.ts';

const paragraphs = counted('en', { one: 'paragraph', other: 'paragraphs' });
const questions = counted('en', { one: 'question', other: 'questions' });
const people = counted('en', { one: 'person', other: 'people' });
const tokens = counted('en', { one: 'token', other: 'tokens' });
const statements = counted('en', { one: 'statement', other: 'statements' });
const ofMany = (tokens: number, most: number | null) =>
  most === null ? `${tokens}, no limit` : `${tokens} of ${most}`;

const their = (pronoun: Pronoun) => ({ he: 'his', she: 'her', they: 'their' })[pronoun];
const didSay = (pronoun: Pronoun) =>
  ({ he: 'Did he say that?', she: 'Did she say that?', they: 'Was that said?' })[pronoun];

export const en: Wording = {
  languageName: 'English',
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}, ${their(pronoun)} own words` : 'own words, the speaker is not named',
      reported: speaker ? `${speaker}, as reported by ${publisher}` : `as reported by ${publisher}`,
      quoted: speaker ? `words that ${speaker} was quoting, not ${their(pronoun)} own` : 'words quoted from others',
      narration: `${publisher}'s words`,
      unsure: 'the text does not say whose words these are',
    };
    return texts[kind];
  },
  aPublisher: 'the publisher',
  holdsQuoted: (pronoun) => `‘…’ are words ${pronoun} ${pronoun === 'they' ? 'were' : 'was'} quoting`,
  place: (block, paragraph) =>
    ({ paragraph: `paragraph ${paragraph}`, headline: 'headline', date: 'date line', signature: 'signature' })[block],
  withoutModel: {
    'no-model': 'Nearest in the statement (no model is connected, so I only compare words):',
    'model-failed': 'Nearest in the statement (the model did not answer, so I only compared words):',
    'over-budget': "Nearest in the statement (today's model budget is spent, so I only compare words):",
  },
  leansOn: (question) => `Read together with “${question}”.`,
  absent: "The statement doesn't say.",
  absentWords: (missing, tried) => {
    if (missing.length === 0) return 'I found no sentence with these words.';
    return `No sentence has ${inMarks(missing)}${tried.length > 0 ? ` (also looked for: ${listed(tried)})` : ''}.`;
  },
  nearest: 'Nearest:',
  fact: {
    date: (value) => `It is dated ${readableDate(value, 'en')}.`,
    place: (value) => `The date line names ${value}.`,
    speaker: (value) => `The speaker is ${value}.`,
    publisher: (value) => `It was published by ${value}.`,
    title: (value) => `Its title: ${value}`,
    language: (value) => `Its language: ${new Intl.DisplayNames('en', { type: 'language' }).of(value)}.`,
    length: (value) => `It has ${paragraphs(Number(value))}.`,
    source: (value) => `It can be read at ${value}`,
    signature: (value) => `It is signed: ${value}`,
  },
  talk: {
    greeting: 'Hello. Ask me what was said in the statement, or send me a quotation and I will check it.',
    thanks: "You're welcome.",
    help: 'Ask me what was said in the statement, in any language: I answer with its own sentences. Or send me a quotation in marks, and I will say whether it was said.',
    acknowledged: 'All right. Ask me whenever you like.',
  },
  check: {
    verbatim: (place) => `✓ Verbatim, ${place}.`,
    unsureWhose: (place) => `? Verbatim, ${place}, but the text does not say whose words these are.`,
    altered: '✎ Not quite. The words that differ are struck out; the statement has those in bold:',
    clipped: '✂ Clipped. The words are there, but they are cut out of this:',
    publisher: (publisher) => `❝ In the statement, but these are ${publisher}’s words, not the speaker’s own:`,
    quotedOthers: '❝ In the statement, but not the speaker’s own words: others are being quoted.',
    otherSpeaker: (name) => `❝ In the statement, but these are the words of ${name}:`,
    paraphrase: (pronoun) =>
      pronoun === 'they' ? '≈ Something like it was said:' : `≈ ${subject(pronoun)} said something like it:`,
    contradicted: (pronoun) =>
      pronoun === 'they' ? '⇄ The opposite was said:' : `⇄ ${subject(pronoun)} said the opposite:`,
    absent: '∅ Not in this statement.',
    notInTheseWords: '∅ Not in this statement in these words.',
    byModel: 'Compared by the model for its sense, not word by word.',
    otherLanguage: 'The languages differ, and only words were compared: it may have been said all the same.',
  },
  problem: {
    empty: () => 'Ask me something about the statement.',
    'no-words': () => 'I see no words to look for. Please ask in a sentence.',
    'too-long': (limit) => `That is too long for one question. Please ask in at most ${limit} characters.`,
  },
  stopped: 'Stopped.',
  brokeOff: "The model's reply broke off; this stands in its place:",
  failed: 'Something went wrong on my side. Please ask again.',
  telegram: {
    about: 'Answers what someone really said, in words copied from the source, with whose words they are.',
    description: (title, publisher) =>
      `Ask what was said in a public statement. Every quotation is copied from the source, letter for letter, with whose words it is and where it stands.\n\nThe statement: “${title}”${publisher ? ` (${publisher})` : ''}.`,
    commands: (pronoun) => ({
      ask: 'Ask about the statement',
      check: `${didSay(pronoun)} Check a quotation`,
      statements: 'All statements, and which one to ask about',
      use: 'Which statement this group asks about',
      source: 'The statement itself',
      quotes: `Everything in ${pronoun === 'they' ? "the speaker's" : their(pronoun)} own words`,
      new: 'Forget the questions so far',
      language: 'Choose the language',
      settings: 'Settings of this chat',
      privacy: 'What is kept, and for how long',
      forget: 'Delete what is kept about you',
      help: 'How to use this bot',
      stats: 'Figures for who runs the bot',
      usage: 'Tokens spent today, and the limits',
    }),
    start: (title, origin) =>
      `Ask me what was said in this statement, in any language:\n“${title}”${origin ? `, ${origin}` : ''}.\n\nEvery quotation is copied from the source, letter for letter, with whose words it is.`,
    help: ({ username, readsAll, pronoun, example }) =>
      `Ask a question${example ? `, for example: ${example}` : ''}\nFollow-ups such as “why?” or “more” work. A question that you edit within two minutes is answered again.\n\n${didSay(pronoun)} Send /check and the words, or reply to a message with /check.\nIn a group: /ask@${username} and the question, or reply to me${readsAll ? `, or mention @${username}` : ''}.\nIn any chat: type @${username} and a word to send a sentence of the statement.\n\nA quotation shows that it was said, not that it is true.`,
    privacy:
      'Kept: your last four questions and answers here (for follow-ups, until /new or 30 days after the last one), answers that can be given again (30 days), your language and the settings of a chat, how many questions you asked each day (400 days), and your thumbs. A question too long for its button, and the first part of one that arrives in pieces, is kept for a day. Messages wait in a queue until they are answered; what is left of them is deleted after two days, or five if no answer could be given. With a model connected, your question and those before it are sent to it, and so is a quotation that you have checked. Nothing else, and nobody reads along.\n\n/forget deletes all of it.',
    addedToGroup: ({ username, readsAll, pronoun }) =>
      `Hello. I answer what was really said in a public statement, when I am asked: /ask@${username} and your question, or a reply to one of my messages${readsAll ? `, or a mention of @${username}` : ''}. ${didSay(pronoun)} Reply to a message with /check@${username}.`,
    exampleAbout: (topic, pronoun) =>
      pronoun === 'they' ? `What is said about ${topic}?` : `What did ${pronoun} say about ${topic}?`,
    exampleWhole: 'What is it about?',
    andTopic: (topic) => `And ${topic}?`,
    reading: (count) => `Reading ${paragraphs(count)}…`,
    thinking: 'Thinking…',
    writing: 'Writing…',
    moreInSource: (count) =>
      `${counted('en', { one: 'more quotation', other: 'more quotations' })(count)} in the source`,
    openSource: 'Open in the source',
    copy: 'Copy the quotation',
    share: 'Share',
    checkWhat: 'Which words? Send /check and the quotation, or reply with /check to the message that has it.',
    newTopic: 'Forgotten. Ask anew.',
    chooseLanguage: 'Choose the language of the buttons and labels. I answer in the language of your question.',
    languageSet: 'I will speak English here.',
    forgotten: 'Deleted: everything that was kept about you here.',
    thanks: 'Thank you.',
    tooFast: (seconds) =>
      `That is a lot of questions at once. Please wait ${seconds} s; I will read the next one then.`,
    textOnly: 'I can only read text. Please ask me in words.',
    notHere: 'This bot answers in certain chats only.',
    cardGone: 'This card is too old. Please ask again.',
    pressed: 'On its way…',
    noPassage: 'There is no such passage in the statement.',
    ownWords: (name) => `${name}, own words`,
    page: (page, pages) => `${page} of ${pages}`,
    inline: {
      ask: (query) => `Ask: ${query}`,
      askHint: 'Get an answer with quotations',
      asking: 'Looking it up…',
      getAnswer: 'Get the answer',
      nothing: 'Nothing found. Ask me in private',
      check: didSay,
    },
    settings: {
      heading: 'Settings of this chat. Press one to change it.',
      adminsOnly: 'Only the admins of this group can change its settings.',
      language: 'Language',
      evidence: 'Quotations',
      folded: 'folded',
      open: 'open',
      askers: 'Who may ask',
      everyone: 'everyone',
      admins: 'admins',
      mentions: 'Answer mentions',
      on: 'yes',
      off: 'no',
    },
    library: {
      heading: (count) => `${statements(count)}, the newest first. Press one to ask about it alone.`,
      found: (words) => `Statements that speak of “${words}”:`,
      none: (words) => `No statement has “${words}”.`,
      all: 'All of them',
      choose: 'Which statement should this group ask about?',
      chosen: (title) => `Questions here are now about “${title}”.`,
      chosenAll: 'Questions here now go to all statements.',
      unknown: 'That statement is no longer here. See /statements.',
      form: {
        report: 'a report',
        speech: 'a speech',
        letter: 'a letter',
        post: 'a post',
        interview: 'an interview',
        transcript: 'a transcript',
        release: 'a press release',
      },
      paragraphs,
      speaker: (name) => `Speaker: ${name}`,
      noSpeaker: 'Speaker: not found',
      own: (count) => `own words in ${counted('en', { one: 'sentence', other: 'sentences' })(count)}`,
      unsure: (count) => `${count} I am not sure about`,
      missing: (field) => ({ title: 'no title', date: 'no date found', publisher: 'no publisher found' })[field],
      save: 'Save',
      change: 'Change…',
      show: 'Show the text',
      discard: 'Discard',
      howToChange:
        'Reply to the preview with what is right, a line each, for example:\nspeaker: Full Name\ndate: 2024-09-18',
      saved: (title) => `Saved: “${title}”. Questions in this chat are now about it.`,
      known: (title) => `This statement is here already: “${title}”.`,
      discarded: 'Discarded. Nothing was stored.',
      gone: 'This preview is too old. Please send the statement again.',
      notAllowed: 'Only certain people may add statements here.',
      unreadable: (why) => `Nothing was stored: ${why}`,
    },
    stats: (figures) =>
      `Today: ${questions(figures.questionsToday)} from ${people(figures.peopleToday)}, ${tokens(figures.tokensToday)}.\nQueue: ${figures.queued} waiting, ${figures.dead} given up.`,
    usage: ({ all, budget, own, personBudget, here, chatBudget }) =>
      `Tokens today: ${ofMany(all, budget)}.\nYou: ${ofMany(own, personBudget)}.\nThis chat: ${ofMany(here, chatBudget)}.`,
  },
  web: {
    languages: 'Language of this page',
    skip: 'To the statement',
    source: 'Read at the source',
    carriedBy: (name) => `carried by ${name}`,
    legend: 'Whose words',
    kind: (kind, { pronoun }, publisher) => {
      const texts: Record<QuoteKind, string> = {
        direct: `${their(pronoun)} own words`,
        reported: `as reported by ${publisher}`,
        quoted: `words ${pronoun} ${pronoun === 'they' ? 'quote' : 'quotes'} from others`,
        narration: `${publisher}’s words`,
        unsure: 'the text does not say whose words',
      };
      return texts[kind];
    },
    paragraph: (number) => `paragraph ${number}`,
    copy: 'Copy quotation with reference',
    copied: 'Copied',
    quotation: 'Quotation with reference',
    noSuchPlace: 'This address points to a place that the statement does not have. Here is the whole statement.',
    whole: 'Show the statement without marks',
    ask: 'Ask this statement',
    question: 'Your question',
    hint: 'In a sentence, in any language.',
    send: 'Ask',
    promise: 'Every quotation is copied from the statement, letter for letter.',
    reading: 'Reading the statement…',
    answer: 'Answer',
    earlier: 'Earlier',
    isChecked: 'Taken for a quotation to check.',
    askInstead: 'Ask it as a question',
    checkInstead: 'Check it as a quotation',
    quotationNumber: (number) => `quotation ${number}`,
    tooMany: (seconds) => `Too many questions just now. Please ask again in ${seconds} s.`,
    tooLarge: 'That is too long for one question.',
    offline: 'The connection broke off. Please ask again.',
    notFound: { title: 'Not found', text: 'There is no such page here.', back: 'To the statement' },
    broken: { title: 'Something went wrong', text: 'Something went wrong on this side. Please try again.' },
  },
};

function subject(pronoun: Pronoun): string {
  return pronoun === 'she' ? 'She' : 'He';
}
