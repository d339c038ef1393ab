import { type HeldSets, staleApproval } from './approvals.ts';
import { checkCeilings } from './ceilings.ts';
import { decide } from './decide.ts';
import { desiredOf } from './desired.ts';
import { needsDetails } from './diff.ts';
import { canonicalJson, digest } from './digest.ts';
import { settleEmails } from './emails.ts';
import { keepFormerRoles } from './former-roles.ts';
import { planGroups } from './groups.ts';
import { compareText } from './identity.ts';
import { shareLicenses, type Shared } from './licenses.ts';
import { type Held, holdDisables } from './limits.ts';
import type { AccountReading, Change, DirectoryReading, NodeId, Notice, Plan, UserDetails } from './model.ts';
import { orderChanges } from './order.ts';
import { type Places, placesOf } from './places.ts';
import { protect } from './protect.ts';
import type { Settings } from './settings.ts';
import { withCleanReason, withCleanText } from './shown.ts';
import { countGroups, summaryOf } from './summary.ts';
import { treeOf } from './tree.ts';
import { bareNodes, leftBare, planUsers } from './users.ts';
import type { WantedUser } from './wanted.ts';

export interface PlanInput {
  readonly settings: Settings;
  readonly reading: DirectoryReading;
  readonly account: AccountReading;
  readonly adsyncVersion: string;
  /** Ids of holds that may pass, beside those of the file. */
  readonly approved: readonly string[];
  /** Whom holds of former plans stood for, to say how an approval differs from what is held now; decides nothing. */
  readonly earlier?: HeldSets;
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
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS: over the ceilings of the file; APPROVAL_STALE: an id of `approved`
 *   stands for a set of disables that is not planned
 */
export function planAccount(input: PlanInput): Planned {
  const { settings, reading, account } = input;
  const tree = treeOf(account);
  const desired = desiredOf(settings.rescue, reading, tree);
  checkCeilings(desired, settings.rescue);
  const places = placesOf(desired.groups, tree);
  const decision = decide({ settings: settings.rescue, desired, account, places });
  const safe = protect(decision.wanted, account, settings.rescue, places);
  const settled = settleEmails(safe.wanted, account);
  const kept = keepFormerRoles(settled.wanted, places);
  const held = holdDisables(kept, places, settings.limits, [
    ...settings.approve.map(({ id }) => id),
    ...input.approved,
  ]);
  const shared = shareLicenses(kept, account, settings.rescue, held.holds, places);
  const { wanted } = shared;

  const asked = wanted.filter((entry) => needsDetails(entry, places)).flatMap(({ user }) => user?.id ?? []);
  const ids = [...new Set([...decision.unknown, ...shared.unknown, ...asked])];
  if (ids.length > 0) return { kind: 'details', ids };

  const stale = input.approved.filter((id) => held.stale.includes(id));
  if (stale.length > 0) throw staleApproval(stale, held.sets, input.earlier ?? new Map());

  const bare = bareNodes(account);
  const users = planUsers(wanted, account, places, bare, held.holds);
  const changes = orderChanges([...planGroups(places, tree), ...users].map(withCleanReason));
  const notices = [
    ...desired.notices,
    ...decision.notices,
    ...safe.notices,
    ...settled.notices,
    ...held.notices,
    ...staleInFile(settings, held),
    ...shared.notices,
    ...places.notices,
    ...leftBare(bare, places),
  ].map(withCleanText);
  return { kind: 'plan', plan: assemble(input, { places, wanted, changes, notices: sortNotices(notices), shared }) };
}

/** An approval of the file that stands for nothing: used up, or for another set than is held now. */
function staleInFile({ approve }: Settings, { stale, sets }: Held): Notice[] {
  return approve
    .filter(({ id }) => stale.includes(id))
    .map(({ id, line }): Notice => {
      const waits = sets.size > 0;
      const text = waits
        ? `The approval stands for another set of users than is held now (${[...sets.keys()].join(', ')}), and lets nobody through. Look at who is held, and replace it.`
        : 'The approval stands for nothing that is planned now. Remove it from the file.';
      return { code: 'APPROVAL_STALE', severity: waits ? 'warning' : 'info', text, subject: id, line };
    });
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

const SEVERITIES: Record<Notice['severity'], number> = { error: 0, warning: 1, info: 2 };

/** Each notice once, errors first. */
export function sortNotices(notices: readonly Notice[]): Notice[] {
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

interface Content {
  readonly places: Places;
  readonly wanted: readonly WantedUser[];
  readonly changes: readonly Change[];
  readonly notices: readonly Notice[];
  readonly shared: Shared;
}

function assemble(
  { settings, reading, account, adsyncVersion, createdAt }: PlanInput,
  { places, wanted, changes, notices, shared }: Content,
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
    licenses: { technicians: shared.technicians, mobile: shared.mobile },
    groups: countGroups(places, account, wanted, changes),
    changes,
    notices,
  };
  return { format: 'adsync.plan/1', planId: planIdOf(content), createdAt, ...content };
}

/**
 * The digest of the situation: of everything in a plan document but `format`, `planId`, `createdAt` and what belongs to
 * its saving, also of keys that are not known here.
 */
export function planIdOf(document: Readonly<Record<string, unknown>>): string {
  const aside = new Set(['format', 'planId', 'createdAt', 'savedId', 'digest', 'signature']);
  return digest(canonicalJson(Object.fromEntries(Object.entries(document).filter(([key]) => !aside.has(key)))));
}
