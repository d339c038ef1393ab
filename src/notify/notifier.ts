import type { NotifySettings } from '../core/settings.ts';
import type { Clock } from '../net/clock.ts';
import type { RoundEvent, RoundsState } from '../run/rounds/events.ts';
import { messageOf } from './message.ts';
import { NOTHING_TOLD, tell, testNews, type Told, toldBefore } from './news.ts';
import { Queue } from './queue.ts';
import { type NotifyWorld, openReceivers, Undelivered } from './receivers.ts';

export interface NotifierOptions {
  /** The name of this machine. */
  readonly host: string;
  readonly clock: Clock;
  readonly openHttp: NotifyWorld['openHttp'];
  /** Says that a receiver takes no messages, or takes them again. */
  readonly say: (file: string, text: string) => void;
}

/** Tells others what the rounds tell. */
export interface Notifier {
  /** How things stood with a file when adsync ran last: what was told then is not told again. */
  remember(file: string, state: RoundsState | null): void;
  /** Whom a file names from now on; null = nobody. Messages that are under way go on. */
  use(file: string, settings: NotifySettings | null): void;
  /** Takes an event. It neither waits nor throws. */
  watch(event: RoundEvent): void;
  /** Sends what still waits, and ends; it takes 10 s at most. */
  stop(): Promise<void>;
}

/** Milliseconds: less than a service manager or Kubernetes gives to a program that is to end. */
const PATIENCE = 10_000;

interface Receiving {
  readonly key: string;
  readonly queues: readonly Queue[];
  close(): Promise<void>;
}

export function newNotifier({ host, clock, openHttp, say }: NotifierOptions): Notifier {
  const world: NotifyWorld = { openHttp, now: () => clock.now() };
  const told = new Map<string, Told>();
  const inUse = new Map<string, Receiving>();
  const ending = new Set<Promise<void>>();

  function retire(one: Receiving | undefined): void {
    if (one === undefined) return;
    const ended = Promise.all(one.queues.map((queue) => queue.stop(PATIENCE)))
      .then(() => one.close())
      .finally(() => ending.delete(ended));
    ending.add(ended);
  }

  function open(file: string, key: string, settings: NotifySettings): Receiving {
    const receivers = openReceivers(settings, world);
    const { names, spacing } = settings;
    const sayOf = (text: string): void => {
      say(file, text);
    };
    const queueOf = (receiver: (typeof receivers.list)[number]): Queue =>
      new Queue({ receiver, sender: { host, names }, spacing, clock, say: sayOf });
    return { key, queues: receivers.list.map(queueOf), close: () => receivers.close() };
  }

  return {
    remember(file, state) {
      told.set(file, toldBefore(state));
    },
    use(file, settings) {
      const before = inUse.get(file);
      const key = settings === null ? '' : keyOf(settings);
      if ((before?.key ?? '') === key) return;
      retire(before);
      inUse.delete(file);
      if (settings !== null) inUse.set(file, open(file, key, settings));
    },
    watch(event) {
      const { told: now, news } = tell(told.get(event.file) ?? NOTHING_TOLD, event);
      told.set(event.file, now);
      if (news.length === 0) return;
      for (const queue of inUse.get(event.file)?.queues ?? []) queue.push(news);
    },
    async stop() {
      for (const one of inUse.values()) retire(one);
      inUse.clear();
      await Promise.all(ending);
    },
  };
}

/** Different for different receivers. It holds secrets, and is kept nowhere but in memory. */
function keyOf(settings: NotifySettings): string {
  const secrets = settings.webhooks.flatMap(({ address, authorization }) => [address, authorization]);
  const all = [...secrets, settings.mail?.credentials?.password ?? null];
  return JSON.stringify([settings, all.map((secret) => secret?.reveal() ?? null)]);
}

/** What became of a test message. */
export interface Tried {
  /** `webhook 2 (slack)`, `mail` */
  readonly receiver: string;
  /** Why it was not taken, as the end of a sentence; null = it was. */
  readonly problem: string | null;
}

/** Sends a test message to everybody, once, whatever events they want. */
export async function tryNotify(
  file: string,
  settings: NotifySettings,
  { host, clock, openHttp }: Omit<NotifierOptions, 'say'>,
  signal: AbortSignal,
): Promise<readonly Tried[]> {
  const receivers = openReceivers(settings, { openHttp, now: () => clock.now() });
  const news = testNews(file, new Date(clock.now()).toISOString());
  const message = messageOf([news], { host, names: settings.names });
  try {
    return await Promise.all(
      receivers.list.map(async (receiver): Promise<Tried> => {
        try {
          await receiver.deliver(message, signal);
          return { receiver: receiver.name, problem: null };
        } catch (error) {
          if (!(error instanceof Undelivered)) throw error;
          return { receiver: receiver.name, problem: error.message };
        }
      }),
    );
  } finally {
    await receivers.close();
  }
}
