import { described } from '../../../plan/consistent.ts';
import { Failure } from '../../../core/failure.ts';
import { fold, foldPath } from '../../../core/text.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import { type RescueChange, rescueChanges } from './change.ts';
import type { Plan } from '../../../plan/model.ts';
import { onlySection } from '../../../plan/section.ts';
import { formatPath, parsePath } from '../../../core/path.ts';
import { protector } from './protected-users.ts';
import { renamedTree, type RenamedTree } from './renamed-tree.ts';
import { ROLE_NAMES, roleOf, withArticle } from './roles.ts';
import { leadsTo, mirrorAbove, rulingMapping } from './ruling-mapping.ts';
import type { Mapping, RescueFileSettings } from '../settings.ts';

interface Ground {
  readonly mappings: readonly Mapping[];
  /** Those that mappings feed, or have fed until they expired. */
  readonly roles: ReadonlySet<RescueChange['role']>;
  readonly tree: RenamedTree;
  readonly users: ReadonlyMap<NodeId, AccountUser>;
  readonly protectionOf: (user: AccountUser) => string | null;
  /** What names of mappings mean, as the plan says; checked against what is known of them (targets/rescue/planner/known-names.ts). */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Refuses a saved plan that would do what no plan may, in whatever way the file came to be: change a user that is
 * protected today, in another role than it has, or in a role or group that no mapping feeds, or disable the last master
 * administrator. Held changes are not looked at, for they are not made. Users that the account does not have any more
 * are stale, and reported later.
 *
 * @throws Failure PLAN_FORBIDDEN, with the change named
 */
export function refuseForbidden(plan: Plan, settings: RescueFileSettings, account: AccountReading): void {
  const made = rescueChanges(plan.changes).filter(({ held }) => held === null);
  const whyForbidden = ruleFor(made, settings.rescue, account, onlySection(plan).names);
  for (const change of made) {
    const wrong = whyForbidden(change);
    if (wrong !== null) throw forbidden(change, wrong);
  }
  const last = lastMaster(made, account);
  if (last !== null) throw forbidden(last, 'it would leave no enabled master administrator');
}

/**
 * Why no plan may make a change, as a clause; null where it may.
 *
 * @param made all changes of the plan
 * @param names what names of mappings mean, as the plan says
 */
export function ruleFor(
  made: readonly RescueChange[],
  settings: RescueFileSettings['rescue'],
  account: AccountReading,
  names: Ground['names'] = {},
): (change: RescueChange) => string | null {
  const ground: Ground = {
    mappings: settings.mappings,
    roles: new Set([...settings.mappings, ...(settings.expired ?? [])].map(({ role }) => role)),
    tree: renamedTree(made, account),
    users: new Map(account.users.map((user) => [user.id, user])),
    protectionOf: protector(account, settings),
    names,
  };
  return (change) => wrongRole(change, ground) ?? (change.kind === 'user' ? wrongUser : wrongGroup)(change, ground);
}

function forbidden(change: RescueChange, why: string): Failure {
  return new Failure(
    'PLAN_FORBIDDEN',
    `${described(change)} must not be made: ${why}. Nothing was changed.`,
    'If the YAML file and its variables are as they were when the plan was made, ask who had the plan file in hands. Make a new plan with: adsync plan --out FILE',
  );
}

function wrongRole({ role, group }: RescueChange, { roles }: Ground): string | null {
  if (!roles.has(role)) return `no mapping of the file feeds ${ROLE_NAMES[role]}s`;
  const home = roleOf(parsePath(group));
  return home === role ? null : `${group} is no place for ${withArticle(role)}`;
}

function wrongUser(change: RescueChange, { mappings, tree, users, protectionOf }: Ground): string | null {
  const { node, before, after, role } = change;
  const user = node === null ? undefined : users.get(node);
  if (node !== null && user === undefined && tree.group(node) !== null) return `node ${node} is a group`;
  if (user !== undefined && user.role !== role)
    return `the user is ${withArticle(user.role)}, not ${withArticle(role)}`;
  if (user !== undefined && before === null && user.email.trim() !== '') return `node ${user.id} is ${user.email}`;
  const why = user === undefined ? null : protectionOf(user);
  if (why !== null) return `${user?.email ?? ''} is protected (${why})`;
  if (after.group === undefined) return null;
  const fed = rulingMapping(parsePath(after.group), mappings);
  return fed === null ? `no mapping of the file feeds ${after.group}` : null;
}

/**
 * Missing groups are made on the way to a mapped one; only groups that mirror a directory group are made or changed below.
 * The group that a mapping names is linked anew where the name means another directory group, and is not changed else.
 */
function wrongGroup(change: RescueChange, { mappings, tree, users, names }: Ground): string | null {
  const { node, group, role } = change;
  const path = parsePath(group);
  const isNew = node === null;
  const own = mappings.filter(
    ({ rescueGroup }) => foldPath(rescueGroup) === foldPath(isNew ? path : (tree.group(node)?.path ?? [])),
  );
  const { link } = change.after;
  if (own.length > 0 && link !== undefined && !own.some((one) => means(one, link, names))) {
    return `no name of the plan means the directory group ${link ?? ''}`;
  }
  if (own.length > 0 && !isNew && change.after.name === undefined)
    return users.has(node) ? `node ${node} is a user` : null;
  if (mirrorAbove(path, mappings) === null && !(isNew && leadsTo(path, mappings))) {
    return `no mapping of the file feeds ${group}`;
  }
  if (isNew) return null;
  if (users.has(node)) return `node ${node} is a user`;
  const live = tree.group(node);
  if (live === null) return null;
  if (live.role !== role) return `it is a group of ${ROLE_NAMES[live.role]}s`;
  const named = rulingMapping(live.path, mappings);
  const isMirror = named !== null && named === mirrorAbove(live.path, mappings);
  return isMirror ? null : `the group is ${formatPath(live.path)}, which mirrors no directory group`;
}

/**
 * Whether a mapping names its directory group, and the plan says that the name means this one. A group that several
 * directory groups feed is linked to none of them.
 */
function means({ parts }: Mapping, link: string | null, names: Ground['names']): boolean {
  const [part] = parts;
  if (part === undefined || parts.length > 1) return false;
  const name = fold(part.directoryGroup);
  return Object.hasOwn(names, name) && names[name] === link;
}

/** The change that disables the last of the enabled master administrators; null when one stays. */
export function lastMaster(made: readonly RescueChange[], { users }: AccountReading): RescueChange | null {
  const enabled = users.filter(
    (user) => user.role === 'masterAdministrator' && user.enabled && user.email.trim() !== '',
  );
  const leaving = new Map(made.flatMap((one) => (one.after.status === 'disabled' ? [[one.node, one]] : [])));
  if (enabled.length === 0 || enabled.some(({ id }) => !leaving.has(id))) return null;
  return leaving.get(enabled[0]?.id ?? null) ?? null;
}
