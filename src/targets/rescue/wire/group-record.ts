import { Failure } from '../../../core/failure.ts';
import type { NodeId } from '../planner/account.ts';
import type { Client } from './call.ts';
import { lastFieldsOf, parseRecord, type Shape } from './parse-record.ts';
import { type Fields, nodeParameters, ProtocolError } from './protocol.ts';
import { isNodeRefused, unknownWord } from './service-words.ts';

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
    parse: ({ rest }) => groupOf(rest, parseRecord(rest, RECORD), id),
  });
  if (result.ok) return result.value;
  if (isNodeRefused(result.word)) return null;
  throw unknownWord(result.word);
}

/** @param fields null when they cannot be told apart; the last ones always can */
function groupOf(rest: string, fields: Fields | null, id: NodeId): GroupRecord | UnreadableGroup {
  const known = fields ?? lastFieldsOf(rest, RECORD);
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
