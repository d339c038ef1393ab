import { cleanName } from '../../../core/text.ts';
import { isUndo } from '../../../plan/undoes.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountUser, GroupKey, RoleSetId } from './account.ts';
import type { GotoChange } from './change.ts';
import { linkOf } from './match.ts';
import { hasPower, isRaise, type Rights, rightsOf } from './roles.ts';

/**
 * Why what a saved plan does to one user needs an approval of its own, as far as that can be told without the directory:
 * it raises a user that no link proves to be the person's, links one that has rights over others, or takes the user of
 * somebody else.
 *
 * @param steps all changes of the user
 * @param live the user as it is
 */
export function doubtAgain(
  steps: readonly GotoChange[],
  live: AccountUser,
  settings: Pick<GotoSettings, 'adopt' | 'linkAttribute'>,
): string | null {
  if (steps.some(isUndo)) return undoDoubt(steps, live, settings);
  if (settings.adopt === 'account') return null;
  const owner = linkOf(live, settings);
  const people = steps.flatMap(({ person }) => person ?? []);
  if (owner !== null && people.length > 0 && people.every((person) => person === owner)) return null;
  const now = rightsOf(live);
  const raises = steps.some(({ native }) => isRaise(now, rightsIn(native, now)));
  const takes = owner !== null && people.length > 0 && !steps.every(isBareEnd);
  const last = steps.reduce<Rights>((rights, { native }) => rightsIn(native, rights), now);
  const links = steps.some(({ after }) => after.link !== undefined) && hasPower(last);
  return raises || takes || links ? bothSides(steps, live) : null;
}

/**
 * An undo does not look at the directory. So whoever gets something back waits until somebody has said that it is right: it
 * may have been taken because the person has left.
 */
function undoDoubt(
  steps: readonly GotoChange[],
  live: AccountUser,
  settings: Pick<GotoSettings, 'linkAttribute'>,
): string | null {
  const now = rightsOf(live);
  const owner = linkOf(live, settings);
  const gains = steps.some(({ native: { licences } }) => licences?.some((key) => !holds(live, key)) === true);
  const raises = steps.some(({ native }) => isRaise(now, rightsIn(native, now)));
  const passes = steps.some(({ after }) => after.link !== undefined && after.link !== owner);
  // Whoever has the former address can have a password sent there.
  const opens = steps.some(({ after }) => after.email !== undefined);
  if (!gains && !raises && !passes && !opens) return null;
  const why = gains || raises || opens ? 'The user gets back what a run has taken. ' : '';
  return `${why}${bothSides(steps, live)}`;
}

function holds({ licences }: AccountUser, key: string): boolean {
  return licences.some((one) => one === key);
}

const ENDED: ReadonlySet<string> = new Set(['status', 'products', 'role']);

/** A suspension that changes nothing else gives the user to nobody. */
function isBareEnd({ after }: GotoChange): boolean {
  return after.status === 'disabled' && Object.keys(after).every((field) => ENDED.has(field));
}

/** The rights that a change writes; those that it leaves alone are as they are. */
export function rightsIn({ adminRoles, roleSet, managedGroups }: GotoChange['native'], now: Rights): Rights {
  return {
    adminRoles: adminRoles ?? now.adminRoles,
    roleSet: roleSet === null ? now.roleSet : roleSet === '' ? null : (roleSet as RoleSetId),
    managedGroups: managedGroups === null ? now.managedGroups : managedGroups.map((key) => key as GroupKey),
  };
}

function bothSides(steps: readonly GotoChange[], live: AccountUser): string {
  const role = steps.find(({ after }) => after.role !== undefined)?.after.role;
  const name = cleanName(`${live.firstName} ${live.lastName}`);
  const last = steps.at(-1);
  const next = `${cleanName(last?.name ?? '')} <${last?.email ?? ''}>${role === undefined ? '' : `, ${role}`}`;
  return `${name} <${live.email}> would be ${next}.`;
}
