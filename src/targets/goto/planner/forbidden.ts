import { Failure } from '../../../core/failure.ts';
import { compareText } from '../../../core/text.ts';
import { described } from '../../../plan/consistent.ts';
import type { Plan } from '../../../plan/model.ts';
import type { GotoFileSettings, GotoSettings } from '../settings.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { groupKeyOf } from './account-names.ts';
import { type GotoChange, gotoChanges } from './change.ts';
import type { Words } from './diff.ts';
import { isProved } from './decide.ts';
import { rightsIn } from './doubt-again.ts';
import { domainOf } from './identity.ts';
import { wordsOf } from './passes.ts';
import { canAct, isSuper, protector } from './protected-users.ts';
import { NO_RIGHTS, type Rights, rightsOf, roleText, wishedRights } from './roles.ts';

interface Ground {
  readonly settings: GotoSettings;
  readonly users: ReadonlyMap<string, AccountUser>;
  readonly words: Words;
  readonly protectionOf: (user: AccountUser) => string | null;
}

/** Why a change must not be made, as a clause; null when it may be. */
type Rule = (change: GotoChange, live: AccountUser | undefined, ground: Ground) => string | null;

/**
 * Refuses a saved plan that would do what no plan may, in whatever way the file came to be: touch a user that is protected
 * today, give what no rule of today's file gives, or take the last super admin. Held and blocked changes are not looked at,
 * for they are not made. Users that the account does not have any more are stale, and reported later.
 *
 * @throws Failure PLAN_FORBIDDEN, with the change named
 */
export function refuseForbidden(plan: Plan, settings: GotoFileSettings, account: AccountReading): void {
  const made = gotoChanges(plan.changes).filter(({ held, blocked }) => held === null && blocked === undefined);
  const whyForbidden = ruleFor(settings.goto, account);
  for (const change of made) {
    const wrong = whyForbidden(change);
    if (wrong !== null) throw forbidden(change, wrong);
  }
  const last = lastSuperAdmin(made, account);
  if (last !== null) throw forbidden(last, 'it would leave no super admin');
}

/** Why no plan may make a change, as a clause; null where it may. */
export function ruleFor(settings: GotoSettings, account: AccountReading): (change: GotoChange) => string | null {
  const ground: Ground = {
    settings,
    users: new Map(account.users.map((user) => [user.key, user])),
    words: wordsOf(settings, account),
    protectionOf: protector(account, settings),
  };
  return (change) => {
    const live = ground.users.get(change.node ?? '');
    return RULES.reduce<string | null>((found, rule) => found ?? rule(change, live, ground), null);
  };
}

function forbidden(change: GotoChange, why: string): Failure {
  return new Failure(
    'PLAN_FORBIDDEN',
    `${described(change)} must not be made: ${why}. Nothing was changed.`,
    'If the YAML file and its variables are as they were when the plan was made, ask who had the plan file in hands. Make a new plan with: adsync plan --out FILE',
  );
}

const RULES: readonly Rule[] = [
  (_change, live, { protectionOf }) => {
    const why = live === undefined ? null : protectionOf(live);
    return why === null ? null : `${live?.email ?? ''} must not be touched (${why})`;
  },
  ({ after }, _live, { settings }) =>
    after.email === undefined || settings.domains.includes(domainOf(after.email))
      ? null
      : `${after.email} is of no domain in goto.domains`,
  ({ before, after, person }, live, { settings }) => {
    if (live === undefined || before === null || after.email === undefined) return null;
    return isProved(live, person, settings) ? null : 'no link proves whose user it is, so its address stays';
  },
  ({ after }, live) => {
    const names = [after.firstName, after.lastName, after.email];
    const writes = names.some((text) => text !== undefined);
    return live?.identityReadOnly === true && writes ? 'another account manages the identity of the user' : null;
  },
  wrongProducts,
  wrongRole,
  ({ after, native: { group } }, _live, { settings, words }) => {
    if (group === null) return null;
    // Only an undo takes somebody out of a group; that gives nothing.
    if (group === '') return after.userGroup === null ? null : 'its user group is another one than it shows';
    const named = settings.mappings.flatMap(({ userGroup }) =>
      userGroup === null ? [] : groupKeyOf(userGroup, words.names),
    );
    if (!named.some((key) => key === group)) return `no rule names the user group ${words.names.groupName(group)}`;
    return words.names.groupName(group) === after.userGroup ? null : 'its user group is another one than it shows';
  },
  ({ after: { language } }, _live, { settings }) => {
    const named = [settings.language, ...settings.mappings.map((rule) => rule.language)];
    return language === undefined || named.includes(language) ? null : `no rule names the language ${language}`;
  },
  ({ after }, _live, { settings }) => {
    if (after.link !== undefined && settings.linkAttribute === null) return 'the file names no link attribute';
    const mapped = settings.attributes.map(({ name }) => name);
    const odd = after.attributes?.find((text) => !mapped.some((name) => text.startsWith(`${name}=`)));
    return odd === undefined ? null : `goto.attributes does not name ${odd}`;
  },
];

/** Licences come from the rules of the file; what a user holds beyond them may stay. */
function wrongProducts(
  { after, native: { licences } }: GotoChange,
  live: AccountUser | undefined,
  ground: Ground,
): string | null {
  if (licences === null) return null;
  const { settings, words } = ground;
  const given = new Set(settings.mappings.flatMap(({ products }) => products));
  const odd = licences.find(
    (key) => live?.licences.some((one) => one === key) !== true && !given.has(words.licences.nameOf(key)),
  );
  if (odd !== undefined) return `no rule gives ${words.licences.nameOf(odd)}`;
  return words.licences.namesOf(licences).join('\n') === after.products?.join('\n')
    ? null
    : 'its licences are others than it shows';
}

function wrongRole({ after, native }: GotoChange, live: AccountUser | undefined, ground: Ground): string | null {
  if (after.role === undefined) return null;
  const { settings, words } = ground;
  const rights = rightsIn(native, live === undefined ? NO_RIGHTS : rightsOf(live));
  const wished = settings.mappings.flatMap(({ role }) => (role === null ? [] : [wishedRights(role, words.names)]));
  if (![NO_RIGHTS, ...wished].some((one) => isSameRights(one, rights))) return `no rule gives the role ${after.role}`;
  return roleText(rights, words.names) === after.role ? null : 'its role is another one than it shows';
}

/** Groups that a plain member or a super admin manages mean nothing. */
function isSameRights(a: Rights, b: Rights): boolean {
  const texts = [a, b].map(({ adminRoles, roleSet, managedGroups }) =>
    JSON.stringify([
      adminRoles.toSorted(compareText),
      roleSet,
      adminRoles.length === 0 || adminRoles.includes('SUPER_USER') ? [] : (managedGroups ?? []).toSorted(compareText),
    ]),
  );
  return texts[0] === texts[1];
}

/** The change that takes the last super admin; null when one stays. */
export function lastSuperAdmin(made: readonly GotoChange[], { users }: AccountReading): GotoChange | null {
  const admins = users.filter((user) => isSuper(rightsOf(user)));
  const lowered = new Map<string, GotoChange>(
    made.flatMap((change) => {
      const roles = change.native.adminRoles;
      return change.node === null || roles === null || isSuper({ adminRoles: roles })
        ? []
        : [[change.node, change] as const];
    }),
  );
  const counted = admins.some(canAct) ? admins.filter(canAct) : admins;
  if (counted.length === 0 || counted.some(({ key }) => !lowered.has(key))) return null;
  return lowered.get(counted[0]?.key ?? '') ?? null;
}
