import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

// Loaded before adsync (`node --import`): its clock is one that leaps when the test says so, as that of a machine that was
// asleep. Waits whose time has come by that are over. Time limits of requests go by Node's own timers, which this leaves alone.

const RealDate = Date;
const realWait = timers.setTimeout;
const start = process.env['STORY_START'];
let ahead = start === undefined ? 0 : RealDate.parse(start) - RealDate.now();
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, created) => Reflect.construct(target, given.length === 0 ? [now()] : given, created),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

const waits = new Set();

timers.setTimeout = async (ms, value, { signal, ...options } = {}) => {
  const leap = new AbortController();
  const onAbort = () => {
    leap.abort();
  };
  const wait = { due: now() + ms, end: onAbort };
  waits.add(wait);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    return await realWait(ms, value, { ...options, signal: leap.signal });
  } catch (error) {
    if (signal?.aborted || !leap.signal.aborted) throw error;
    return value;
  } finally {
    waits.delete(wait);
    signal?.removeEventListener('abort', onAbort);
  }
};
syncBuiltinESMExports();

/** `to`: milliseconds since 1970; `by`: milliseconds. Time never goes back. */
process.on('message', ({ to = 0, by = 0 }) => {
  ahead += Math.max(0, to - now(), by);
  for (const wait of [...waits]) if (wait.due <= now()) wait.end();
});
// The test must not keep adsync from ending.
process.channel?.unref();
