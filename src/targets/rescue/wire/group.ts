import { Failure } from '../../../core/failure.ts';
import type { NodeId } from '../planner/account.ts';
import type { CallValues } from '../../journal.ts';
import { descriptionValues } from '../journal-values.ts';
import type { Client, Result } from './client.ts';
import { type Fields, ProtocolError } from './protocol.ts';
import { readRecord, type Shape, wordsOf } from './record.ts';
import { isNodeRefused, nodeParameters, type Written } from './user.ts';
import { differences } from './values.ts';
import { unknownWord } from './words.ts';

/** A group's whole record, as getGroup_v2 gives it and setGroup_v2 takes it. */
export interface GroupRecord {
  readonly id: NodeId;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  /** As the service lists them, separated by commas. */
  readonly permissions: string;
  readonly lockedPermissions: string;
  /** Licences of a group in accounts with concurrent licensing, as the service prints them. */
  readonly standardLimit: string;
  readonly mobileLimit: string;
  readonly rpatLimit: string;
}

/** A group that is there, but whose name and description cannot be told apart. */
export interface UnreadableGroup {
  readonly id: NodeId;
  /** As the service spells it. */
  readonly type: string;
  readonly unreadable: string;
}

const RECORD: Shape = {
  numbers: ['nodeid'],
  texts: ['name', 'description'],
  words: [
    'type',
    'permissions',
    'lockedpermissions',
    'isenabled',
    'standardconcurrentlimit',
    'mobileconcurrentlimit',
    'rpatconcurrentlimit',
  ],
};

/**
 * @returns null when there is no such group (any more)
 * @throws Failure RESCUE_GROUP_UNREADABLE when its fields cannot be told apart
 */
export async function readGroup(client: Client, id: NodeId): Promise<GroupRecord | null> {
  const group = await askGroup(client, id, null);
  if (group === null || !('unreadable' in group)) return group;
  throw new Failure(
    'RESCUE_GROUP_UNREADABLE',
    `The fields of the group with the node ${id} cannot be told apart: its name or its description holds text that looks like other fields.`,
    'Clean them in the Admin Center.',
  );
}

/** @returns null when there is no such group (any more) */
export async function askGroup(
  client: Client,
  id: NodeId,
  signal: AbortSignal | null,
): Promise<GroupRecord | UnreadableGroup | null> {
  const result = await client.call({
    method: 'getGroup_v2',
    parameters: nodeParameters(id),
    signal,
    parse: ({ rest }) => groupOf(rest, readRecord(rest, RECORD), id),
  });
  if (result.ok) return result.value;
  if (isNodeRefused(result.word)) return null;
  throw unknownWord(result.word);
}

/** @param fields null when they cannot be told apart; the last ones can all the same */
function groupOf(rest: string, fields: Fields | null, id: NodeId): GroupRecord | UnreadableGroup {
  const known = fields ?? wordsOf(rest, RECORD);
  const text = (key: string): string => known.get(key) ?? '';
  const node = /^\s*nodeid\s*:\s*(-?\d{1,20})\s/i.exec(rest)?.[1] ?? text('nodeid');
  if (node !== id) throw new ProtocolError('it is about another group');
  if (!/^(true|false)$/i.test(text('isenabled'))) throw new ProtocolError('the group has an unknown status');
  if (fields === null) return { id, type: text('type').replace(/\s/g, ''), unreadable: rest };
  return {
    id,
    name: text('name'),
    description: text('description'),
    enabled: text('isenabled').toLowerCase() === 'true',
    permissions: list(text('permissions')),
    lockedPermissions: list(text('lockedpermissions')),
    standardLimit: text('standardconcurrentlimit'),
    mobileLimit: text('mobileconcurrentlimit'),
    rpatLimit: text('rpatconcurrentlimit'),
  };
}

/** Answers end their lists with a comma. */
function list(text: string): string {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join(',');
}

/**
 * Writes a group's whole record: what the service does with a field that is left out is not known. The vendor's page
 * could not be read as far as the names of the limits' parameters; they are sent under the names they are read by, so
 * whoever writes a group that has limits must look afterwards whether they are still there ({@link lossesOf}).
 *
 * @param before the record as it was read
 */
export async function writeGroup(client: Client, before: GroupRecord, group: GroupRecord): Promise<Result<Written>> {
  return await client.call<Written>({
    method: 'setGroup_v2',
    parameters: {
      ...nodeParameters(group.id),
      name: group.name,
      status: group.enabled ? 'Enabled' : 'Disabled',
      description: group.description,
      permission: group.permissions,
      lockedpermission: group.lockedPermissions,
      standardconcurrentlimit: group.standardLimit,
      mobileconcurrentlimit: group.mobileLimit,
      rpatconcurrentlimit: group.rpatLimit,
    },
    signal: null,
    parse: () => 'written',
    recheck: true,
    writes: { node: group.id, ...differences(groupValues(before), groupValues(group)) },
    async settle() {
      const live = await readGroup(client, group.id);
      if (live === null) return { ok: true, value: 'gone' };
      if (saysTheSame(live, group)) return { ok: true, value: 'written' };
      const isAsFound = saysTheSame(live, before) && lossesOf(before, live).length === 0;
      return isAsFound ? null : { ok: true, value: 'changed' };
    },
  });
}

function groupValues({ name, description }: GroupRecord): CallValues {
  return { name, ...descriptionValues(description) };
}

/** Whether name and link are the same; white space at the ends does not count, answers do not keep it. */
export function saysTheSame(a: GroupRecord, b: GroupRecord): boolean {
  return a.name.trim() === b.name.trim() && a.description.trim() === b.description.trim();
}

const KEPT: readonly (readonly [keyof GroupRecord, string])[] = [
  ['enabled', 'status'],
  ['permissions', 'permissions'],
  ['lockedPermissions', 'locked permissions'],
  ['standardLimit', 'concurrent limit'],
  ['mobileLimit', 'concurrent limit of mobile licences'],
  ['rpatLimit', 'concurrent limit of RPAT licences'],
];

/** What a group had before it was written and has no longer: `permissions: RemoteControl, SendFile (now none)`. */
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
