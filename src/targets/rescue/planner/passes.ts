import type { DirectoryReading } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { ProposeInput } from '../../../plan/propose.ts';
import type { RescueFileSettings } from '../settings.ts';
import type { AccountReading, NodeId } from './account.ts';
import { type Bare, bareNodes } from './bare-nodes.ts';
import { checkCeilings } from './ceilings.ts';
import { decide, type Decision } from './decide.ts';
import { type Assignments, assignmentsOf } from './assignments.ts';
import { needsDetails } from './diff.ts';
import { settleEmails } from './emails.ts';
import { keepFormerRoles } from './former-roles.ts';
import { putOff } from './grace.ts';
import { holdWanted } from './holds.ts';
import type { Held } from '../../../plan/hold.ts';
import { checkNames } from './known-names.ts';
import { shareSeatsAndAddOns, type Shared } from './seats-and-add-ons.ts';
import { doubtLinks } from './link-doubts.ts';
import { type Links, linksOf } from './links.ts';
import { type FedGroups, fedGroupsOf } from './fed-groups.ts';
import { usersToProve } from './users-to-prove.ts';
import { protect } from './protected-users.ts';
import { settleSsoIds } from './sso-ids.ts';
import { type Tree, treeOf } from './tree.ts';
import { besideUnreadable } from './unreadable-nodes.ts';
import type { WantedUser } from './wanted-user.ts';
import { withoutEffect } from './without-effect.ts';

/** What the planner is given. */
export interface RescueProposeInput extends ProposeInput {
  readonly settings: RescueFileSettings;
  readonly account: AccountReading;
}

/** What a pass that edits the wanted users has made of them. */
export interface Stage {
  readonly pass: 'unreadable' | 'links' | 'grace' | 'protection' | 'addresses' | 'ssoIds' | 'formerRoles' | 'budgets';
  readonly wanted: readonly WantedUser[];
}

/** The result of all passes over the file, the directory and the account. */
export interface Passes {
  /** The directory, without what names of mappings do not mean any more. */
  readonly reading: DirectoryReading;
  /** The account, with the links that count. */
  readonly account: AccountReading;
  readonly tree: Tree;
  readonly fedGroups: FedGroups;
  readonly assignments: Assignments;
  readonly links: Links;
  readonly decision: Decision;
  /** What each pass after the decision has left of it, in their order. */
  readonly stages: readonly Stage[];
  /** What should be, for every user. */
  readonly wanted: readonly WantedUser[];
  readonly budgets: Shared['budgets'];
  readonly bare: Bare;
  /** What limits hold of it, and what they say. */
  readonly held: Held;
  readonly notices: readonly Notice[];
  /** Users whose details have to be read, some of them twice. While there are any, all the rest is provisional. */
  readonly unknown: readonly NodeId[];
}

/**
 * The passes in their order. Each takes what the one before has made, and takes back or adds one thing. None of them makes
 * changes: planner/propose.ts does, from the result.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS, APPROVAL_ONLY
 */
export function runPasses(input: RescueProposeInput): Passes {
  const { approvals, earlier, past, knownNames: known } = input;
  const { limits, rescue: settings } = input.settings;
  // Links first: everything below recognises users by their descriptions, so a copied marker must be gone by then.
  const links = linksOf(input.account, settings.linkKey);
  const { account } = links;
  // The tree finds groups by path, and knows which links of groups are contested.
  const tree = treeOf(account, links.contestedGroups);
  // Before anything is concluded from a group: whether the name of the mapping still means it.
  const named = checkNames(input.reading, { account: account.account, settings, tree, known, approvals });
  const { reading, used } = named;
  // Who belongs where, by the directory and the file alone. Over the ceilings of the file nothing is decided.
  const assignments = assignmentsOf(settings, reading, tree);
  checkCeilings(assignments, settings);
  // Which groups of the account that means: a user is judged by the group it stands in.
  const fedGroups = fedGroupsOf(assignments.groups, tree, account.users, settings.mappings);
  // What becomes of each user, and who is new. The passes below only take back, or put off.
  const decision = decide({ settings, assignments, account, tree, fedGroups, links });
  // A newcomer may be a user that cannot be read. Such a newcomer goes before it claims an address or a seat.
  const beside = besideUnreadable(decision.wanted, account, fedGroups);
  // Changes that rest on a doubtful link need an approval. Protection, which follows, may drop such a change altogether.
  const doubted = doubtLinks(beside.wanted, { settings, reading, links, fedGroups });
  // Who left the groups, and nothing else, may have some days; before protection, which leaves others alone altogether.
  const graced = putOff(doubted, {
    days: settings.graceDays ?? null,
    today: input.today ?? null,
    reading,
    fedGroups,
  });
  // Protection comes after all decisions about a user, and before addresses: a protected user keeps them.
  const safe = protect(graced, account, settings, fedGroups);
  // E-mail addresses before SSO ids: the two are never replaced in one plan.
  const settled = settleEmails(safe.wanted, account);
  const signed = settleSsoIds(settled.wanted, account, assignments.claimed.sharedSsoIds);
  // A former role ends only for somebody who has, or gets, the new one: some newcomers are gone by now.
  const kept = keepFormerRoles(signed.wanted, fedGroups);
  // Limits before budgets: a held leaver gives no seat back.
  const holding = {
    settings: input.settings,
    account,
    approvals: approvals.filter(({ id }) => !used.has(id)),
    earlier,
    past,
  };
  const provisional = holdWanted(kept, fedGroups, holding);
  const shared = shareSeatsAndAddOns(kept, account, settings, provisional.held, fedGroups);
  const { wanted, budgets } = shared;
  // Users without a seat, or with an add-on, change the plan, so it is held anew. Most often there are none.
  const isSame = wanted.length === kept.length && wanted.every((entry, index) => entry === kept[index]);
  const held = isSame ? provisional : holdWanted(wanted, fedGroups, holding);
  // Only the descriptions as they are say whether a node is empty.
  const bare = bareNodes(input.account);
  const notices = [named, assignments, links, decision, beside, safe, settled, signed, shared, fedGroups];
  return {
    ...{ reading, account, tree, fedGroups, assignments, links, decision, wanted, budgets, bare, held },
    stages: [
      { pass: 'unreadable', wanted: beside.wanted },
      { pass: 'links', wanted: doubted },
      { pass: 'grace', wanted: graced },
      { pass: 'protection', wanted: safe.wanted },
      { pass: 'addresses', wanted: settled.wanted },
      { pass: 'ssoIds', wanted: signed.wanted },
      { pass: 'formerRoles', wanted: kept },
      { pass: 'budgets', wanted },
    ],
    notices: [
      ...notices.flatMap((pass) => pass.notices),
      ...withoutEffect({ settings, reading, account, assignments }),
    ],
    unknown: [
      ...decision.unknown,
      ...signed.unknown,
      ...shared.unknown,
      ...wanted.filter((entry) => needsDetails(entry, fedGroups)).flatMap(({ user }) => user?.id ?? []),
      ...usersToProve(kept, account, fedGroups, limits, past.recent, settled.taken),
      ...bare.unknown(wanted),
    ],
  };
}
