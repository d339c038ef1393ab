/** One request by HTTP with its answer. Nothing in it is secret: neither headers nor bodies nor the values of a query stand in it. */
export interface HttpCall {
  readonly kind: 'http';
  /** Host and port as in the address. */
  readonly host: string;
  readonly method: string;
  /** Path without its query; names of the parameters that were sent. */
  readonly path: string;
  readonly parameters: readonly string[];
  /** null = no answer came. */
  readonly status: number | null;
  /** Milliseconds until the head of the answer. */
  readonly ms: number;
}

/** One search by LDAP; a search that comes in pages is one for each page. */
export interface LdapCall {
  readonly kind: 'ldap';
  /** As `ldaps://dc1.corp.example:636`. */
  readonly url: string;
  /** As whom, for a command line that does the same; null = anonymous. */
  readonly bindDn: string | null;
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Entries that came; null = it failed. */
  readonly entries: number | null;
  readonly ms: number;
}

export type Call = HttpCall | LdapCall;

/** Is told of every call once its answer is there, or did not come. It must not throw. */
export type CallWatcher = (call: Call) => void;
