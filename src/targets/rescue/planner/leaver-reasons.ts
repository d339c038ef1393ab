import { calledName } from '../../../core/text.ts';
import type { DirectoryReading, PersonId, Whereabouts } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type { Reason } from '../../../plan/model.ts';
import type { AccountUser } from './account.ts';
import type { FedGroup, FedGroups } from './fed-groups.ts';
import { parseMarker } from './marker.ts';
import { listed, namesOf } from './parts.ts';
import type { WantedUser } from './wanted-user.ts';

/** What it takes to say why a person is in no mapped group any more. */
type Known = Pick<DirectoryReading, 'people' | 'groups' | 'outside'>;

/**
 * People to ask the directory for: their users are disabled because nobody read them. That they are in no mapped group
 * is proved already. Whether they were deleted or only left is what an approver has to judge.
 */
export function peopleToAsk(wanted: readonly WantedUser[], { people, outside }: Known): PersonId[] {
  return wanted
    .filter(({ end, waits, user }) => (end === 'left' || waits !== null) && user?.enabled === true)
    .flatMap(({ user }) => {
      const id = user === null ? null : personOf(user);
      return id === null || people.has(id) || outside?.has(id) === true ? [] : [id];
    });
}

/**
 * Tells apart why people are in no mapped group any more, as far as it is known.
 *
 * @param hasFreeze whether the file has a freeze, which holds whoever is only absent: then an end that was read has a code of its own
 */
export function explainLeavers(
  wanted: readonly WantedUser[],
  reading: Known,
  fedGroups: FedGroups,
  hasFreeze: boolean,
): WantedUser[] {
  const byNode = new Map(fedGroups.all.flatMap((one) => (one.node === null ? [] : [[one.node.id, one] as const])));
  return wanted.map((entry) => {
    const { end, user, waits } = entry;
    if ((end !== 'left' && waits === null) || user === null) return entry;
    const why = whyLeft(user, byNode.get(user.group), reading, fedGroups);
    const ended = hasFreeze && hasEnded(user, reading);
    const told =
      waits === null
        ? { ...why, ...(ended ? { code: 'LEFT_ENDED' as const } : {}) }
        : { ...why, code: 'LEAVES' as const, text: `leaves on ${waits}: ${why.text}` };
    return { ...entry, reason: { ...entry.reason, ...told } };
  });
}

function whyLeft(
  user: AccountUser,
  fed: FedGroup | undefined,
  reading: Known,
  fedGroups: FedGroups,
): Pick<Reason, 'code' | 'text' | 'line'> {
  const line = fed?.assigned.mapping.line ?? null;
  const where = whereIs(user, reading);
  if (where === 'gone') return { code: 'LEFT_DIRECTORY', text: GONE, line };
  if (fed === undefined) {
    const place = formatPath(fedGroups.after(user.group));
    return {
      code: 'NOT_MAPPED',
      text: `no mapping feeds ${place}, and the person is in no mapped group; ${STILL[where]}`,
      line,
    };
  }
  const text = `in no mapped group any more, not in ${nameOf(fed, reading)}; ${STILL[where]}`;
  return { code: where === 'unsure' ? 'LEFT' : 'LEFT_GROUP', text, line };
}

/** What the directory says of the person of a user. */
export function whereIs(user: AccountUser, { people, outside }: Pick<Known, 'people' | 'outside'>): Whereabouts {
  const id = personOf(user);
  return (id === null ? undefined : (people.get(id)?.state ?? outside?.get(id))) ?? 'unsure';
}

function hasEnded(user: AccountUser, reading: Known): boolean {
  return ['disabled', 'expired'].includes(whereIs(user, reading));
}

const GONE = 'not in the directory any more: deleted, or out of sight of whoever reads';

const STILL: Readonly<Record<Exclude<Whereabouts, 'gone'>, string>> = {
  enabled: 'still in the directory',
  disabled: 'still in the directory, disabled',
  expired: 'still in the directory, expired',
  present: 'still in the directory',
  unsure: 'whether the directory still has them is not known',
};

function nameOf({ assigned }: FedGroup, { groups }: Known): string {
  if (assigned.source === null) return listed(assigned.names, 'or');
  const group = groups.get(assigned.source);
  return group === undefined ? namesOf(assigned.mapping, 'or') : calledName(group);
}

function personOf({ description }: AccountUser): PersonId | null {
  return (parseMarker(description)?.person ?? null) as PersonId | null;
}
