/** One request by HTTP with its answer. Nothing in it is secret: neither headers nor bodies nor the values of a query stand in it. */
export interface HttpCall {
  readonly kind: 'http';
  /** For whom it was made: a type of target, or a type of directory. */
  readonly service: string;
  /** Host and port as in the address. */
  readonly host: string;
  readonly method: string;
  /** Path without its query. What could name somebody in it stands as `…` (net/watched.ts). */
  readonly path: string;
  /** Names of the parameters of the query. */
  readonly parameters: readonly string[];
  /** null = no answer came. */
  readonly status: number | null;
  /** Milliseconds until the head of the answer. */
  readonly ms: number;
}

/** One search by LDAP; a search that comes in pages is one for each page. */
export interface LdapCall {
  readonly kind: 'ldap';
  /** The type of the directory. */
  readonly service: 'ldap';
  /** As `ldaps://dc1.corp.example:636`. */
  readonly url: string;
  /** As whom, for a command line that does the same; null = anonymous. */
  readonly bindDn: string | null;
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: string;
  readonly attributes: readonly string[];
  readonly startTls: boolean;
  /** Every DN of the answer was asked for with its GUID and SID. */
  readonly extendedDn: boolean;
  /** What is left of deleted objects was asked for, too. */
  readonly deleted: boolean;
  /** Which page of the answer, from 1. */
  readonly page: number;
  /** Entries that a page may have. */
  readonly pageSize: number;
  /** Entries that came; null = it failed. */
  readonly entries: number | null;
  /** Milliseconds. */
  readonly ms: number;
}

export type Call = HttpCall | LdapCall;

/** Is told of every call once its answer is there, or did not come. It must not throw. */
export type CallWatcher = (call: Call) => void;
