import { withCleanReasons, withCleanText } from '../../../plan/clean.ts';
import { sortNotices } from '../../../plan/notices.ts';
import { sectionOf } from '../../../plan/section.ts';
import { type RescueChange, targetId, TYPE } from './change.ts';
import { FIELDS } from './fields.ts';
import { talliesOf, unchangedUsers } from './tallies.ts';
import { isBare } from './decide.ts';
import { halfFilled, leftBare } from './bare.ts';
import { planGroups } from './groups.ts';
import { namesIn } from './known-names.ts';
import { accountGrows } from '../../../plan/growth.ts';
import { guardRails } from '../../../plan/guard-rails.ts';
import { GUARDS } from './guards.ts';
import { holdGroups, withHold } from '../../../plan/hold.ts';
import { holdWanted } from './holds.ts';
import { leaversLeft } from './leavers.ts';
import type { AccountReading, AccountUser, NodeId, UserDetails } from './account.ts';
import { type Passes, type RescueProposeInput, runPasses } from './passes.ts';
import { orderChanges } from '../../../plan/order.ts';
import type { Details, Proposed } from '../../../plan/propose.ts';
import { similarGroups } from './similar-groups.ts';
import { planUsers } from './users.ts';

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same changes.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS: over the ceilings of the file; APPROVAL_ONLY: an approval names
 *   somebody who is not in its set
 */
export function proposeChanges(input: RescueProposeInput): Proposed<RescueChange> | Details {
  const passes = runPasses(input);
  const ids = new Set(passes.unknown);
  return ids.size > 0 ? { kind: 'details', ids: [...ids] } : sectionFrom(input, passes);
}

/** The changes that lead from the account as it is to what should be: held, in order, and summed up. */
function sectionFrom({ settings }: RescueProposeInput, passes: Passes): Proposed<RescueChange> {
  const { reading, account, tree, places, decision, wanted, budgets, bare, holding } = passes;
  const held = holdWanted(wanted, places, holding);
  const target = targetId(account.account);
  const planned = [...planGroups(target, places, tree, reading.type), ...planUsers(wanted, account, places, bare.free)];
  const clean = planned.map((change) => withCleanReasons(withHold(change, held)));
  const changes = holdGroups(orderChanges(clean, FIELDS));
  const left = leaversLeft(decision, wanted, held.held);
  const notices = sortNotices(
    [
      ...passes.notices,
      ...held.notices,
      ...left.notices,
      ...leftBare(bare.free, places),
      ...halfFilled(bare.others, places),
      ...similarGroups(changes, places, tree),
      ...accountGrows(changes, enabledUsers(account).filter((user) => !isBare(user)).length),
      ...guardRails(settings, GUARDS, enabledUsers(account).length),
    ].map(withCleanText),
  );
  const names = namesIn(reading, settings.rescue);
  const facts = {
    id: target,
    type: TYPE,
    account: account.account,
    organization: account.organization,
    url: account.url,
    ...(Object.keys(names).length === 0 ? {} : { names }),
    unchanged: unchangedUsers(wanted, changes),
    leaversLeft: left.count,
    budgets,
    tallies: talliesOf(places, account, wanted),
  };
  return {
    kind: 'section',
    section: sectionOf(facts, changes, notices),
    changes,
    notices,
    complete: reading.kind === 'complete',
    holds: held.shown,
    stale: held.stale,
    open: held.sets,
  };
}

/**
 * The account with the details that were asked for; users that vanished meanwhile (asked, not answered) are left out.
 * A user's own record counts more than what the tree shows of it.
 */
export function withDetails(
  account: AccountReading,
  ids: readonly NodeId[],
  details: ReadonlyMap<NodeId, UserDetails>,
): AccountReading {
  const asked = new Set(ids);
  const users = account.users.flatMap((user) => {
    if (!asked.has(user.id)) return [user];
    const found = details.get(user.id);
    if (found === undefined) return [];
    const { name, email, description, enabled } = found.record ?? user;
    return [{ ...user, name, email, description, enabled, details: found }];
  });
  return { ...account, users };
}

function enabledUsers({ users }: AccountReading): AccountUser[] {
  return users.filter(({ enabled }) => enabled);
}
