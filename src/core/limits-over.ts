import type { HeldSets } from './approvals.ts';
import { groupBy } from './collections.ts';
import { isBare } from './decide.ts';
import { doubtOf } from './doubt-again.ts';
import { cleanName } from './identity.ts';
import { type Hold, holdDisables } from './limits.ts';
import { parseMarker } from './marker.ts';
import type { AccountReading, AccountUser, Change, DirectoryGroupId, Notice, Person, PersonId } from './model.ts';
import { parsePath } from './path.ts';
import type { Place, Places } from './places.ts';
import { renamedTree, type RenamedTree } from './renamed-tree.ts';
import { mirrorAbove, rulerOf } from './rule.ts';
import type { Mapping, Settings } from './settings.ts';
import { asItIs, type WantedUser } from './wanted.ts';

/** What the limits say about the changes of a saved plan. */
export interface Over {
  /** What is kept back, by the id of the change. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** Whom each hold stands for. */
  readonly sets: HeldSets;
  /** Approvals that let nothing through. */
  readonly stale: readonly string[];
  readonly notices: readonly Notice[];
}

/**
 * The limits of the file, held over a plan's own changes against the account as it is now: by the function that holds
 * disables when a plan is made. Of the plan only what it does is believed, and of the account only what can be told
 * without the directory, so that nobody gets a larger share by what they write into the file: managed users are those
 * with a link and those who stand in the full groups of the mappings.
 *
 * @param approved ids of today's file and of the command line
 */
export function limitsOver(
  changes: readonly Change[],
  account: AccountReading,
  settings: Settings,
  approved: readonly string[],
): Over {
  const { mappings } = settings.rescue;
  const tree = renamedTree(changes, account);
  const places = placesNow(changes, account, mappings, tree);
  const users = new Map(account.users.map((user) => [user.id, user]));
  const byUser = groupBy(
    changes.filter(({ kind }) => kind === 'user'),
    ({ node, before, id }) => (before === null ? id : node),
  );
  const ids = new Map<WantedUser, readonly string[]>();
  for (const steps of byUser.values()) {
    const [first] = steps;
    if (first === undefined) continue;
    const live = first.before === null || first.node === null ? null : (users.get(first.node) ?? userOf(first));
    const entry = wantedBy(steps, live, places, doubtOf(steps, live, tree, mappings));
    ids.set(
      entry,
      steps.map(({ id }) => id),
    );
  }
  const touched = new Set([...ids.keys()].flatMap(({ user }) => user?.id ?? []));
  const others = account.users.filter((user) => !isBare(user) && !touched.has(user.id));
  const wanted = [...ids.keys(), ...others.map((user) => asItIs(user, null, UNTOUCHED, places))];
  const { holds, sets, stale, notices } = holdDisables(wanted, places, settings.limits, approved);
  const held = [...holds].flatMap(([entry, hold]) => (ids.get(entry) ?? []).map((id): [string, Hold] => [id, hold]));
  return { holds: new Map(held), sets, stale, notices };
}

const UNTOUCHED = { code: 'UNTOUCHED', text: '', line: null, path: [] };

/** The places that mappings feed: those they name, and below them the groups that are linked to a directory group. */
function placesNow(
  changes: readonly Change[],
  account: AccountReading,
  mappings: readonly Mapping[],
  tree: RenamedTree,
): Places {
  const linked = new Set(
    changes.flatMap(({ kind, node, after }) => (kind === 'group' && after.link ? (node ?? []) : [])),
  );
  const all = account.groups.flatMap((node): Place[] => {
    const named = rulerOf(node.path, mappings);
    const isMirror = named !== null && named === mirrorAbove(node.path, mappings);
    const source = parseMarker(node.description)?.person ?? null;
    if (named === null || (isMirror && source === null && !linked.has(node.id))) return [];
    const desired = {
      group: node.path,
      path: [named.directoryGroup],
      source: (source ?? '') as DirectoryGroupId,
      mapping: named,
    };
    return [{ desired, node, path: tree.after(node.id) }];
  });
  return { all, at: () => null, after: (id) => tree.after(id), notices: [] };
}

/** A user that is gone, as the plan knew it: an approval stands for the set that the plan shows. */
function userOf({ node, fromNode, role, facts }: Change): AccountUser | null {
  if (node === null || fromNode === null || facts === null) return null;
  const { name, email, status } = facts;
  return {
    id: node,
    group: fromNode,
    role,
    name,
    email,
    description: '',
    enabled: status === 'enabled',
    details: null,
  };
}

/** What a plan wants of one user. Who is to be disabled counts as enabled, and where the plan saw it. */
function wantedBy(
  steps: readonly Change[],
  live: AccountUser | null,
  places: Places,
  doubt: WantedUser['doubt'],
): WantedUser {
  const after = Object.assign({}, ...steps.map((step) => step.after)) as Change['after'];
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) throw new Error('no change, no user');
  const leaves = steps.some((step) => step.after.status === 'disabled');
  const known = live === null ? null : { ...live, details: detailsBefore(steps) };
  const seen = known !== null && leaves ? { ...known, enabled: true, group: first.fromNode ?? known.group } : known;
  const base: WantedUser = seen === null ? blank(last) : asItIs(seen, null, last.reason, places);
  return {
    ...base,
    person: doubt === null && last.person !== null ? personOf(last, last.person) : null,
    standing: after.group === undefined ? base.standing : { node: last.toNode, path: parsePath(after.group) },
    name: after.name ?? base.name,
    email: after.email ?? base.email,
    enabled: leaves ? false : after.status === undefined ? base.enabled : true,
    ssoId: after.ssoId ?? null,
    mobile: after.mobile ?? null,
    link: after.link === undefined || after.link === null ? null : { person: after.link as PersonId, ssoId: null },
    reason: last.reason,
    evidence: last.reason.code.startsWith('PERSON_') || !leaves ? 'said' : 'absence',
    doubt,
  };
}

/** As far as the plan changes them. */
function detailsBefore(steps: readonly Change[]): AccountUser['details'] {
  const ssoId = steps.find(({ before }) => before?.ssoId !== undefined)?.before?.ssoId ?? '';
  return { ssoId, mobile: steps.some(({ before }) => before?.mobile === true), accountHolder: false };
}

/** Of a user who is created. */
function blank({ role, name, email, group, reason }: Change): WantedUser {
  return {
    user: null,
    person: null,
    role,
    standing: { node: null, path: parsePath(group) },
    name,
    email: email ?? '',
    enabled: true,
    ssoId: null,
    mobile: null,
    wishesMobile: false,
    link: null,
    priority: null,
    reason,
    evidence: 'said',
    doubt: null,
  };
}

function personOf({ name, email }: Change, id: PersonId): Person {
  return { id, name: cleanName(name), mail: email, upn: null, state: 'enabled', label: name };
}
