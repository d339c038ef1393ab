/** Everything that can go wrong between a client and GoTo. before/after: of the work itself. */
export const gotoFaultKinds = [
  'http429', // with Retry-After when `retryAfter` is given
  'error500', // nothing was done …
  'error502',
  'error504',
  'error500After', // … or it was done all the same, as behind a gateway that lost patience
  'error502After',
  'error504After',
  'hangBefore', // no answer, ever
  'hangAfter',
  'dropBefore', // the connection is cut
  'dropAfter',
  'htmlBefore', // 200 with an HTML page, as proxies and portals send
  'htmlAfter',
  'cutShort', // half of the answer, then the connection is cut
  'truncated', // half of the answer, well framed
  'emptyBody', // the right status without its body
  'unauthorized', // 401, as for a token that is no more
  'forbidden', // 403, as for a caller without the right
  'swapped', // 401 comes out as 403, and 403 as 401
  'slow', // `delay` milliseconds more
  // a page of a list, spoilt; no effect on other answers
  'emptyPage', // without rows, though there are some
  'shortPage', // with one row fewer than it could have
  'repeatedPage', // with the rows of the page before
  'lostRow', // one row is missing, and the indexes do not show it
  'wrongTotal', // `total` is one too many
  'changingTotal', // `total` is one more from the second page on
] as const;
export type GotoFaultKind = (typeof gotoFaultKinds)[number];

/** One fault and when it strikes: the conditions that are given must all hold. */
export interface GotoFault {
  readonly kind: GotoFaultKind;
  /** Only requests with this HTTP method; absent = all. */
  readonly method?: string;
  /** Only requests whose path with its query (as sent) matches this regular expression; absent = all. */
  readonly path?: string;
  /** Only the nth request that it could strike, counted from 1; a pair = from … to. */
  readonly nth?: number | readonly [number, number];
  /** Share of the requests, 0 to 1. */
  readonly probability?: number;
  /** Value of the Retry-After header: seconds or a date. */
  readonly retryAfter?: string;
  /** Milliseconds, for `slow`; absent = 1000. */
  readonly delay?: number;
}

export type GotoFaultPicker = (method: string, url: string) => GotoFault | null;

/** Looks through the live list at every request; the first fault whose conditions hold strikes. */
export function gotoFaultPicker(faults: readonly GotoFault[], random: () => number): GotoFaultPicker {
  const requests = new WeakMap<GotoFault, number>();
  return (method, url) => {
    let struck: GotoFault | null = null;
    for (const fault of faults) {
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
      if (fault.path !== undefined && !new RegExp(fault.path).test(url)) continue;
      const request = (requests.get(fault) ?? 0) + 1;
      requests.set(fault, request);
      if (struck === null && isDue(fault, request, random)) struck = fault;
    }
    return struck;
  };
}

function isDue(fault: GotoFault, request: number, random: () => number): boolean {
  const [from, to] = typeof fault.nth === 'number' ? [fault.nth, fault.nth] : (fault.nth ?? [1, Infinity]);
  if (request < from || request > to) return false;
  return fault.probability === undefined || random() < fault.probability;
}

const BEFORE: ReadonlySet<GotoFaultKind> = new Set<GotoFaultKind>([
  'http429',
  'error500',
  'error502',
  'error504',
  'hangBefore',
  'dropBefore',
  'htmlBefore',
  'unauthorized',
  'forbidden',
]);

/** Faults that strike before anything is done; all others come after the work. */
export function keepsBack({ kind }: GotoFault): boolean {
  return BEFORE.has(kind);
}
