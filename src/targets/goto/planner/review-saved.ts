import type { HeldAgain } from '../../../plan/hold-again.ts';
import type { SavedPlan } from '../../../plan/model.ts';
import { refuseForbidden } from './forbidden.ts';
import { holdSaved } from './holds.ts';
import { checkSavedNames } from './known-names.ts';
import type { GotoProposeInput } from './passes.ts';

/**
 * A saved plan as it may be carried out today, station by station: each change is allowed, each name means what it meant,
 * the limits of today hold, and no approval lets through what no plan may do.
 *
 * @throws Failure PLAN_FORBIDDEN, GROUP_IDENTITY_CHANGED, APPROVAL_ONLY
 */
export function reviewSaved(
  saved: SavedPlan,
  { settings, account, approvals, earlier, past, knownNames }: Omit<GotoProposeInput, 'reading'>,
): HeldAgain<SavedPlan> {
  refuseForbidden(saved, settings, account);
  const ids = approvals.map(({ id }) => id);
  const named = checkSavedNames(saved, knownNames, ids, account.account);
  const others = approvals.filter(({ id }) => !named.includes(id));
  const held = holdSaved(saved, { settings, account, approvals: others, earlier, past });
  refuseForbidden(held.plan, settings, account);
  return held;
}
