// Questions: a message that asks, a suggestion that is pressed. The service answers; here work is shown, and each answer delivered once.

import { Composer } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Answer } from '../answer/answer.ts';
import { languageOf } from '../language/language-of.ts';
import { type Asker, isRefusal } from '../service/asker.ts';
import { examplesOf } from '../wording/examples.ts';
import { LANGUAGES, type Language } from '../wording/language.ts';
import { WORDING } from '../wording/wording.ts';
import { type BotContext, frameOf, type Origin, statementHere } from './context.ts';
import type { Target } from './delivery.ts';
import { answerMessage } from './format/answer.ts';
import { type Frame, plainMessage } from './format/message.ts';
import { bodyOf } from './format/passage.ts';
import { answerKeyboard } from './keyboards.ts';
import { type Progress, showNothing } from './progress.ts';
import type { Tools } from './tools.ts';

export function asking(tools: Tools): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.use(async ({ origin, intent }, next) => {
    if (intent.kind !== 'question') return next();
    await answerHere(tools, origin, { text: intent.text, isShown: false });
  });
  composer.on('callback_query:data', async ({ origin, press }, next) => {
    if (press?.kind !== 'topic' && press?.kind !== 'example') return next();
    const about = press.statement === null ? tools.home : await tools.service.open(press.statement);
    const topics = about?.topics() ?? [];
    const pronoun = about?.statement.speaker?.pronoun ?? 'they';
    const { andTopic, cardGone } = WORDING[origin.language].telegram;
    const topic = topics[press.index];
    const text =
      press.kind === 'topic'
        ? topic && andTopic(topic)
        : about && examplesOf(topics, pronoun, origin.language)[press.index];
    if (!text) await tools.delivery.reply(origin, { rendered: plainMessage(cardGone) });
    else await answerHere(tools, { ...origin, statement: press.statement }, { text, isShown: true });
  });
  return composer;
}

export type AskedHere = {
  readonly text: string;
  /** Shown above the answer, for no message with it stands there. */
  readonly isShown: boolean;
};

/** Answers by a message of its own, or in the place of the answer to the question before it was edited. */
async function answerHere(tools: Tools, origin: Origin, asked: AskedHere): Promise<void> {
  if (origin.run.sent.get('final') !== null) return;
  const target = tools.delivery.targetFor(origin, asked.text);
  if (target.kind !== 'unchanged') await answerAt(tools, origin, asked, target);
}

export async function answerAt(tools: Tools, origin: Origin, asked: AskedHere, first: Target): Promise<void> {
  const { service, delivery, decline } = tools;
  // Labelled in the language that was asked in; where the letters do not tell, in the person's.
  const frame = frameOf(origin, tools, languageOf(asked.text, LANGUAGES));
  const { outcome, target } = await whileShown(tools, { origin, frame, target: first }, (progress, stop) =>
    service.answer(
      askerOf(origin, frame.language),
      { text: asked.text, statement: origin.statement },
      {
        signal: origin.run.signal,
        stop,
        onModel: progress.show,
        onProgress: (claim) => progress.current().add(claim),
        onLife: (work) => progress.current().doing(work),
      },
    ),
  );
  if (isRefusal(outcome)) {
    await decline(origin, { text: asked.text, refusal: outcome, frame, target });
    return;
  }
  const isEmpty = outcome.kind === 'stopped' && outcome.claims.length === 0;
  const reply = isEmpty
    ? { rendered: plainMessage(WORDING[frame.language].stopped) }
    : {
        rendered: answerMessage(outcome, frame, asked.isShown ? asked.text : null),
        keyboard: await keyboardFor(tools, origin, outcome, asked.text, frame),
      };
  await delivery.deliver(origin, asked.text, reply, target);
}

type Shown = { readonly show: () => Promise<void>; readonly current: () => Progress };

/** Runs `work`, which says when a model begins: from then on people see it, may stop it, and the reply goes to where that stands. */
export async function whileShown<T>(
  tools: Tools,
  { origin, frame, target }: { origin: Origin; frame: Frame; target: Target },
  work: (progress: Shown, stop: AbortSignal) => Promise<T>,
): Promise<{ outcome: T; target: Target }> {
  const stop = new AbortController();
  let progress = showNothing(target);
  const show = async () => {
    const isOne = origin.statement !== null || ((await tools.service.library?.count()) ?? 1) === 1;
    const paragraphs = isOne ? bodyOf((await statementHere(origin, tools)).statement).length : null;
    progress = await tools.progresses.show({ origin, frame, target, paragraphs }, stop);
  };
  try {
    const outcome = await work({ show, current: () => progress }, stop.signal);
    return { outcome, target: progress.target };
  } finally {
    await progress.close();
  }
}

async function keyboardFor(
  tools: Tools,
  { surface }: Origin,
  answer: Answer,
  question: string,
  frame: Frame,
): Promise<InlineKeyboardMarkup | undefined> {
  if (answer.kind === 'talk' && surface === 'group') return undefined;
  const [first] = answer.statements;
  const about = first ? await tools.service.open(first.sha256) : null;
  return answerKeyboard(
    {
      answer,
      question,
      promptVersion: tools.service.model?.promptVersion ?? 'none',
      topics: surface === 'private' ? (about?.topics() ?? []) : null,
    },
    frame,
  );
}

/** Who asks, as the service has it. */
export function askerOf({ surface, chat, person, run, messageId, updateId }: Origin, language: Language): Asker {
  // An edited question keeps its message's id, so its answer takes the place of the one before.
  const turn = messageId === null ? `u${updateId}` : String(messageId);
  return {
    ...{ surface, chat, person, language },
    conversation: surface === 'inline' ? null : { turn },
    isAdmitted: run.attempt > 1,
  };
}
