import type { GroupRecord } from '../wire/group-record.ts';

const KEPT: readonly (readonly [keyof GroupRecord, string])[] = [
  ['enabled', 'status'],
  ['permissions', 'permissions'],
  ['lockedPermissions', 'locked permissions'],
  ['standardLimit', 'concurrent limit'],
  ['mobileLimit', 'concurrent limit of mobile licences'],
  ['rpatLimit', 'concurrent limit of RPAT licences'],
];

/** All that a group had before it was written and has no longer: `permissions: RemoteControl, SendFile (now none)`. */
export function lossesOf(before: GroupRecord, now: GroupRecord): string[] {
  return KEPT.flatMap(([key, label]) => {
    const [old, live] = [shown(before[key]), shown(now[key])];
    return old === live ? [] : [`${label}: ${old} (now ${live})`];
  });
}

/** Everything that must outlive a write of the group, in words. */
export function keptOf(group: GroupRecord): string {
  return KEPT.map(([key, label]) => `${label}: ${shown(group[key])}`).join('; ');
}

/** The order in which permissions are listed means nothing. */
function shown(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'enabled' : 'disabled';
  return value === '' ? 'none' : value.split(',').sort().join(', ');
}

/** Whether a group has concurrent-licence limits of its own; the service prints 0 for none. */
export function hasLimits({ standardLimit, mobileLimit, rpatLimit }: GroupRecord): boolean {
  return [standardLimit, mobileLimit, rpatLimit].some((limit) => limit !== '' && limit !== '0');
}
