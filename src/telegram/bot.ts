// The bot: features in the order in which they look at an update. Updates come from the inbox one at a time per chat; what must not
// wait its turn comes straight.

import { Composer } from 'grammy';
import type { Message, Update } from 'grammy/types';
import { z } from 'zod';
import type { Run } from '../inbox/run.ts';
import { languageFor } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { adding } from './adding.ts';
import { admitting } from './admission.ts';
import { laterIfOutside } from './api.ts';
import { asking } from './ask.ts';
import { checking } from './check.ts';
import { commands, meaningOf } from './commands.ts';
import { type BotContext, type BotParts, openContext } from './context.ts';
import { acknowledging, thumbs } from './feedback.ts';
import { ownMessage } from './format/message.ts';
import { type Inline, inline } from './inline.ts';
import { createArrivals } from './joining.ts';
import { askKeyboard } from './keyboards.ts';
import { membership, migrating } from './membership.ts';
import { passages } from './passages.ts';
import { ignoringRefusals, isFinal, refusalOf } from './refusals.ts';
import { settings } from './settings.ts';
import { statements } from './statements.ts';
import { createTools, type Forget, type Tools } from './tools.ts';

/** The kinds of update that the bot works with; Telegram's default leaves some of them out. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const satisfies readonly Exclude<keyof Update, 'update_id'>[];

export type TelegramBot = {
  /** Handles a stored update. Rejects with TryLater while Telegram or the store is at fault. */
  readonly handle: (update: Update, run: Run) => Promise<void>;
  /** One apology to whoever is left without an answer. */
  readonly apologise: (update: Update, run: Run) => Promise<void>;
  /** What must not wait its turn: inline queries are answered, a press on Stop takes effect. True: nothing is left to store. */
  readonly handleNow: (update: Update) => boolean;
  /** Takes what another replica has broadcast. */
  readonly onBroadcast: (message: string) => void;
  /** Resolves when the inline queries under way are answered. */
  readonly settled: () => Promise<void>;
};

/** What replicas broadcast: that Stop was pressed, and that what they hold of people's words is to go. */
const Broadcast = z.object({
  stop: z.object({ chat: z.number(), draft: z.number() }).optional(),
  forget: z.literal(true).optional(),
});

export function createTelegramBot(parts: BotParts): TelegramBot {
  const { store, queue, metrics } = parts;
  const tools = createTools(parts);
  const arrivals = createArrivals();
  const cards = inline(tools);
  const broadcast = (message: z.infer<typeof Broadcast>) => queue.broadcast(JSON.stringify(message));
  const forget: Forget = async (who) => {
    await store.forget(who);
    // What is ready for whoever asks the same next stands under nobody's name, so everybody's goes.
    cards.forget();
    await broadcast({ forget: true });
  };
  const handler = featuresOf(tools, cards, forget).middleware();
  const inlineUnderWay = new Set<Promise<void>>();

  return {
    handle: async (update, run) => {
      metrics.update(kindOf(update));
      try {
        const context = await openContext(update, run, { ...parts, arrivals, meaningOf });
        await handler(context, async () => {});
      } catch (error) {
        if (!isFinal(error)) throw laterIfOutside(error);
        // The chat's work ends here: a second try would fare no better.
        metrics.error(`telegram-${refusalOf(error)}`);
      }
    },
    apologise: (update, run) => apologise(parts, cards, update, run),
    handleNow: (update) => {
      arrivals.note(update);
      if (update.inline_query) {
        const answered = cards.answer(update.inline_query).finally(() => inlineUnderWay.delete(answered));
        inlineUnderWay.add(answered);
        return true;
      }
      const stopped = update.stopped_message_generation;
      if (!stopped) return false;
      const stop = { chat: stopped.chat.id, draft: stopped.draft_id };
      if (!tools.progresses.stop(stop.chat, stop.draft)) {
        // Another replica may be at it. If it does not hear of it, its answer goes on to the end, as if nobody had pressed.
        broadcast({ stop }).catch(() => metrics.error('stop'));
      }
      return true;
    },
    onBroadcast: (message) => {
      // One of another version may broadcast what this one does not know.
      const { data } = Broadcast.safeParse(JSON.parse(message));
      if (data?.stop) tools.progresses.stop(data.stop.chat, data.stop.draft);
      if (data?.forget) cards.forget();
    },
    settled: async () => {
      await Promise.allSettled(inlineUnderWay);
    },
  };
}

/** In the order in which they look at an update. */
function featuresOf(tools: Tools, cards: Inline, forget: Forget): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.use(
    migrating(tools),
    admitting(tools),
    membership(tools, forget),
    acknowledging(tools),
    thumbs(tools),
    commands(tools, forget),
    settings(tools),
    statements(tools),
    passages(tools),
    adding(tools),
    checking(tools),
    asking(tools),
    cards.composer,
    unreadable(tools),
  );
  return composer;
}

/** Sent to the bot alone, and nothing it can read. */
function unreadable(tools: Tools): Composer<BotContext> {
  const reading = new Composer<BotContext>();
  reading.use(async ({ origin, intent }, next) => {
    if (intent.kind !== 'unreadable') return next();
    await tools.delivery.reply(origin, { rendered: ownMessage(WORDING[origin.language].telegram.textOnly) });
  });
  return reading;
}

async function apologise({ api, metrics }: BotParts, cards: Inline, update: Update, run: Run): Promise<void> {
  const { message: sent, edited_message, callback_query: pressed, chosen_inline_result: chosen } = update;
  const language = languageFor((sent ?? edited_message ?? pressed ?? chosen)?.from?.language_code);
  const text = WORDING[language].failed;
  const card = pressed?.inline_message_id ?? chosen?.inline_message_id;
  if (card !== undefined) {
    // The button stays: pressing it again is how to ask again.
    const asked = await cards.questionOf(update);
    const keyboard = asked ? { reply_markup: askKeyboard(asked.question, asked.statement, language) } : {};
    await ignoringRefusals(api.editMessageTextInline(card, text, keyboard));
    return;
  }
  const message = sent ?? edited_message ?? pressed?.message;
  if (!message || run.sent.get('final') !== null) return;
  metrics.question(message.chat.type === 'private' ? 'private' : 'group', 'failed');
  const placeholder = run.sent.get('placeholder');
  if (placeholder !== null) {
    await ignoringRefusals(api.editMessageText(message.chat.id, Number(placeholder), text));
    return;
  }
  const { is_topic_message, message_thread_id } = message as Message;
  const thread = is_topic_message && message_thread_id !== undefined ? { message_thread_id } : {};
  const apology = await ignoringRefusals(api.sendMessage(message.chat.id, text, thread));
  if (apology !== null) await run.sent.record('final', apology.message_id);
}

function kindOf(update: Update): string {
  return ALLOWED_UPDATES.find((kind) => update[kind] !== undefined) ?? 'other';
}
