import pLimit from 'p-limit';
import { fold } from '../../../core/text.ts';
import type { NodeId } from '../planner/account.ts';
import type { Client } from '../wire/call.ts';
import type { TreeNode } from '../wire/tree-node.ts';
import { readTree } from '../wire/read-tree.ts';
import { answerOr } from '../wire/unanswered.ts';
import { askUser } from '../wire/user-record.ts';
import { FRESH } from './fresh.ts';
import type { RescueWorld } from '../wire/outside-world.ts';

/**
 * The organization tree as it is while changes are made. Nothing but the tree says in which group a user stands, and a
 * plan may have waited for hours for somebody's yes.
 */
export interface LiveTree {
  /** The group in which a user stands, as it was at most {@link FRESH} ago; null when the user is gone. */
  parentOf(user: NodeId): Promise<NodeId | null>;
  /** The users with an e-mail address, as it was at most {@link FRESH} ago. */
  withEmail(email: string): Promise<readonly NodeId[]>;
  /** The groups right below another, as of this moment. */
  groupsBelow(parent: NodeId): Promise<readonly Pick<TreeNode, 'id' | 'name'>[]>;
  /** Whether the account has another enabled master administrator, as of this moment. */
  hasOtherMaster(user: NodeId): Promise<boolean>;
  /** Changes that may end the last master administrator go one after the other. */
  oneByOne<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function newLiveTree(client: Client, world: Pick<RescueWorld, 'now'>): LiveTree {
  const oneByOne = pLimit(1);
  const recent = recentLooks(readNow, world);
  let next: Promise<SeenTree> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function readNow(): Promise<SeenTree> {
    return seenTree(await readTree(client, null));
  }

  /** As of this moment: a look that has not begun yet is as good as one of one's own. */
  function coming(): Promise<SeenTree> {
    next ??= Promise.allSettled([last]).then(() => {
      next = null;
      return readNow();
    });
    last = next;
    return next;
  }

  return {
    async parentOf(user) {
      return (await recent()).parents().get(user) ?? null;
    },
    async withEmail(email) {
      return (await recent()).bearers().get(fold(email)) ?? [];
    },
    async groupsBelow(parent) {
      const { nodes } = await coming();
      return nodes.filter((node) => node.kind === 'group' && node.parent === parent);
    },
    async hasOtherMaster(user) {
      const { nodes } = await readNow();
      const others = nodes.filter(
        ({ id, kind, role, enabled, email }) =>
          id !== user && kind === 'user' && role === 'masterAdministrator' && enabled && email.trim() !== '',
      );
      // A node of the tree may be text that somebody wrote; only the user's own record proves that there is a user.
      for (const { id } of others) {
        const asked = await answerOr(client, id, () => askUser(client, id, null));
        const record = asked?.answer ?? null;
        if (record === null || 'unreadable' in record) continue;
        if (record.role === 'masterAdministrator' && record.enabled && record.email !== '') return true;
      }
      return false;
    },
    oneByOne: (work) => oneByOne(work),
  };
}

/** Looks at the tree, each at most {@link FRESH} old. */
function recentLooks(read: () => Promise<SeenTree>, world: Pick<RescueWorld, 'now'>): () => Promise<SeenTree> {
  let look: Look | null = null;
  /** The one that is to follow, while it is under way. */
  let following: Look | null = null;

  function begin(at: number): Look {
    const tree = read();
    const begun: Look = { at, tree, took: null };
    tree.then(
      () => (begun.took = world.now() - at),
      () => undefined,
    );
    return begun;
  }

  /**
   * Changes under way together share one look. While it is still good one change begins the next and waits for it, so
   * that the others need not wait.
   */
  function lookFor(now: number): Look {
    if (look !== null && isFresh(look, now)) {
      if (following !== null || !isAboutToAge(look, now)) return look;
      following = begin(now);
      return following;
    }
    look = following !== null && isFresh(following, now) ? following : begin(now);
    following = null;
    return look;
  }

  /** A look that failed is not kept. */
  async function recent(): Promise<SeenTree> {
    const used = lookFor(world.now());
    const isNext = (): boolean => used === following;
    try {
      const tree = await used.tree;
      if (isNext()) look = used;
      return tree;
    } catch (error) {
      if (look === used) look = null;
      throw error;
    } finally {
      if (isNext()) following = null;
    }
  }

  return recent;
}

interface Look {
  /** When it began. */
  readonly at: number;
  readonly tree: Promise<SeenTree>;
  /** Milliseconds; null while it is under way. */
  took: number | null;
}

/** A clock that was set back says nothing about the age of a look. */
function isFresh({ at }: Look, now: number): boolean {
  return now >= at && now - at <= FRESH;
}

/** Whether a look becomes too old while the next one is taken, if that takes as long. */
function isAboutToAge({ at, took }: Look, now: number): boolean {
  return took !== null && now - at > FRESH - took;
}

/** One look at the tree, with indexes of it: each is made when the first change needs it. */
interface SeenTree {
  readonly nodes: readonly TreeNode[];
  readonly parents: () => ReadonlyMap<NodeId, NodeId>;
  /** Users by their folded e-mail address. */
  readonly bearers: () => ReadonlyMap<string, readonly NodeId[]>;
}

function seenTree(nodes: readonly TreeNode[]): SeenTree {
  let parents: Map<NodeId, NodeId> | null = null;
  let bearers: Map<string, NodeId[]> | null = null;
  return {
    nodes,
    parents: () => (parents ??= new Map(nodes.map(({ id, parent }) => [id, parent]))),
    bearers: () => (bearers ??= bearersIn(nodes)),
  };
}

function bearersIn(nodes: readonly TreeNode[]): Map<string, NodeId[]> {
  const byEmail = new Map<string, NodeId[]>();
  for (const { id, kind, email } of nodes) {
    if (kind !== 'user') continue;
    const key = fold(email);
    const bearers = byEmail.get(key);
    if (bearers === undefined) byEmail.set(key, [id]);
    else bearers.push(id);
  }
  return byEmail;
}
