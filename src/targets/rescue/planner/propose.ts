import { withCleanReasons, withCleanText } from '../../../plan/clean.ts';
import { sortNotices } from '../../../plan/notices.ts';
import { sectionOf } from '../../../plan/section.ts';
import { type RescueChange, targetId, TYPE } from './change.ts';
import { FIELDS } from './fields.ts';
import { talliesOf, unchangedUsers } from './tallies.ts';
import { checkCeilings } from './ceilings.ts';
import { type Decision, decide, isBare } from './decide.ts';
import { type Assignments, assignmentsOf } from './assignments.ts';
import { needsDetails } from './diff.ts';
import { bareNodes, halfFilled, leftBare } from './bare-nodes.ts';
import { settleEmails } from './emails.ts';
import { keepFormerRoles } from './former-roles.ts';
import { planGroups } from './groups.ts';
import { checkNames, namesIn } from './known-names.ts';
import { type Shared, shareSeatsAndAddOns } from './seats-and-add-ons.ts';
import { accountGrows } from '../../../plan/growth.ts';
import { guardRails } from '../../../plan/guard-rails.ts';
import { GUARDS } from './guard-rails.ts';
import { holdGroups, withHold } from '../../../plan/hold.ts';
import { holdWanted, type Holding } from './holds.ts';
import { leaversLeft } from './leavers.ts';
import { doubtLinks } from './link-doubts.ts';
import { type Links, linksOf } from './links.ts';
import type { AccountReading, NodeId } from './account.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import type { WantedUser } from './wanted-user.ts';
import { orderChanges } from '../../../plan/order.ts';
import { type FedGroups, fedGroupsOf } from './fed-groups.ts';
import { usersToProve } from './users-to-prove.ts';
import { protect } from './protected-users.ts';
import type { Details, Proposed, ProposeInput } from '../../../plan/propose.ts';
import type { RescueFileSettings } from '../settings.ts';
import { similarGroups } from './similar-groups.ts';
import { settleSsoIds } from './sso-ids.ts';
import { type Tree, treeOf } from './tree.ts';
import { besideUnreadable } from './unreadable-nodes.ts';
import { planUsers } from './users.ts';
import { withoutEffect } from './without-effect.ts';

/** What the planner is given. */
export interface RescueProposeInput extends ProposeInput {
  readonly settings: RescueFileSettings;
  readonly account: AccountReading;
}

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same changes. These
 * are all its passes, in their order, in four lists: what there is to go by, what should become of each user, what must
 * be known first, and what is planned.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS: over the ceilings of the file; APPROVAL_ONLY: an approval names
 *   somebody who is not in its set
 */
export function proposeChanges(input: RescueProposeInput): Proposed<RescueChange> | Details {
  const ground = groundOf(input);
  const users = decideUsers(ground);
  // The account is asked before anything is written down: a plan on half the knowledge would be another plan.
  const ids = idsToAsk(users, ground);
  return ids.length > 0 ? { kind: 'details', ids } : proposed(users, ground);
}

/** What every pass goes by. */
interface Ground {
  readonly settings: RescueFileSettings;
  /** The account as it was read, with descriptions that nobody has looked through. */
  readonly asRead: AccountReading;
  readonly links: Links;
  /** The same account with the links that count. */
  readonly account: AccountReading;
  readonly tree: Tree;
  readonly reading: DirectoryReading;
  readonly assignments: Assignments;
  readonly fedGroups: FedGroups;
  readonly holding: Holding;
  readonly notices: readonly Notice[];
}

function groundOf(input: RescueProposeInput): Ground {
  const { settings, approvals, earlier, past, knownNames: known } = input;
  const { rescue } = settings;
  // Links come first, for everybody else looks at descriptions: a copied marker must be gone by then.
  const links = linksOf(input.account, rescue.linkKey);
  const { account } = links;
  // The tree finds groups by path, and knows those whose link two directory groups claim.
  const tree = treeOf(account, links.contestedGroups);
  // A name that means another directory group than before counts as not read, so this comes before all that reads people.
  const named = checkNames(input.reading, { account: account.account, settings: rescue, tree, known, approvals });
  // Assignments say who should stand where. They go by the names that count and by the groups that the account can
  // have.
  const assignments = assignmentsOf(rescue, named.reading, tree);
  // A mapping that feeds far too much is a mistake: it ends the plan before anything is decided on it.
  checkCeilings(assignments, rescue);
  // The groups of the account that are meant. Users can only be judged by the group they stand in once this is known.
  const fedGroups = fedGroupsOf(assignments.groups, tree, account.users, rescue.mappings);
  const ground = {
    settings,
    asRead: input.account,
    links,
    account,
    tree,
    reading: named.reading,
    assignments,
    fedGroups,
  };
  // An approval that let a name through is used up: it does not let users through as well.
  const holding = { settings, account, approvals: approvals.filter(({ id }) => !named.used.has(id)), earlier, past };
  const idle = withoutEffect({ settings: rescue, reading: named.reading, account, assignments });
  const notices = [...named.notices, ...assignments.notices, ...idle, ...links.notices, ...fedGroups.notices];
  return { ...ground, holding, notices };
}

/** What should become of each user, and what the passes found out on the way. */
interface DecidedUsers {
  readonly wanted: readonly WantedUser[];
  /** The users as they were before seats and add-ons were shared out. */
  readonly beforeSharing: readonly WantedUser[];
  readonly decision: Decision;
  /** E-mail addresses that somebody else keeps, folded. */
  readonly taken: ReadonlySet<string>;
  readonly budgets: Shared['budgets'];
  /** Users whose details decide. */
  readonly unknown: readonly NodeId[];
  readonly notices: readonly Notice[];
}

/** Every pass edits what the pass before it wants; none of them edits changes. */
function decideUsers(ground: Ground): DecidedUsers {
  const { settings, links, account, tree, reading, assignments, fedGroups, holding } = ground;
  const { rescue } = settings;
  // Matches people and users, and decides. The passes that follow only take back or put off.
  const decision = decide({ settings: rescue, assignments, account, tree, fedGroups, links });
  // A user that cannot be read may be one that would be created. That one goes before it can claim an address or a seat.
  const readable = besideUnreadable(decision.wanted, account, fedGroups);
  // Doubtful links are marked on what was decided. The next pass drops the mark of a user who is not touched at all.
  const doubted = doubtLinks(readable.wanted, { settings: rescue, reading, links, fedGroups });
  // Protected users stay as they are, and so keep their addresses: the passes for addresses have to see that.
  const safe = protect(doubted, account, rescue, fedGroups);
  // E-mail addresses are settled once it is known who keeps theirs.
  const settled = settleEmails(safe.wanted, account);
  // SSO ids come after addresses: where the address of a user changes, the SSO id waits for the next run.
  const signed = settleSsoIds(settled.wanted, account, assignments.claimed.sharedSsoIds);
  // The passes above may have refused the user of a new role: then the one of the former role stays.
  const kept = keepFormerRoles(signed.wanted, fedGroups);
  // Holds decide who gives a seat back, and seats decide what is planned and so held: hence they are looked at twice.
  const provisional = holdWanted(kept, fedGroups, holding);
  // Seats and add-ons come last: nobody takes one who was refused above.
  const shared = shareSeatsAndAddOns(kept, account, rescue, provisional.held, fedGroups);
  return {
    wanted: shared.wanted,
    beforeSharing: kept,
    decision,
    taken: settled.taken,
    budgets: shared.budgets,
    unknown: [...decision.unknown, ...signed.unknown, ...shared.unknown],
    notices: [decision, readable, safe, settled, signed, shared].flatMap(({ notices }) => notices),
  };
}

/** The users whose own records have to be read before the plan is certain, each once. */
function idsToAsk({ wanted, beforeSharing, taken, unknown }: DecidedUsers, ground: Ground): NodeId[] {
  const { settings, asRead, account, fedGroups, holding } = ground;
  const changing = wanted.filter((entry) => needsDetails(entry, fedGroups)).flatMap(({ user }) => user?.id ?? []);
  const { recent } = holding.past;
  const counting = usersToProve(beforeSharing, account, fedGroups, settings.limits, recent, taken);
  return [...new Set([...unknown, ...changing, ...counting, ...bareNodes(asRead).unknown(wanted)])];
}

/** The changes and all that is said of them. */
function proposed(users: DecidedUsers, ground: Ground): Proposed<RescueChange> {
  const { settings, asRead, account, tree, reading, fedGroups, holding } = ground;
  const { wanted } = users;
  // Holds for good, now that seats are shared out.
  const held = holdWanted(wanted, fedGroups, holding);
  // Only the descriptions as they are say whether a node is empty.
  const bare = bareNodes(asRead);
  const target = targetId(account.account);
  const forGroups = planGroups(target, fedGroups, tree, reading.type);
  // It takes the bare nodes that it fills in out of `bare.free`.
  const forUsers = planUsers(wanted, account, fedGroups, bare.free);
  const clean = [...forGroups, ...forUsers].map((change) => withCleanReasons(withHold(change, held)));
  // Groups are held last: one that is created for held people only waits with them.
  const changes = holdGroups(orderChanges(clean, FIELDS));
  const left = leaversLeft(users.decision, wanted, held.held);
  const enabled = account.users.filter((user) => user.enabled);
  const notices = sortNotices(
    [
      ...ground.notices,
      ...users.notices,
      ...held.notices,
      ...left.notices,
      ...leftBare(bare.free, fedGroups),
      ...halfFilled(bare.others, fedGroups),
      ...similarGroups(changes, fedGroups, tree),
      ...accountGrows(changes, enabled.filter((user) => !isBare(user)).length),
      ...guardRails(settings, GUARDS, enabled.length),
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
    budgets: users.budgets,
    tallies: talliesOf(fedGroups, account, wanted),
  };
  return {
    kind: 'section',
    section: sectionOf(facts, changes, notices),
    changes,
    notices,
    complete: reading.kind === 'complete',
    names: namesIn(reading, settings.rescue),
    holds: held.shown,
    stale: held.stale,
    open: held.sets,
  };
}
