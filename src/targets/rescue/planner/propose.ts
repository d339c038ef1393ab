import { withCleanReasons, withCleanText } from '../../../plan/clean.ts';
import { sortNotices } from '../../../plan/notices.ts';
import { sectionOf } from '../../../plan/section.ts';
import { type RescueChange, targetId, TYPE } from './change.ts';
import { FIELDS } from './fields.ts';
import { talliesOf, unchangedUsers } from './tallies.ts';
import { checkCeilings } from './ceilings.ts';
import { decide, isBare } from './decide.ts';
import { assignmentsOf } from './assignments.ts';
import { needsDetails } from './diff.ts';
import { bareNodes, halfFilled, leftBare } from './bare-nodes.ts';
import { settleEmails } from './emails.ts';
import { keepFormerRoles } from './former-roles.ts';
import { planGroups } from './groups.ts';
import { checkNames, namesIn } from './known-names.ts';
import { shareSeatsAndAddOns } from './seats-and-add-ons.ts';
import { accountGrows } from '../../../plan/growth.ts';
import { guardRails } from '../../../plan/guard-rails.ts';
import { GUARDS } from './guard-rails.ts';
import { holdGroups, withHold } from '../../../plan/hold.ts';
import { holdWanted } from './holds.ts';
import { leaversLeft } from './leavers.ts';
import { doubtLinks } from './link-doubts.ts';
import { linksOf } from './links.ts';
import type { AccountReading, AccountUser, NodeId, UserDetails } from './account.ts';
import { orderChanges } from '../../../plan/order.ts';
import { fedGroupsOf } from './fed-groups.ts';
import { usersToProve } from './users-to-prove.ts';
import { protect } from './protected-users.ts';
import type { Details, Proposed, ProposeInput } from '../../../plan/propose.ts';
import type { RescueFileSettings } from '../settings.ts';
import { similarGroups } from './similar-groups.ts';
import { settleSsoIds } from './sso-ids.ts';
import { treeOf } from './tree.ts';
import { besideUnreadable } from './unreadable-nodes.ts';
import { planUsers } from './users.ts';
import { withoutEffect } from './without-effect.ts';

/** What the planner is given. */
export interface RescueProposeInput extends ProposeInput {
  readonly settings: RescueFileSettings;
  readonly account: AccountReading;
}

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same changes.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS: over the ceilings of the file; APPROVAL_ONLY: an approval names
 *   somebody who is not in its set
 */
export function proposeChanges(input: RescueProposeInput): Proposed<RescueChange> | Details {
  const { settings, approvals: given, earlier, past, knownNames: known } = input;
  const links = linksOf(input.account, settings.rescue.linkKey);
  const { account } = links;
  const tree = treeOf(account, links.contestedGroups);
  const named = checkNames(input.reading, {
    account: account.account,
    settings: settings.rescue,
    tree,
    known,
    approvals: given,
  });
  const { reading, used } = named;
  const holding = { settings, account, approvals: given.filter(({ id }) => !used.has(id)), earlier, past };
  const assignments = assignmentsOf(settings.rescue, reading, tree);
  checkCeilings(assignments, settings.rescue);
  const fedGroups = fedGroupsOf(assignments.groups, tree, account.users, settings.rescue.mappings);
  const decision = decide({ settings: settings.rescue, assignments, account, tree, fedGroups, links });
  const beside = besideUnreadable(decision.wanted, account, fedGroups);
  const doubted = doubtLinks(beside.wanted, { settings: settings.rescue, reading, links, fedGroups });
  const safe = protect(doubted, account, settings.rescue, fedGroups);
  const settled = settleEmails(safe.wanted, account);
  const signed = settleSsoIds(settled.wanted, account, assignments.claimed.sharedSsoIds);
  const kept = keepFormerRoles(signed.wanted, fedGroups);
  // What is held decides who gives a seat back, and who finds a seat decides what is planned and so held: hence twice.
  const provisional = holdWanted(kept, fedGroups, holding);
  const shared = shareSeatsAndAddOns(kept, account, settings.rescue, provisional.held, fedGroups);
  const { wanted } = shared;

  // Only the descriptions as they are say whether a node is empty.
  const bare = bareNodes(input.account);
  const asked = wanted.filter((entry) => needsDetails(entry, fedGroups)).flatMap(({ user }) => user?.id ?? []);
  const counting = usersToProve(kept, account, fedGroups, settings.limits, holding.past.recent, settled.taken);
  const ids = [
    ...new Set([
      ...decision.unknown,
      ...signed.unknown,
      ...shared.unknown,
      ...asked,
      ...counting,
      ...bare.unknown(wanted),
    ]),
  ];
  if (ids.length > 0) return { kind: 'details', ids };

  const held = holdWanted(wanted, fedGroups, holding);
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
      ...named.notices,
      ...assignments.notices,
      ...withoutEffect({ settings: settings.rescue, reading, account, assignments }),
      ...links.notices,
      ...decision.notices,
      ...beside.notices,
      ...safe.notices,
      ...settled.notices,
      ...signed.notices,
      ...held.notices,
      ...left.notices,
      ...shared.notices,
      ...fedGroups.notices,
      ...leftBare(bare.free, fedGroups),
      ...halfFilled(bare.others, fedGroups),
      ...similarGroups(changes, fedGroups, tree),
      ...accountGrows(changes, enabledUsers(account).filter((user) => !isBare(user)).length),
      ...guardRails(settings, GUARDS, enabledUsers(account).length),
    ].map(withCleanText),
  );
  const facts = {
    id: target,
    type: TYPE,
    account: account.account,
    organization: account.organization,
    url: account.url,
    unchanged: unchangedUsers(wanted, changes),
    leaversLeft: left.count,
    budgets: shared.budgets,
    tallies: talliesOf(fedGroups, account, wanted),
  };
  const section = sectionOf(facts, changes, notices);
  const names = namesIn(reading, settings.rescue);
  return {
    kind: 'section',
    section,
    changes,
    notices,
    complete: reading.kind === 'complete',
    names,
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
