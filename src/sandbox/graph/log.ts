import type { GraphFault, GraphFaultKind } from './faults.ts';

/** One request as the log keeps it; secrets never get into it. */
export interface GraphRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** By name as sent, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Those of interest, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** 0 while, or if, there is no answer. */
  readonly status: number;
  /** Resource units; 0 where none are counted. */
  readonly units: number;
  /** The app whose token came along, or that asked for one; null = nobody. */
  readonly client: string | null;
  readonly fault: GraphFaultKind | null;
  /** Whether it came inside a $batch. */
  readonly inBatch: boolean;
}

/** An entry that is still being written. */
export interface LogEntry {
  status: number;
  units: number;
  client: string | null;
  /** The fault that struck. */
  readonly fault: GraphFault | null;
}

export interface RequestLog {
  readonly entries: readonly GraphRequest[];
  enter(
    request: { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>> },
    fault: GraphFault | null,
    inBatch: boolean,
  ): LogEntry;
}

const SHOWN = [
  'accept',
  'client-request-id',
  'consistencylevel',
  'content-type',
  'prefer',
  'sdkversion',
  'user-agent',
  'x-ms-throttle-priority',
];

export function newRequestLog(): RequestLog {
  const entries: GraphRequest[] = [];
  return {
    entries,
    enter({ method, url, headers }, fault, inBatch) {
      const [path = '', search = ''] = url.split(/\?(.*)/s);
      const shown = SHOWN.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
      const state: LogEntry = { status: 0, units: 0, client: null, fault };
      entries.push({
        method,
        path,
        query: Object.fromEntries(new URLSearchParams(search)),
        headers: Object.fromEntries(shown),
        get status() {
          return state.status;
        },
        get units() {
          return state.units;
        },
        get client() {
          return state.client;
        },
        fault: fault?.kind ?? null,
        inBatch,
      });
      return state;
    },
  };
}
