import type { Clock } from '../net/clock.ts';
import { type RetryPolicy, waitAfter } from '../net/retry.ts';
import { messageOf, type Sender } from './message.ts';
import type { News } from './news.ts';
import { type Receiver, Undelivered } from './receivers.ts';

/**
 * Tried again for some two hours, for what makes rounds fail (the network is down) often keeps messages back as well. What
 * happens meanwhile goes along.
 */
const RETRIES: RetryPolicy = { attempts: 20, first: 5000, longest: 10 * 60_000, asked: 'longer counts' };
/** No receiver makes us wait longer, in milliseconds. */
const LONGEST_WAIT = 3_600_000;
/** Attempts after which it is said that a receiver takes nothing: a single one may fail. */
const SAID_AFTER = 3;
/** News that wait for one receiver; the oldest make room. */
const MOST_WAITING = 100;

export interface QueueOptions {
  readonly receiver: Receiver;
  readonly sender: Sender;
  /** Milliseconds that lie between two messages, at least. */
  readonly spacing: number;
  readonly clock: Clock;
  /** Says that the receiver takes no messages, or takes them again. */
  say(text: string): void;
}

/** Everything that is to be told to one receiver. Nobody waits for it, but at the end. */
export class Queue {
  readonly #options: QueueOptions;
  #waiting: News[] = [];
  #lastAt: number | null = null;
  #work: Promise<void> | null = null;
  /** Whether it was said that messages do not come through. */
  #down = false;
  /** Ends the waits. */
  readonly #stop = new AbortController();
  /** Ends what is being sent, too. */
  readonly #end = new AbortController();

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Takes what the receiver wants to know. It never throws. */
  push(news: readonly News[]): void {
    const { events } = this.#options.receiver;
    const wanted = news.filter(({ event }) => events.some((one) => one === event));
    if (wanted.length === 0 || this.#end.signal.aborted) return;
    this.#waiting = [...this.#waiting, ...wanted].slice(-MOST_WAITING);
    this.#work ??= this.#run().finally(() => {
      this.#work = null;
    });
  }

  /**
   * Sends at once what still waits, and ends.
   *
   * @param patience milliseconds for all of it
   */
  async stop(patience: number): Promise<void> {
    this.#stop.abort();
    const ended = new AbortController();
    const timer = this.#options.clock
      .sleep(patience, ended.signal)
      .then(() => {
        this.#end.abort();
      })
      .catch(() => undefined);
    await this.#work;
    ended.abort();
    await timer;
    this.#end.abort();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#end.signal.aborted) {
      const { clock, spacing } = this.#options;
      const due = this.#lastAt === null ? 0 : this.#lastAt + spacing - clock.now();
      if (due > 0) await this.#pause(due);
      await this.#deliver();
      this.#lastAt = clock.now();
    }
  }

  /** Sends all that waits as one message. What was not taken is tried again, together with what has come since. */
  async #deliver(): Promise<void> {
    const { receiver, sender, clock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const batch = this.#waiting;
      const stopping = this.#stop.signal.aborted;
      const problem = await this.#try(messageOf(batch, sender));
      if (problem === null) {
        this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
        if (this.#down) this.#options.say(`Notifications reach ${receiver.name} again.`);
        this.#down = false;
        return;
      }
      const last = !problem.passes || attempt >= RETRIES.attempts || stopping;
      if (last || attempt >= SAID_AFTER) this.#sayDown(problem, last);
      if (last) {
        this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
        return;
      }
      const wait = waitAfter(RETRIES, attempt, problem.wait, () => clock.random());
      await this.#pause(Math.min(LONGEST_WAIT, wait));
    }
  }

  async #try(message: Parameters<Receiver['deliver']>[0]): Promise<Undelivered | null> {
    try {
      await this.#options.receiver.deliver(message, this.#end.signal);
      return null;
    } catch (error) {
      if (error instanceof Undelivered) return error;
      if (this.#end.signal.aborted) return new Undelivered('adsync has ended before it was taken', false);
      // A bug of ours ends no round.
      return new Undelivered('of a bug in adsync', false);
    }
  }

  #sayDown({ message }: Undelivered, last: boolean): void {
    if (this.#down) return;
    this.#down = true;
    const again = last ? 'It is not tried again; the next one is.' : 'It is tried again.';
    this.#options.say(`A notification does not reach ${this.#options.receiver.name}: ${message}. ${again}`);
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.clock.sleep(ms, this.#stop.signal).catch(() => undefined);
  }
}
