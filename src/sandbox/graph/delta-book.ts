import { randomBytes } from 'node:crypto';
import { badRequest, GraphError } from './answer.ts';
import type { DeltaEntry, Snapshot, Tracking } from './delta-state.ts';
import type { GraphSwitches } from './switches.ts';

/** What a token stands for. Clients see nothing of it. */
export type DeltaState =
  /** All that has changed since then is to be told. */
  | { readonly kind: 'since'; readonly tracking: Tracking; readonly then: Snapshot }
  /** These pages are left; `after` is where the whole round ends. */
  | {
      readonly kind: 'pages';
      readonly tracking: Tracking;
      readonly pages: readonly (readonly DeltaEntry[])[];
      readonly after: Snapshot;
    };

/** The memory of change tracking. */
export interface DeltaBook {
  /** @returns the value of $deltatoken or $skiptoken; nothing in it needs encoding */
  issue(state: DeltaState, now: number): string;
  /** @throws GraphError 400 for a token that is unknown, of another collection, or too old */
  open(token: string, kind: Tracking['kind'], now: number, lifetime: number): DeltaState;
  /** What change tracking knows of a collection that looks like this now: it may lag behind. */
  visible(tracking: Tracking, current: Snapshot, now: number, lag: number): Snapshot | null;
}

export function newDeltaBook(): DeltaBook {
  const states = new Map<string, { readonly state: DeltaState; readonly issued: number }>();
  const seen = new Map<string, { readonly at: number; readonly snapshot: Snapshot }[]>();
  return {
    issue(state, now) {
      const token = randomBytes(48).toString('base64url');
      states.set(token, { state, issued: now });
      return token;
    },
    open(token, kind, now, lifetime) {
      const found = states.get(token);
      if (found?.state.tracking.kind !== kind) throw badRequest('Badly formed token.');
      if (now - found.issued >= lifetime * 1000) throw syncStateNotFound();
      return found.state;
    },
    visible(tracking, current, now, lag) {
      if (lag === 0) return current;
      const key = JSON.stringify(tracking);
      const history = seen.get(key) ?? [];
      seen.set(key, [...history, { at: now, snapshot: current }]);
      return history.findLast(({ at }) => at <= now - lag * 1000)?.snapshot ?? null;
    },
  };
}

function syncStateNotFound(): GraphError {
  return new GraphError(400, 'syncStateNotFound', 'The sync state generation is not found; continuing is impossible.');
}

/** @throws GraphError where the tenant has no change tracking */
export function refuseDelta({ delta }: GraphSwitches): void {
  if (delta === 'forbidden') {
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  if (delta === 'notImplemented')
    throw new GraphError(501, 'NotImplemented', 'This operation target is not yet supported.');
  if (delta === 'unsupported')
    throw new GraphError(400, 'Request_UnsupportedQuery', 'Change tracking is not supported here.');
}
