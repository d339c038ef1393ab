import type { FailureCode } from '../../../core/codes.ts';
import type { Failure } from '../../../core/failure.ts';
import type { CallValues } from '../../journal.ts';
import type { NodeId } from '../planner/account.ts';
import type { RescueProfile } from '../profile.ts';
import type { Said } from './transport.ts';
import type { TreeNode } from './tree-node.ts';

/** Done, with what the answer held; or refused with a word that concerns this call alone. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly word: string };

export interface Call<Value> {
  readonly method: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Reads what follows OK. @throws ProtocolError */
  readonly parse: (said: Said) => Value;
  /** Ends the call when it is aborted; null = a call under way is brought to its end, and only not repeated then. */
  readonly signal: AbortSignal | null;
  /**
   * Finds out whether a call with a doubtful end was carried out: what it would have given back, or null when it was
   * not, and may be repeated. Absent for calls that may be repeated without asking.
   */
  readonly settle?: () => Promise<Result<Value> | null>;
  /** Settle before every repetition, doubt or not: others may have changed meanwhile what is written back. */
  readonly recheck?: boolean;
  /** The change that the call makes, for the journal. Absent for calls that only read. */
  readonly writes?: {
    /** null for a creation. */
    readonly node: NodeId | null;
    readonly before: CallValues;
    readonly after: CallValues;
  };
}

/** Findings about nodes whose text leaves it open what is real (prove-nodes.ts). */
export interface Memory {
  /** Their texts, as the tree prints them without white space, and what they say. */
  readonly texts: Map<NodeId, { readonly text: string; readonly node: TreeNode }>;
  /** Nodes that turned out to be something else than the tree had shown: the next reading asks for them. */
  readonly doubts: Set<NodeId>;
  /** Nodes for which the service answers only ERROR (unanswered.ts): they are not asked for again. */
  readonly unanswered: Set<NodeId>;
  /** Where the answers differ from the profile (profile-differences.ts): sentences. */
  readonly differences: Set<string>;
}

export interface Client {
  /** How the service answers, as far as the file says it. */
  readonly profile: RescueProfile;
  readonly memory: Memory;
  /**
   * Makes a call, repeats it where that is safe and of use, and says how it ended.
   *
   * @throws Failure when the service cannot be reached, understood or used; see `isAboutOneCall`
   */
  call<Value>(call: Call<Value>): Promise<Result<Value>>;
  /** Ends the session, if there is one. */
  close(): Promise<void>;
}

const OF_ONE_CALL: ReadonlySet<FailureCode> = new Set([
  'RESCUE_ANSWER_UNKNOWN',
  'RESCUE_ERROR',
  'RESCUE_HTTP',
  'RESCUE_PAGE',
  'RESCUE_PROTOCOL',
  'RESCUE_READING_INCOMPLETE',
  'RESCUE_TOO_LARGE',
]);

/**
 * Whether a Failure of a call leaves hope for other calls: the service (or a proxy, or a firewall) may choke on this one
 * only. Where it chokes on all of them the run is given up after some (run/breaker.ts).
 */
export function isAboutOneCall({ code }: Failure): boolean {
  return OF_ONE_CALL.has(code);
}
