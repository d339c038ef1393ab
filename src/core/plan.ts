import { withId } from './change.ts';
import { groupBy } from './collections.ts';
import { decide, isBare } from './decide.ts';
import { type Desired, desiredOf } from './desired.ts';
import { type Difference, diffUser, needsDetails } from './diff.ts';
import { canonicalJson, digest } from './digest.ts';
import { settleEmails } from './emails.ts';
import { planGroups } from './groups.ts';
import { compareText } from './identity.ts';
import { formatMarker } from './marker.ts';
import type {
  AccountReading,
  Change,
  DirectoryReading,
  GroupCount,
  NodeId,
  Notice,
  Operation,
  Plan,
  PlanSummary,
  Reason,
  UserDetails,
} from './model.ts';
import { orderChanges } from './order.ts';
import { formatPath } from './path.ts';
import { protect } from './protect.ts';
import type { Settings } from './settings.ts';
import { type Tree, treeOf } from './tree.ts';
import type { WantedUser } from './wanted.ts';

export interface PlanInput {
  readonly settings: Settings;
  readonly reading: DirectoryReading;
  readonly account: AccountReading;
  readonly adsyncVersion: string;
  /** ISO 8601; stands in the plan, decides nothing. */
  readonly createdAt: string;
}

export type Planned =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** The plan depends on what the tree does not show: read it, see {@link withDetails}, and plan again. */
  | { readonly kind: 'details'; readonly ids: readonly NodeId[] };

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same plan, to the
 * byte but for `createdAt`.
 */
export function planAccount(input: PlanInput): Planned {
  const { settings, reading, account } = input;
  const tree = treeOf(account);
  const desired = desiredOf(settings.rescue, reading, tree);
  const decision = decide({ settings: settings.rescue, desired, account, tree });
  const safe = protect(decision.wanted, account, settings.rescue, tree);
  const { wanted, notices: clashes } = settleEmails(safe.wanted, account);

  const asked = wanted.filter((entry) => needsDetails(entry, tree)).flatMap(({ user }) => user?.id ?? []);
  const ids = [...new Set([...decision.unknown, ...asked])];
  if (ids.length > 0) return { kind: 'details', ids };

  const bare = bareNodes(account);
  const users = wanted.flatMap((entry) => userChange(entry, tree, bare) ?? []);
  const changes = orderChanges([...planGroups(desired.groups, tree), ...users]);
  const notices = [...desired.notices, ...decision.notices, ...clashes, ...safe.notices, ...leftBare(bare, tree)];
  return { kind: 'plan', plan: assemble(input, desired, tree, wanted, changes, sortNotices(notices)) };
}

/** The account with the details that were asked for; users that vanished meanwhile (asked, not answered) are left out. */
export function withDetails(
  account: AccountReading,
  ids: readonly NodeId[],
  details: ReadonlyMap<NodeId, UserDetails>,
): AccountReading {
  const asked = new Set(ids);
  const users = account.users.flatMap((user) => {
    if (!asked.has(user.id)) return [user];
    const found = details.get(user.id);
    return found === undefined ? [] : [{ ...user, details: found }];
  });
  return { ...account, users };
}

type BareNodes = Map<NodeId, NodeId[]>;

/** Technician nodes that were created but never filled in, by the group they stand in, oldest first. */
function bareNodes(account: AccountReading): BareNodes {
  const bare = account.users.filter((user) => user.role === 'technician' && isBare(user));
  const sorted = bare.sort((a, b) => a.id.length - b.id.length || compareText(a.id, b.id));
  return new Map(
    [...groupBy(sorted, (user) => user.group)].map(([group, users]) => [group, users.map(({ id }) => id)]),
  );
}

function userChange(wanted: WantedUser, tree: Tree, bare: BareNodes): Change | null {
  const difference = diffUser(wanted, tree);
  if (difference === null) return null;
  const home = tree.find(wanted.group);
  const adopted = wanted.user === null && home !== null ? bare.get(home.id)?.shift() : undefined;
  return withId({
    id: '',
    target: 'rescue',
    kind: 'user',
    role: 'technician',
    operations: difference.operations,
    name: wanted.name,
    email: wanted.email,
    group: formatPath(wanted.group),
    before: difference.before,
    after: difference.after,
    reason: reasonOf(wanted, difference),
    held: null,
    node: wanted.user?.id ?? adopted ?? null,
    person: wanted.person?.id ?? null,
    marker: wanted.marker === null ? null : formatMarker(wanted.marker),
    needs: [],
  });
}

/** Membership says why somebody stands in a group; for a mere update the reason is that the fields differ. */
function reasonOf({ reason }: WantedUser, { operations, after }: Difference): Reason {
  if (reason.code !== 'MEMBER_OF' || operations.some((operation) => operation !== 'update')) return reason;
  const renewed = Object.keys(after).every((field) => field === 'link');
  const text = renewed ? 'renews the link marker' : 'differs from the directory';
  return { ...reason, code: renewed ? 'LINK_RENEWED' : 'DIFFERS', text: `${text}; ${reason.text}` };
}

function leftBare(bare: BareNodes, tree: Tree): Notice[] {
  return [...bare].flatMap(([group, ids]) =>
    ids.map((id): Notice => {
      const place = formatPath(tree.group(group).path);
      return {
        code: 'BARE_USER',
        severity: 'warning',
        text: `${place} holds a user without an e-mail address (node ${id}), as a run that broke off would leave it. Fill it in or remove it in the Admin Center.`,
        subject: place,
        line: null,
      };
    }),
  );
}

const SEVERITIES: Record<Notice['severity'], number> = { error: 0, warning: 1, info: 2 };

function sortNotices(notices: readonly Notice[]): Notice[] {
  const unique = new Map(notices.map((notice) => [canonicalJson(notice), notice]));
  return [...unique.values()].sort(
    (a, b) =>
      SEVERITIES[a.severity] - SEVERITIES[b.severity] ||
      compareText(a.code, b.code) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compareText(a.subject, b.subject) ||
      compareText(a.text, b.text),
  );
}

function assemble(
  { settings, reading, account, adsyncVersion, createdAt }: PlanInput,
  desired: Desired,
  tree: Tree,
  wanted: readonly WantedUser[],
  changes: readonly Change[],
  notices: readonly Notice[],
): Plan {
  const { account: id, organization, url } = account;
  const content = {
    adsyncVersion,
    config: { file: settings.file, sha256: settings.sha256 },
    directory: {
      type: reading.type,
      name: reading.name,
      complete: reading.kind === 'complete',
      groups: reading.groups.size,
      people: reading.people.size,
    },
    targets: [{ type: 'rescue', account: id, organization, url }] as const,
    summary: summaryOf(wanted, changes, notices),
    groups: countGroups(desired, account, wanted, changes, tree),
    changes,
    notices,
  };
  return { format: 'adsync.plan/1', planId: digest(canonicalJson(content)), createdAt, ...content };
}

function summaryOf(wanted: readonly WantedUser[], changes: readonly Change[], notices: readonly Notice[]): PlanSummary {
  const users = changes.filter(({ kind }) => kind === 'user');
  const count = (operation: Operation): number =>
    users.filter(({ operations }) => operations.includes(operation)).length;
  const changed = new Set(users.map(({ node }) => node));
  return {
    create: count('create'),
    update: count('update'),
    move: count('move'),
    enable: count('enable'),
    disable: count('disable'),
    createGroup: changes.filter(({ kind, operations }) => kind === 'group' && operations.includes('create')).length,
    unchanged: wanted.filter(({ user, person }) => user !== null && person !== null && !changed.has(user.id)).length,
    held: changes.filter(({ held }) => held !== null).length,
    notices: notices.length,
  };
}

function countGroups(
  desired: Desired,
  account: AccountReading,
  wanted: readonly WantedUser[],
  changes: readonly Change[],
  tree: Tree,
): GroupCount[] {
  const standing = groupBy(account.users, (user) => user.group);
  const arrivals = groupBy(
    changes.filter(({ kind, after }) => kind === 'user' && after.group !== undefined),
    ({ group }) => group,
  );
  const departures = groupBy(
    changes.filter(({ before }) => before?.group !== undefined),
    ({ before }) => before?.group ?? '',
  );
  const members = groupBy(
    wanted.filter(({ person, enabled }) => person !== null && enabled),
    ({ group }) => formatPath(group),
  );
  return desired.groups.map(({ group, mapping }) => {
    const node = tree.find(group);
    const name = formatPath(tree.spelled(group));
    const present = node === null ? 0 : (standing.get(node.id) ?? []).filter((user) => !isBare(user)).length;
    return {
      group: name,
      line: mapping.line,
      wanted: members.get(name)?.length ?? 0,
      present,
      after: present + (arrivals.get(name)?.length ?? 0) - (departures.get(name)?.length ?? 0),
    };
  });
}
