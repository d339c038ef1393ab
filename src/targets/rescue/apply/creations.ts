import pLimit from 'p-limit';
import type { NodeId } from '../planner/account.ts';

/**
 * The creations under one parent. A creation whose answer was lost is looked for among the nodes that have come there.
 * So that none of them belongs to a creation whose answer is still on its way, all others have ended by then, and no
 * other begins before the look is over.
 */
export interface Creations {
  /** Runs a creation beside others. */
  create<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Runs a creation, of those that must not run beside each other. */
  createAlone<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Looks for what became of a creation; only within one, while no call of it is under way. */
  look<Value>(find: () => Promise<Value>): Promise<Value>;
}

/** By parent. */
export type CreationsBelow = Map<NodeId, Creations>;

export function creationsBelow(all: CreationsBelow, parent: NodeId): Creations {
  const known = all.get(parent);
  if (known !== undefined) return known;
  const creations = newCreations();
  all.set(parent, creations);
  return creations;
}

export function newCreations(): Creations {
  const oneByOne = pLimit(1);
  const oneLook = pLimit(1);
  let underWay = 0;
  let looks = 0;
  let waiting: (() => void)[] = [];

  function note(change: { readonly underWay: number; readonly looks: number }): void {
    underWay += change.underWay;
    looks += change.looks;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }
  function noted(): Promise<void> {
    return new Promise((resolve) => waiting.push(resolve));
  }

  const creations: Creations = {
    async create(work) {
      while (looks > 0) await noted();
      note({ underWay: 1, looks: 0 });
      try {
        return await work();
      } finally {
        note({ underWay: -1, looks: 0 });
      }
    },
    createAlone: (work) => oneByOne(() => creations.create(work)),
    look(find) {
      note({ underWay: -1, looks: 1 });
      return oneLook(async () => {
        try {
          while (underWay > 0) await noted();
          return await find();
        } finally {
          // Before the next look begins, for a creation that was not found may be made again.
          note({ underWay: 1, looks: -1 });
        }
      });
    },
  };
  return creations;
}
