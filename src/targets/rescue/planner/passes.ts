import type { DirectoryReading } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { ProposeInput } from '../../../plan/propose.ts';
import type { RescueFileSettings } from '../settings.ts';
import type { AccountReading, NodeId } from './account.ts';
import { type Bare, bareNodes } from './bare.ts';
import { checkCeilings } from './ceilings.ts';
import { decide, type Decision } from './decide.ts';
import { desiredOf } from './desired.ts';
import { needsDetails } from './diff.ts';
import { settleEmails } from './emails.ts';
import { keepFormerRoles } from './former-roles.ts';
import { type Holding, holdWanted } from './holds.ts';
import { checkNames } from './known-names.ts';
import { shareLicenses, type Shared } from './licenses.ts';
import { doubtLinks } from './link-doubts.ts';
import { linksOf } from './links.ts';
import { type Places, placesOf } from './places.ts';
import { unproved } from './proof.ts';
import { protect } from './protect.ts';
import { settleSsoIds } from './sso-ids.ts';
import { type Tree, treeOf } from './tree.ts';
import { besideUnreadable } from './unreadable.ts';
import type { WantedUser } from './wanted.ts';
import { withoutEffect } from './without-effect.ts';

/** What the planner is given. */
export interface RescueProposeInput extends ProposeInput {
  readonly settings: RescueFileSettings;
  readonly account: AccountReading;
}

/** What the passes have made of the file, the directory and the account. */
export interface Passes {
  /** The directory, without what names of mappings do not mean any more. */
  readonly reading: DirectoryReading;
  /** The account, with the links that count. */
  readonly account: AccountReading;
  readonly tree: Tree;
  readonly places: Places;
  readonly decision: Decision;
  /** What should be, for every user. */
  readonly wanted: readonly WantedUser[];
  readonly budgets: Shared['budgets'];
  readonly bare: Bare;
  readonly holding: Holding;
  readonly notices: readonly Notice[];
  /** Users of whom more must be known, some of them twice; then all the rest is provisional. */
  readonly unknown: readonly NodeId[];
}

/**
 * Says what should be, pass by pass. Each pass takes what the one before has made, and takes back or adds one thing.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS, APPROVAL_ONLY
 */
export function runPasses(input: RescueProposeInput): Passes {
  const { approvals, earlier, past, knownNames: known } = input;
  const { limits, rescue: settings } = input.settings;
  // Links first: which descriptions count as links says who is who in everything below.
  const links = linksOf(input.account, settings.linkKey);
  const { account } = links;
  const tree = treeOf(account, links.contestedGroups);
  // Before anything is concluded from a group: whether the name of the mapping still means it.
  const named = checkNames(input.reading, { account: account.account, settings, tree, known, approvals });
  const { reading, used } = named;
  // Who belongs where, by the directory and the file alone. Over the ceilings nothing is decided.
  const desired = desiredOf(settings, reading, tree);
  checkCeilings(desired, settings);
  // Which groups of the account that means.
  const places = placesOf(desired.groups, tree, account.users, settings.mappings);
  // What becomes of each user, and who is new.
  const decision = decide({ settings, desired, account, tree, places, links });
  // Nobody is created who may be a user that cannot be read.
  const beside = besideUnreadable(decision.wanted, account, places);
  // What rests on a doubtful link needs an approval.
  const doubted = doubtLinks(beside.wanted, { settings, reading, links, places });
  // Protection comes after all decisions about a user, and before addresses: a protected user keeps them.
  const safe = protect(doubted, account, settings, places);
  // E-mail addresses before SSO ids: the two are never replaced in one plan.
  const settled = settleEmails(safe.wanted, account);
  const signed = settleSsoIds(settled.wanted, account, desired.claimed.sharedSsoIds);
  // A former role ends only for somebody who has, or gets, the new one: some newcomers are gone by now.
  const kept = keepFormerRoles(signed.wanted, places);
  // Limits before budgets: a held leaver gives no seat back. Who finds no seat is not planned, so all is held anew later.
  const holding = {
    settings: input.settings,
    account,
    approvals: approvals.filter(({ id }) => !used.has(id)),
    earlier,
    past,
  };
  const provisional = holdWanted(kept, places, holding);
  const shared = shareLicenses(kept, account, settings, provisional.held, places);
  const { wanted, budgets } = shared;
  // Only the descriptions as they are say whether a node is empty.
  const bare = bareNodes(input.account);
  const notices = [named, desired, links, decision, beside, safe, settled, signed, shared, places];
  return {
    ...{ reading, account, tree, places, decision, wanted, budgets, bare, holding },
    notices: [...notices.flatMap((pass) => pass.notices), ...withoutEffect({ settings, reading, account, desired })],
    unknown: [
      ...decision.unknown,
      ...signed.unknown,
      ...shared.unknown,
      ...wanted.filter((entry) => needsDetails(entry, places)).flatMap(({ user }) => user?.id ?? []),
      ...unproved(kept, account, places, limits, past.recent, settled.taken),
      ...bare.unknown(wanted),
    ],
  };
}
