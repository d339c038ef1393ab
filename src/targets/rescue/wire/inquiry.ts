import type { TreeText } from './tree-text.ts';
import type { Client } from './client.ts';
import type { TreeNode } from './tree-node.ts';

/** What is known of one block: the node that it is, or that it stands in the text of another. */
export type Verdict = TreeNode | 'text';

/** What was found out about a printed tree so far. */
export interface Inquiry {
  readonly client: Client;
  readonly signal: AbortSignal | null;
  readonly tree: TreeText;
  readonly thorough: boolean;
  readonly verdicts: (Verdict | undefined)[];
  /** By block: the first one behind the text of its node; absent while that is not known. */
  readonly ends: (number | undefined)[];
  /** Blocks that are to be asked about though they look well. */
  readonly doubted: Set<number>;
  /** Blocks whose numbers the service did not know, and of which it is not known yet in whose text they stand. */
  readonly orphans: Set<number>;
  /** How many numbers the service did not know. */
  refused: number;
}
