import type { DeltaBook } from './delta-book.ts';
import type { GraphFault } from './faults.ts';
import type { Objects } from './objects.ts';
import type { QueryOptions } from './query.ts';
import type { GraphSwitches } from './switches.ts';
import type { GraphTenant } from './tenant.ts';

/** One request to Graph, after the token was looked at. */
export interface GraphCall {
  readonly method: string;
  /** As sent, with the query. */
  readonly url: string;
  /** The path as sent, from /v1.0 on. */
  readonly path: string;
  /** Its decoded parts after /v1.0. */
  readonly segments: readonly string[];
  readonly query: QueryOptions;
  /** Whether ConsistencyLevel: eventual was sent. */
  readonly eventual: boolean;
  readonly roles: readonly string[];
  /** https://host:port as the client named it. */
  readonly origin: string;
  readonly tenant: GraphTenant;
  readonly objects: Objects;
  readonly switches: GraphSwitches;
  readonly deltas: DeltaBook;
  /** The fault that spoils pages, if one struck. */
  readonly fault: GraphFault | null;
  /** Milliseconds. */
  readonly now: number;
}
