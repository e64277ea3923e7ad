// The real bot killed at random moments while questions keep arriving, and what came of every question: read from the messages
// that stand in the chats at the end, and from what Telegram had been told when each process died.

import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { drafts, startModel } from '../model-server/server.ts';
import { type Call, type Seat, startTelegram, type Telegram } from '../telegram-server/server.ts';
import { type BotProcess, launchBot } from './bot.ts';
import { questionIn } from './drafts.ts';
import { freePort, startProxy } from './proxy.ts';

export type ChaosOptions = {
  readonly databaseUrl: string;
  /** One process that polls, or two behind webhooks. */
  readonly replicas: 1 | 2;
  readonly kills: number;
  /** Of the kills, how many leave the other replica alone for so long that it takes over the dead one's work. */
  readonly absences?: number;
  /** A number in [0, 1), as Math.random. */
  readonly random: () => number;
};

export type ChaosResult = {
  readonly questions: number;
  readonly kills: number;
  readonly lost: number;
  /** Questions with more than one message of the bot's. */
  readonly doubled: number;
  /** Of the doubled, those whose every extra message was in flight when its process was killed. */
  readonly doubledInFlight: number;
  /**
   * Of the doubled in flight whose process had read Telegram's answer, how long before the kill that had been given at most, in ms;
   * 0 when there are none.
   */
  readonly longestKnownMs: number;
  /** The other doubled ones: for each, when its messages were sent and processes killed meanwhile, in ms since its first send. */
  readonly unexplained: readonly string[];
  /** Sends that Telegram had taken and whose process was killed before it had read so. */
  readonly inFlight: number;
  /** Questions answered before an earlier one of the same chat. */
  readonly outOfOrder: number;
  /** How often a kill came while a question was being answered. */
  readonly cutOff: number;
  /** Questions cut off after a message of theirs was sent, which then became the answer by an edit. */
  readonly edited: number;
  /**
   * How long cut-off work waited, in ms: from the restart with one process, from the kill with two. One that was killed again
   * first counts from the next.
   */
  readonly takenUpMs: readonly number[];
  /** Distinct lines of warning or worse, and how often each was logged. */
  readonly complaints: ReadonlyMap<string, number>;
  /** How the last processes ended on SIGTERM. */
  readonly exits: readonly (number | null)[];
};

const PRIVATE_CHATS = 45;
const GROUPS = 5;
const TICK_MS = 50;
/** Every so many questions one goes to a group: a group takes 20 messages and edits a minute, and each answer there is two. */
const GROUP_EVERY = 40;
const FIRST_NUMBER = 100_001;

/** How far Telegram is: a call is carried out at once, and its answer under way for so long. */
const ANSWER_MS = 40;
/**
 * A send is in flight until the process has Telegram's answer: until it has read it from its connection, which the kernel tells, and
 * made a record of it, which takes it a moment. One that was answered shorter than this before a kill counts as in flight whether
 * it was read or not; how short it was is in the result.
 */
const READ_MS = 50;
/** What a process wrote just before it was killed Telegram reads a moment later; no other process is up by then. */
const ARRIVAL_MS = 100;
const MODEL_MS = 400;
/** Lives are shorter than this, down to nothing: some end before the bot has started. */
const LONGEST_LIFE_MS = 4_000;
/** Steps of the golden section from a random beginning: however few the moments, they are spread over all of a life. */
const GOLDEN = 0.618034;
const ABSENCE_MS = 20_000;
/** What is left at the end is lost when nothing has been answered for so long. A chat gets about a message a second. */
const END_MS = 60_000;

type Question = { readonly number: number; readonly seat: Seat; readonly messageId: number };

/** The model asked about a question. */
type Ask = { readonly at: number; readonly replica: number };

/**
 * From a process's start to its end; `killedAt` null: it was stopped in peace. Times in ms since 1970. `unread`: its connections on
 * which an answer lay that it had not read when it was killed, by its own port.
 */
type Life = {
  readonly replica: number;
  readonly startedAt: number;
  killedAt: number | null;
  unread: ReadonlySet<number>;
};

export async function killRepeatedly(options: ChaosOptions): Promise<ChaosResult> {
  const { replicas, random } = options;
  const telegram = await startTelegram({ privacy: false, allowHttpWebhook: true, webhookRetryMs: [100, 200, 500] });
  telegram.fail({
    method: ['sendMessage', 'editMessageText'],
    times: Number.POSITIVE_INFINITY,
    as: { kind: 'late', ms: ANSWER_MS },
  });
  const asks = new Map<number, Ask[]>();
  const model = await startModel((request) => {
    const number = numberIn(questionIn(request))!;
    const ask = { at: Date.now(), replica: Number(request.headers.authorization?.split('-').at(-1)) };
    asks.set(number, [...(asks.get(number) ?? []), ask]);
    // The number stands in the question, so it may stand in the claim.
    const claim = { text: `${number}: he called Russia and the Russians the closest ally.`, sentences: ['4.4'] };
    const draft = { outcome: 'answered', claims: [claim], premise: null };
    return drafts(draft, { durationMs: MODEL_MS * (0.25 + random()), pieceLength: 60, usage: null });
  });
  const ports = replicas === 1 ? ['0'] : await Promise.all([freePort(), freePort()]);
  const proxy = replicas === 1 ? null : await startProxy(ports);
  const lives: Life[] = [];
  const bots: BotProcess[] = [];
  const complaints = new Map<string, number>();

  const start = async (replica: number): Promise<void> => {
    lives.push({ replica, startedAt: Date.now(), killedAt: null, unread: new Set() });
    bots[replica] = await launchBot(telegram, {
      databaseUrl: options.databaseUrl,
      env: {
        OPENAI_BASE_URL: model.baseUrl,
        OPENAI_API_KEY: `replica-${replica}`,
        QUESTIONS_PER_MINUTE: '1000',
        PORT: ports[replica],
        ...(proxy && { TELEGRAM_MODE: 'webhook', PUBLIC_URL: proxy.url, WEBHOOK_SECRET: 'a-secret-of-this-test' }),
      },
    });
  };
  const end = async (replica: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    const bot = bots[replica]!;
    const life = lives.findLast((each) => each.replica === replica)!;
    if (signal === 'SIGKILL') {
      life.killedAt = Date.now();
      life.unread = await stopAndLook(bot.pid, Number(new URL(telegram.apiRoot).port));
    }
    const { code } = await bot.stop(signal);
    for (const { msg } of bot.complaints) complaints.set(msg, (complaints.get(msg) ?? 0) + 1);
    for (const line of bot.printed) complaints.set(line, (complaints.get(line) ?? 0) + 1);
    return code;
  };

  const asking = startAsking(telegram);
  for (let replica = 0; replica < replicas; replica++) await start(replica);
  const absent = absences(options);
  const first = random();
  for (let kill = 0; kill < options.kills; kill++) {
    await delay(((first + kill * GOLDEN) % 1) * LONGEST_LIFE_MS);
    // On a slow machine lives may be too short to do anything: the first kill, at least, cuts an answer off.
    while (kill === 0 && asks.size === 0) await delay(TICK_MS);
    const latest = [...asks.values()].at(-1)?.at(-1)?.replica ?? 0;
    const victim = kill === 0 ? latest : Math.floor(random() * replicas);
    await end(victim, 'SIGKILL');
    if (absent.has(kill)) await delay(ABSENCE_MS);
    await start(victim);
  }
  const questions = asking.stop();
  await untilAnswered(questions);
  await Promise.all(bots.map((bot) => bot.line(({ event }) => event === 'listening')));
  const exits: (number | null)[] = [];
  for (let replica = 0; replica < replicas; replica++) exits.push(await end(replica, 'SIGTERM'));
  const result = judge({ telegram, questions, lives, asks, replicas });
  await telegram.close();
  await model.stop();
  await proxy?.stop();
  return { ...result, kills: options.kills, complaints, exits };
}

/** Which kills are followed by an absence: spread evenly. */
function absences({ kills, absences: count = 0 }: ChaosOptions): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * kills) / count)));
}

/** Twenty questions a second, each with a number of its own. */
function startAsking(telegram: Telegram): { readonly stop: () => readonly Question[] } {
  const people = Array.from({ length: PRIVATE_CHATS }, () => telegram.user().privateChat());
  const groups = Array.from({ length: GROUPS }, () => telegram.group());
  const questions: Question[] = [];
  const timer = setInterval(() => {
    const count = questions.length;
    const isGroup = count % GROUP_EVERY === 0;
    const seat = isGroup ? groups[(count / GROUP_EVERY) % GROUPS]! : people[count % PRIVATE_CHATS]!;
    const number = FIRST_NUMBER + count;
    const text = `${isGroup ? `@${telegram.bot.username} ` : ''}what did he say about Russia, ${number}?`;
    questions.push({ number, seat, messageId: seat.send(text).id });
  }, TICK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return questions;
    },
  };
}

async function untilAnswered(questions: readonly Question[]): Promise<void> {
  let left = questions;
  for (let progressAt = Date.now(); left.length > 0 && Date.now() < progressAt + END_MS; ) {
    await delay(250);
    const answered = new Set(left.flatMap(({ seat }) => seat.botMessages.map(({ text }) => numberIn(text))));
    const still = left.filter(({ number }) => !answered.has(number));
    if (still.length < left.length) progressAt = Date.now();
    left = still;
  }
}

type Evidence = {
  readonly telegram: Telegram;
  readonly questions: readonly Question[];
  readonly lives: readonly Life[];
  readonly asks: ReadonlyMap<number, readonly Ask[]>;
  readonly replicas: number;
};

function judge(evidence: Evidence): Omit<ChaosResult, 'kills' | 'complaints' | 'exits'> {
  const { telegram, questions } = evidence;
  const calls = callsByQuestion(telegram.calls, questions);
  const lastAnswered = new Map<Seat, number>();
  let [lost, doubled, doubledInFlight, longestKnownMs, inFlight, outOfOrder, edited] = [0, 0, 0, 0, 0, 0, 0];
  const cuts: Cut[] = [];
  const unexplained: string[] = [];
  for (const question of questions) {
    const { number, seat, messageId } = question;
    const messages = seat.botMessages.filter(({ replyTo, text }) => replyTo === messageId || numberIn(text) === number);
    const answers = messages.flatMap(({ versions }) => versions).filter(({ text }) => numberIn(text) === number);
    const answeredAt = Math.min(...answers.map(({ at }) => at));
    if (answers.length === 0) lost++;
    else if (answeredAt < (lastAnswered.get(seat) ?? 0)) outOfOrder++;
    else lastAnswered.set(seat, answeredAt);

    const asks = evidence.asks.get(number) ?? [];
    const sent = calls.get(number) ?? [];
    const knownMs = sent.flatMap((call) => knownBeforeKill(call, asks, evidence) ?? []);
    inFlight += knownMs.filter((ms) => ms <= 0).length;
    if (messages.length > 1) doubled++;
    // As many sends as there are messages too many.
    const blamed = knownMs.toSorted((one, other) => one - other).slice(0, messages.length - 1);
    if (messages.length > 1 && blamed.length === messages.length - 1 && blamed.every((ms) => ms < READ_MS)) {
      doubledInFlight++;
      longestKnownMs = Math.max(longestKnownMs, ...blamed);
    } else if (messages.length > 1) unexplained.push(describe(question, sent, evidence));
    const own = cutsOf(asks, sent, answeredAt, evidence);
    cuts.push(...own);
    if (own.some(({ at }) => messages.some(({ versions }) => versions[0]!.at < at && versions.length > 1))) edited++;
  }
  const takenUpMs = cuts.map(({ waitMs }) => waitMs);
  const counts = { lost, doubled, doubledInFlight, longestKnownMs, inFlight, outOfOrder, edited, unexplained };
  return { questions: questions.length, ...counts, cutOff: cuts.length, takenUpMs };
}

function describe({ number }: Question, sent: readonly Call[], { lives }: Evidence): string {
  const from = sent[0]!.at;
  const to = sent.at(-1)!.at;
  const calls = sent.map(({ method, at, response }) => `${method} ${at - from}–${(response?.at ?? Number.NaN) - from}`);
  const kills = lives
    .filter(({ killedAt }) => killedAt !== null && killedAt >= from - 1_000 && killedAt <= to)
    .map(({ replica, killedAt }) => `kill of ${replica} at ${killedAt! - from}`);
  return `question ${number}: ${[...calls, ...kills].join(', ')}`;
}

/**
 * For a send whose process was killed afterwards: how long before the kill Telegram answered it, in ms; below 0 when that would
 * have been later, and when the process had not read the answer. Null for other calls.
 */
function knownBeforeKill(
  { method, at, port, response }: Call,
  asks: readonly Ask[],
  { lives, telegram: { calls } }: Evidence,
): number | null {
  if (method !== 'sendMessage') return null;
  const living = lives.filter(({ startedAt, killedAt }) => startedAt <= at && at <= (killedAt ?? at) + ARRIVAL_MS);
  // Who asked the model sends the answer; a group's placeholder comes before that, from either.
  const asker = living.find(({ replica, startedAt }) =>
    asks.some((ask) => ask.replica === replica && ask.at >= startedAt && ask.at <= at),
  );
  const killed = (asker ? [asker] : living).filter((life) => life.killedAt !== null);
  const life = killed.toSorted((one, other) => one.killedAt! - other.killedAt!)[0];
  if (life === undefined) return null;
  if (response === undefined) return Number.NEGATIVE_INFINITY;
  return life.unread.has(port) && isLastOn(port, response.at, life.killedAt!, calls)
    ? Number.NEGATIVE_INFINITY
    : life.killedAt! - response.at;
}

/** What lies unread on a connection is the answer to its last call: the one before was read, or this would not have been made. */
function isLastOn(port: number, answeredAt: number, killedAt: number, calls: readonly Call[]): boolean {
  return !calls.some(
    ({ port: other, response }) =>
      other === port && response !== undefined && response.at > answeredAt && response.at <= killedAt,
  );
}

/**
 * Stops a process that is to be killed, and looks which answers of the server at `port` it has not read: the process's ports. Only
 * Linux tells; elsewhere none.
 */
async function stopAndLook(pid: number, port: number): Promise<ReadonlySet<number>> {
  if (process.platform !== 'linux') return new Set();
  process.kill(pid, 'SIGSTOP');
  // The state behind the name, which stands in brackets. A process that ended by itself has none.
  const isStopped = async () => !/\) [RSD] /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
  while (!(await isStopped())) await delay(1);
  const unread = new Set<number>();
  for (const line of (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1)) {
    // The number, this end, the other end, the state, what waits to be sent and to be read; all in hexadecimal.
    const [, own = '', other = '', , waiting = ''] = line.trim().split(/\s+/);
    const [ownPort, otherPort] = [own, other].map((end) => Number.parseInt(end.split(':')[1] ?? '', 16));
    if (otherPort === port && Number.parseInt(waiting.split(':')[1] ?? '0', 16) > 0) unread.add(ownPort!);
  }
  return unread;
}

/** A kill that cut an answer off, and how long that then waited. */
type Cut = { readonly at: number; readonly waitMs: number };

function cutsOf(
  asks: readonly Ask[],
  sent: readonly Call[],
  answeredAt: number,
  { lives, replicas }: Evidence,
): readonly Cut[] {
  const work = [...asks.map(({ at }) => at), ...sent.map(({ at }) => at)].sort((one, other) => one - other);
  return lives.flatMap(({ replica, startedAt, killedAt }) => {
    const isAtWork = asks.some((ask) => ask.replica === replica && ask.at >= startedAt && ask.at <= (killedAt ?? 0));
    if (killedAt === null || killedAt >= answeredAt || !isAtWork) return [];
    const next = work.find((at) => at > killedAt) ?? Number.POSITIVE_INFINITY;
    if (replicas > 1) return [{ at: killedAt, waitMs: next - killedAt }];
    const waits = lives
      .filter((life) => life.startedAt >= killedAt && life.startedAt <= next)
      .map((life) => Math.min(next, life.killedAt ?? next) - life.startedAt);
    return [{ at: killedAt, waitMs: Math.max(...waits) }];
  });
}

/** The sends and edits of each question's answer. */
function callsByQuestion(calls: readonly Call[], questions: readonly Question[]): ReadonlyMap<number, readonly Call[]> {
  const numberAt = new Map(questions.map(({ number, seat, messageId }) => [`${seat.id}/${messageId}`, number]));
  const found = new Map<number, Call[]>();
  for (const call of calls) {
    if (call.method !== 'sendMessage' && call.method !== 'editMessageText') continue;
    const { chat_id, text, reply_parameters } = call.params as SendParameters;
    const number = numberIn(text) ?? numberAt.get(`${chat_id}/${reply_parameters?.message_id}`);
    if (number === null || number === undefined) continue;
    const known = found.get(number);
    if (known) known.push(call);
    else found.set(number, [call]);
  }
  return found;
}

type SendParameters = {
  readonly chat_id: number;
  readonly text: string;
  readonly reply_parameters?: { readonly message_id: number };
};

/** The number of the question that a text is about. */
function numberIn(text: string): number | null {
  const found = /\b\d{6}\b/.exec(text);
  return found && Number(found[0]);
}
