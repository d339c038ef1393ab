import { parseMarker } from './marker.ts';
import type { FedGroups } from './fed-groups.ts';
import { asItIs, type WantedUser } from './wanted-user.ts';

/**
 * Nobody loses the user of a former role while the user of the new role cannot be had (its address is in use, there is
 * no seat). This pass takes the disable back; the plan that brings the new user makes it.
 */
export function keepFormerRoles(wanted: readonly WantedUser[], fedGroups: FedGroups): WantedUser[] {
  if (!wanted.some(({ end }) => end === 'former')) return [...wanted];
  const served = new Set<string>(
    wanted.flatMap(({ person, enabled }) => (person !== null && enabled ? [person.id] : [])),
  );
  return wanted.map((entry) => {
    const { user, reason, end } = entry;
    if (user === null || end !== 'former') return entry;
    const person = parseMarker(user.description)?.person;
    return person === undefined || served.has(person) ? entry : asItIs(user, null, reason, fedGroups);
  });
}
