import { withCleanReasons, withCleanText } from '../../../plan/clean.ts';
import { sortNotices } from '../../../plan/notices.ts';
import { sectionOf } from '../../../plan/section.ts';
import { type RescueChange, targetId, TYPE } from './change.ts';
import { FIELDS } from './fields.ts';
import { talliesOf, unchangedUsers } from './tallies.ts';
import { isBare } from './decide.ts';
import { halfFilled, leftBare } from './bare-nodes.ts';
import { planGroups } from './groups.ts';
import { namesIn } from './known-names.ts';
import { accountGrows } from '../../../plan/growth.ts';
import { guardRails } from '../../../plan/guard-rails.ts';
import { GUARDS } from './guard-rails.ts';
import { leavingNotices } from './grace.ts';
import { holdGroups, withHold } from '../../../plan/hold.ts';
import { explainLeavers, peopleToAsk } from './leaver-reasons.ts';
import { leaversLeft } from './leavers.ts';
import { leftAsIs } from './left-as-is.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { type Passes, type RescueProposeInput, runPasses } from './passes.ts';
import { orderChanges } from '../../../plan/order.ts';
import type { Details, Proposed } from '../../../plan/propose.ts';
import { similarGroups } from './similar-groups.ts';
import { unseenPasswords } from './unseen-passwords.ts';
import { unseenPermissions } from './unseen-permissions.ts';
import { planUsers } from './users.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same changes.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS: over the ceilings of the file; APPROVAL_ONLY: an approval names
 *   somebody who is not in its set
 */
export function proposeChanges(input: RescueProposeInput): Proposed<RescueChange> | Details {
  const planned = planChanges(input);
  return planned.kind === 'details' ? planned : planned.proposed;
}

/** What is proposed, with everything that led to it. */
export interface Planned {
  readonly kind: 'planned';
  readonly passes: Passes;
  /** What should be, for every user, in the end. */
  readonly wanted: readonly WantedUser[];
  readonly proposed: Proposed<RescueChange>;
}

/** The same with the passes behind it, for those who explain it. @throws Failure as {@link proposeChanges} */
export function planChanges(input: RescueProposeInput): Planned | Details {
  const passes = runPasses(input);
  const ids = new Set(passes.unknown);
  if (ids.size > 0) return { kind: 'details', ids: [...ids] };
  // In the end: whom nobody would disable need not be asked for.
  const people = peopleToAsk(passes.wanted, passes.reading);
  if (people.length > 0) return { kind: 'details', ids: [], people };
  const wanted = explainLeavers(passes.wanted, passes.reading, passes.fedGroups, hasFreeze(input));
  return { kind: 'planned', passes, wanted, proposed: sectionFrom(input, passes, wanted) };
}

function hasFreeze({ settings: { calendar } }: RescueProposeInput): boolean {
  return calendar !== undefined && calendar.freeze.length > 0;
}

/** The changes that lead from the account as it is to what should be: held, in order, and summed up. */
function sectionFrom(
  { settings }: RescueProposeInput,
  passes: Passes,
  wanted: readonly WantedUser[],
): Proposed<RescueChange> {
  const { reading, account, tree, fedGroups, decision, budgets, bare, held } = passes;
  const target = targetId(account.account);
  const planned = [
    ...planGroups(target, fedGroups, tree, reading.type),
    ...planUsers(wanted, account, fedGroups, bare.free),
  ];
  const clean = planned.map((change) => withCleanReasons(withHold(change, held)));
  const changes = holdGroups(orderChanges(clean, FIELDS));
  const left = leaversLeft(decision, wanted, held.held);
  const notices = sortNotices(
    [
      ...passes.notices,
      ...held.notices,
      ...left.notices,
      ...leavingNotices(wanted),
      ...leftAsIs(wanted, settings.rescue),
      ...unseenPasswords(wanted, settings.rescue),
      ...leftBare(bare.free, fedGroups),
      ...halfFilled(bare.others, fedGroups),
      ...similarGroups(changes, fedGroups, tree),
      ...unseenPermissions(changes),
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
    tallies: talliesOf(fedGroups, account, wanted),
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

function enabledUsers({ users }: AccountReading): AccountUser[] {
  return users.filter(({ enabled }) => enabled);
}
