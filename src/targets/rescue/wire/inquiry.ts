import type { Client } from './call.ts';
import { plainNode, type TreeNode } from './tree-node.ts';
import type { TreeText } from './tree-text.ts';

/** What is known of one block: the node that it is, or that it stands in the text of another. */
export type Verdict = TreeNode | 'text';

/** What was found out about a printed tree so far. */
export interface Inquiry {
  readonly client: Client;
  readonly signal: AbortSignal | null;
  readonly tree: TreeText;
  readonly thorough: boolean;
  /** By block: what it shows by itself. */
  readonly looks: readonly (TreeNode | null)[];
  readonly verdicts: (Verdict | undefined)[];
  /** By block: the first one behind the text of its node; absent while that is not known. */
  readonly ends: (number | undefined)[];
  /** Blocks that must be asked about though they look well. */
  readonly doubted: Set<number>;
  /** Blocks whose numbers the service did not know. Nobody knows yet in whose text they stand. */
  readonly orphans: Set<number>;
  /** How many numbers the service did not know. */
  refused: number;
}

/** Finds out what one block is, and notes it. */
export type Prove = (index: number) => Promise<void>;

/** An inquiry in which nothing is known yet. */
export function newInquiry(given: Pick<Inquiry, 'client' | 'signal' | 'tree' | 'thorough'>): Inquiry {
  const looks = given.tree.blocks.map(plainNode);
  return { ...given, looks, verdicts: [], ends: [], doubted: new Set(), orphans: new Set(), refused: 0 };
}
