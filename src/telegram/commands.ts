// The commands, one table: where each holds and what it does. The profile, what counts as a command in a group, and /help come from
// it; what a command is called stands in wording/. A new one is an entry here and its words there.

import { Composer } from 'grammy';
import { originOf } from '../wording/attribution.ts';
import { examplesOf } from '../wording/examples.ts';
import { LANGUAGES } from '../wording/language.ts';
import type { CommandName, Reached } from '../wording/wording.ts';
import { WORDING } from '../wording/wording.ts';
import { isOperator } from './admission.ts';
import { type BotContext, statementHere } from './context.ts';
import type { Reply } from './delivery.ts';
import { ownMessage, plainMessage } from './format/message.ts';
import { exampleKeyboard, languageKeyboard } from './keyboards.ts';
import { placeReply, quotesReply, sourceReply } from './passages.ts';
import { settingsReply } from './settings.ts';
import { statementsReply, useReply } from './statements.ts';
import type { Forget, Tools } from './tools.ts';

export type Command = {
  readonly where: 'everywhere' | 'private' | 'group';
  /** In the menu of those who run the bot, and answered to nobody else. */
  readonly forOperators?: true;
  /** Asks or checks, as a message does; or what it replies, null for silence. */
  readonly does: 'question' | 'check' | ((call: Call) => Promise<Reply | null>);
};

type Call = {
  readonly context: BotContext;
  readonly argument: string;
  readonly tools: Tools;
  readonly forgetSomebody: Forget;
};

/** In the order of the menu. */
const COMMANDS: Readonly<Record<CommandName, Command>> = {
  ask: { where: 'everywhere', does: 'question' },
  check: { where: 'everywhere', does: 'check' },
  statements: {
    where: 'everywhere',
    does: ({ context, argument, tools }) => statementsReply(tools, context.origin, argument),
  },
  use: { where: 'group', does: ({ context, argument, tools }) => useReply(tools, context.origin, argument) },
  source: { where: 'everywhere', does: ({ context, argument, tools }) => sourceReply(tools, context.origin, argument) },
  quotes: { where: 'everywhere', does: ({ context, tools }) => quotesReply(tools, context.origin) },
  new: { where: 'everywhere', does: startAnew },
  language: { where: 'everywhere', does: chooseLanguage },
  settings: { where: 'everywhere', does: ({ context, tools }) => settingsReply(tools, context.origin) },
  privacy: { where: 'everywhere', does: async (call) => ({ rendered: ownMessage(wordingOf(call).privacy) }) },
  forget: { where: 'everywhere', does: forget },
  help: { where: 'everywhere', does: help },
  stats: { where: 'everywhere', forOperators: true, does: stats },
  usage: { where: 'everywhere', forOperators: true, does: usage },
};

/** What a command's name means there; null where it is none that holds. /start stands in no menu: Telegram has a button for it. */
export function meaningOf(name: string, where: 'private' | 'group'): 'question' | 'check' | 'command' | null {
  if (name === 'start') return 'command';
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined;
  if (command === undefined || (command.where !== 'everywhere' && command.where !== where)) return null;
  return typeof command.does === 'string' ? command.does : 'command';
}

/** The commands of a menu, in its order. */
export function menuOf(where: 'private' | 'group', forOperator: boolean): readonly CommandName[] {
  return (Object.keys(COMMANDS) as CommandName[]).filter((name) => {
    const command = COMMANDS[name];
    return (command.where === 'everywhere' || command.where === where) && (forOperator || !command.forOperators);
  });
}

export function commands(tools: Tools, forgetSomebody: Forget): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.use(async (context, next) => {
    const { intent, origin } = context;
    if (intent.kind !== 'command') return next();
    const call = { context, argument: intent.argument, tools, forgetSomebody };
    const command = intent.name === 'start' ? START : COMMANDS[intent.name as CommandName];
    if (typeof command.does === 'string' || (command.forOperators && !isOperator(tools, origin.person))) return;
    const reply = await command.does(call);
    if (reply !== null) await tools.delivery.reply(origin, reply);
  });
  composer.on('callback_query:data', async ({ origin, press }, next) => {
    if (press?.kind !== 'language') return next();
    await tools.sessions.update(origin, (session) => ({ ...session, language: press.language }));
    const { languageSet } = WORDING[press.language].telegram;
    await tools.delivery.reply(origin, { rendered: plainMessage(languageSet) });
  });
  return composer;
}

const START: Command = { where: 'everywhere', does: start };

function wordingOf({ context }: Call) {
  return WORDING[context.origin.language].telegram;
}

async function start(call: Call): Promise<Reply> {
  const { context, argument, tools } = call;
  const { origin } = context;
  const passage = await placeReply(tools, origin, argument);
  if (passage !== null) return passage;
  const { statement, topics } = await statementHere(origin, tools);
  const examples = examplesOf(topics(), statement.speaker?.pronoun ?? 'they', origin.language);
  return {
    rendered: plainMessage(wordingOf(call).start(statement.title, originOf(statement, origin.language))),
    keyboard: exampleKeyboard(examples, statement),
  };
}

async function help(call: Call): Promise<Reply> {
  const { context, tools } = call;
  const { origin } = context;
  const { statement, topics } = await statementHere(origin, tools);
  const pronoun = statement.speaker?.pronoun ?? 'they';
  const [example] = examplesOf(topics(), pronoun, origin.language);
  const reached: Reached = {
    username: context.me.username,
    readsAll: context.me.can_read_all_group_messages,
    pronoun,
  };
  const wording = wordingOf(call);
  const names = menuOf(origin.surface === 'private' ? 'private' : 'group', isOperator(tools, origin.person));
  const descriptions = wording.commands(pronoun);
  const menu = names.map((name) => `/${name} ${descriptions[name]}`).join('\n');
  return { rendered: ownMessage(`${wording.help({ ...reached, example: example ?? null })}\n\n${menu}`) };
}

async function startAnew(call: Call): Promise<Reply> {
  await call.tools.sessions.update(call.context.origin, (session) => ({ ...session, turns: [] }));
  return { rendered: plainMessage(wordingOf(call).newTopic) };
}

async function chooseLanguage(call: Call): Promise<Reply> {
  const chosen = LANGUAGES.find((language) => language === call.argument.toLowerCase());
  if (!chosen) return { rendered: plainMessage(wordingOf(call).chooseLanguage), keyboard: languageKeyboard() };
  await call.tools.sessions.update(call.context.origin, (session) => ({ ...session, language: chosen }));
  return { rendered: plainMessage(WORDING[chosen].telegram.languageSet) };
}

/** In a group each person's own; a private chat is the person's whole. */
async function forget(call: Call): Promise<Reply> {
  const { chat, person, surface, updateId } = call.context.origin;
  await call.forgetSomebody({ ...(surface === 'private' ? { chat } : {}), person, askedBy: updateId });
  return { rendered: plainMessage(wordingOf(call).forgotten) };
}

async function stats(call: Call): Promise<Reply> {
  const { store, queue } = call.tools;
  const [today, people, inbox] = await Promise.all([store.usage.today(null), store.usage.peopleToday(), queue.stats()]);
  const figures = {
    questions: today.questions,
    people,
    tokens: today.promptTokens + today.completionTokens,
    queued: inbox.queued + inbox.running,
    dead: inbox.dead,
  };
  return { rendered: plainMessage(wordingOf(call).stats(figures)) };
}

async function usage(call: Call): Promise<Reply> {
  const { store, config } = call.tools;
  const { chat, person } = call.context.origin;
  const tokensOf = async (of: Parameters<typeof store.usage.today>[0]) => {
    const { promptTokens, completionTokens } = await store.usage.today(of);
    return promptTokens + completionTokens;
  };
  const [all, own, here] = await Promise.all([tokensOf(null), tokensOf({ person }), tokensOf({ chat })]);
  const { dailyTokenBudget, personTokenBudget, groupTokenBudget } = config.limits;
  const isGroup = call.context.origin.surface === 'group';
  const figures = {
    all: { tokens: all, most: dailyTokenBudget },
    own: { tokens: own, most: personTokenBudget },
    here: { tokens: here, most: isGroup ? groupTokenBudget : personTokenBudget },
  };
  return { rendered: plainMessage(wordingOf(call).usage(figures)) };
}
