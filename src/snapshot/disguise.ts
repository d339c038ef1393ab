import type { Disguise } from '../core/disguise.ts';
import type { RecentChange } from '../plan/earlier-runs.ts';
import { disguiseReading } from '../directory/snapshot/disguise-reading.ts';
import type { SavedTarget, Snapshot } from './document.ts';

/** What could not be read of earlier runs is said with paths and names of this machine. */
const GAP = 'A part of what earlier runs did is not known; the plan from the state folder itself says why.';

/**
 * A snapshot with tokens in the place of what the directory and the state folder say about people; the accounts were saved
 * with the same disguise. Held sets are known by ids that are made of people: none of them fits tokens, so they are left
 * out.
 */
export function disguiseSnapshot<Taken extends Omit<Snapshot, 'digest'>>(taken: Taken, disguise: Disguise): Taken {
  return {
    ...taken,
    directory: disguiseReading(taken.directory, disguise),
    targets: taken.targets.map((target) => disguiseTarget(target, disguise)),
    holds: [],
  };
}

function disguiseTarget(target: SavedTarget, disguise: Disguise): SavedTarget {
  const { past, names } = target;
  const ids = Object.entries(names).map(([name, id]) => [name, disguise.id(id)] as const);
  return {
    ...target,
    past: {
      ...past,
      recent: past.recent.map((change) => disguiseChange(change, disguise)),
      gaps: past.gaps.length === 0 ? [] : [GAP],
    },
    names: Object.fromEntries(ids),
  };
}

function disguiseChange(change: RecentChange, { number, address }: Disguise): RecentChange {
  const after = Object.entries(change.after).map(([field, text]) => [field, address(text)] as const);
  return { ...change, node: number(change.node), after: Object.fromEntries(after) };
}
