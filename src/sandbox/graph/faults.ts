/** Everything that can go wrong between a client and Microsoft Graph or its authority. */
export const graphFaultKinds = [
  // the connection
  'drop', // cut before any answer
  'reset', // cut in the middle of the answer
  'hang', // no answer, ever
  // instead of the answer
  'error500',
  'error502Html', // a gateway's HTML page
  'error503',
  'error504',
  'throttled', // 429; `retryAfter` seconds, in the form of the switch of that name
  'throttledEmpty', // 429 without a body and without Retry-After
  'unauthorized', // 401 InvalidAuthenticationToken
  'forbidden', // 403 Authorization_RequestDenied
  'gone', // 410 with a Location
  'expiredPageToken', // 400 Directory_ExpiredPageToken
  'html', // 200 with an HTML page, as proxies and portals send
  'emptyBody', // 200 without a body
  // the answer, spoilt
  'truncated', // half of the JSON, well framed
  // a page, spoilt; no effect on other answers
  'noValue', // without its list
  'emptyPage', // without items, to be continued where it began
  'duplicateMember', // with an item of the page before
  'repeatedLink', // its nextLink leads to itself
  'foreignLink', // its link leads to another host
  'lostLink', // without a link, though there is more
  'wrongCount', // @odata.count is one too many
  'memberAdded', // somebody joins the group right after it …
  'memberRemoved', // … or the first member leaves
] as const;
export type GraphFaultKind = (typeof graphFaultKinds)[number];

/** One fault and when it strikes: the conditions that are given must all hold. */
export interface GraphFault {
  readonly kind: GraphFaultKind;
  /** Only requests whose `METHOD /path?query` (as sent) matches this regular expression; absent = all. */
  readonly path?: string;
  /** Only the nth request that it could strike, counted from 1; a pair = from … to. */
  readonly nth?: number | readonly [number, number];
  /** Share of the requests, 0 to 1. */
  readonly probability?: number;
  /** Seconds, for `throttled`; absent = 1. */
  readonly retryAfter?: number;
}

export type GraphFaultPicker = (request: string, inBatch: boolean) => GraphFault | null;

/** A fault of the connection, or of a body on its way, strikes no single request inside a $batch. */
const neverInBatch: ReadonlySet<GraphFaultKind> = new Set(['drop', 'reset', 'hang', 'truncated']);

/** Looks through the live list at every request; the first fault whose conditions hold strikes. */
export function graphFaultPicker(faults: readonly GraphFault[], random: () => number): GraphFaultPicker {
  const requests = new WeakMap<GraphFault, number>();
  return (request, inBatch) => {
    let struck: GraphFault | null = null;
    for (const fault of faults) {
      if (inBatch && neverInBatch.has(fault.kind)) continue;
      if (fault.path !== undefined && !new RegExp(fault.path).test(request)) continue;
      const number = (requests.get(fault) ?? 0) + 1;
      requests.set(fault, number);
      if (struck === null && isDue(fault, number, random)) struck = fault;
    }
    return struck;
  };
}

function isDue(fault: GraphFault, request: number, random: () => number): boolean {
  const [from, to] = typeof fault.nth === 'number' ? [fault.nth, fault.nth] : (fault.nth ?? [1, Infinity]);
  if (request < from || request > to) return false;
  return fault.probability === undefined || random() < fault.probability;
}
