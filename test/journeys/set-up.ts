// What the journeys through Telegram begin with: one Telegram, the real bot in front of it, a scripted model where one is wanted.

import { afterAll, beforeAll, expect } from 'vitest';
import { type BotProcess, startBot } from '../helpers/bot.ts';
import { type Model, type Script, startModel } from '../model-server/server.ts';
import { type Seat, startTelegram, type Telegram, type TelegramOptions } from '../telegram-server/server.ts';

export type JourneyOptions = {
  readonly telegram?: TelegramOptions;
  /** Set over the usual: no limits that a test would meet, and a public address. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: no model is connected. */
  readonly model?: Script;
  /** Events of warnings that are part of it. Default: none. */
  readonly complaints?: readonly string[];
};

export type Journey = {
  readonly telegram: Telegram;
  readonly bot: BotProcess;
  readonly model: Model;
  /** A new person's private chat with the bot. */
  readonly chatOf: (language_code?: string, to?: Telegram) => Seat;
};

/** Starts them before the tests of the scope it is called in; after those the bot must have ended well and complained of nothing. */
export function journey({ telegram: world, env, model: respond, complaints = [] }: JourneyOptions = {}): Journey {
  const parts: { telegram?: Telegram; bot?: BotProcess; model?: Model } = {};
  beforeAll(async () => {
    const telegram = await startTelegram({ floodControl: { allPerSecond: 1_000 }, ...world });
    parts.telegram = telegram;
    if (respond) parts.model = await startModel(respond);
    const usual = { QUESTIONS_PER_MINUTE: '100', PUBLIC_URL: 'https://on-record.example', ...modelEnv(parts.model) };
    parts.bot = await startBot(telegram, { env: { ...usual, ...env } });
  });
  afterAll(async () => {
    expect(await parts.bot!.stop()).toEqual({ code: 0, signal: null });
    expect(parts.bot!.complaints.filter(({ event }) => !complaints.includes(event ?? ''))).toEqual([]);
    expect(parts.telegram!.warnings).toEqual([]);
    await parts.model?.stop();
    await parts.telegram!.close();
  });
  return {
    get telegram() {
      return parts.telegram!;
    },
    get bot() {
      return parts.bot!;
    },
    get model() {
      return parts.model!;
    },
    chatOf: (language_code = 'en', to = parts.telegram!) => to.user({ first_name: 'Ann', language_code }).privateChat(),
  };
}

/** What connects a bot to a scripted model. */
export function modelEnv(model: Model | undefined): Readonly<Record<string, string>> {
  return model ? { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'test', MODEL_WARM_UP: 'off' } : {};
}
