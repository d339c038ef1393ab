import { type HeldSets, heldSets, staleApproval } from './approvals.ts';
import { limitsOver } from './limits-over.ts';
import type { AccountReading, Change, Notice, Plan } from './model.ts';
import { withChanges } from './narrow.ts';
import { sortNotices } from './plan.ts';
import type { Settings } from './settings.ts';
import { withCleanText } from './shown.ts';

/** What a saved plan is held against. */
export interface Today {
  readonly settings: Settings;
  readonly account: AccountReading;
  /** Ids of the command line. */
  readonly approved: readonly string[];
  /** Whom holds of other plans stood for, to say how an approval differs from what is held now. */
  readonly earlier: HeldSets;
}

/**
 * A saved plan with the holds that it has today. The limits are held over its changes again, whatever the file says of
 * them; and what the file holds stays held. Only an approval that is given now, on the command line or in today's YAML
 * file, lets a set through.
 *
 * @throws Failure APPROVAL_STALE where an id of the command line stands for nothing that is held
 */
export function holdAgain<One extends Plan>(plan: One, { settings, account, approved, earlier }: Today): One {
  const given = [...settings.approve.map(({ id }) => id), ...approved];
  const over = limitsOver(plan.changes, account, settings, given);
  const unasked = limitsOver(plan.changes, account, settings, []);
  const open = ({ id, held }: Change): Change['held'] => {
    const now = over.holds.get(id);
    if (now !== undefined || held === null || given.includes(held.id)) return now ?? null;
    // The set may have another id today than it had in the file; an approval of today's is meant for it.
    return unasked.holds.get(id)?.limit === held.limit ? null : held;
  };
  const changes = plan.changes.map((change) => ({ ...change, held: open(change) }));
  const passed = new Set(plan.changes.flatMap(({ id, held }) => (held !== null && !over.holds.has(id) ? held.id : [])));
  const stale = approved.filter((id) => over.stale.includes(id) && !passed.has(id));
  if (stale.length > 0) throw staleApproval(stale, new Map([...heldSets(changes), ...over.sets]), earlier);
  const notices = [...plan.notices.filter((notice) => stillHolds(notice, changes, over.sets)), ...over.notices];
  return { ...plan, ...withChanges(plan, changes, sortNotices(notices.map(withCleanText))) };
}

/** What the file says of a hold counts only where nothing better is known of it, and as long as it is one. */
function stillHolds({ code, text }: Notice, changes: readonly Change[], sets: HeldSets): boolean {
  if (code !== 'HELD') return true;
  const held = new Set(changes.flatMap((change) => change.held?.id ?? []));
  return [...held].some((id) => text.includes(id) && !sets.has(id));
}
