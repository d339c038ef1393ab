/** Everything that can go wrong between a client and the service. before/after: of the write itself. */
export const faultKinds = [
  'errorBefore', // the word ERROR, nothing was done
  'errorAfter', // the word ERROR, but the work was done
  'dropBefore', // the connection is cut
  'dropAfter',
  'hangBefore', // no answer, ever
  'hangAfter',
  'http429', // with Retry-After when `retryAfter` is given
  'http503',
  'http503After', // as behind a gateway that lost patience
  'html', // the login page instead of an answer, nothing was done
  'htmlAfter',
  'redirect', // a redirect to the login page
  'truncated', // half of the answer, well framed
  'cutShort', // half of the answer, then the connection is cut
  'sessionLoss', // the session is gone: NOTLOGGEDIN
  'wrongContent', // something else altogether, well framed
  'emptyBody',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One fault and when it strikes: the conditions that are given must all hold. */
export interface SandboxFault {
  readonly kind: FaultKind;
  /** Only calls of this method, any case; absent = all. */
  readonly method?: string;
  /** Only the nth call that it could strike, counted from 1; a pair = from … to. */
  readonly nth?: number | readonly [number, number];
  /** Share of the calls, 0 to 1. */
  readonly probability?: number;
  /** Value of the Retry-After header: seconds or a date. */
  readonly retryAfter?: string;
}

export type FaultPicker = (method: string) => SandboxFault | null;

/** A small random generator whose numbers depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Looks through the live list at every call; the first fault whose conditions hold strikes. */
export function faultPicker(faults: readonly SandboxFault[], random: () => number): FaultPicker {
  const calls = new WeakMap<SandboxFault, number>();
  return (method) => {
    let struck: SandboxFault | null = null;
    for (const fault of faults) {
      if (fault.method !== undefined && fault.method.toLowerCase() !== method.toLowerCase()) continue;
      const call = (calls.get(fault) ?? 0) + 1;
      calls.set(fault, call);
      if (struck === null && isDue(fault, call, random)) struck = fault;
    }
    return struck;
  };
}

function isDue(fault: SandboxFault, call: number, random: () => number): boolean {
  const [from, to] = typeof fault.nth === 'number' ? [fault.nth, fault.nth] : (fault.nth ?? [1, Infinity]);
  if (call < from || call > to) return false;
  return fault.probability === undefined || random() < fault.probability;
}
