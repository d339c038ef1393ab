import type { NodeId } from '../../core/model.ts';
import type { Client } from './client.ts';
import { parseRecord, ProtocolError } from './protocol.ts';
import { nodeParameters } from './user.ts';
import { unknownWord } from './words.ts';

/** A group's record, as far as it is written back. */
export interface GroupRecord {
  readonly id: NodeId;
  readonly name: string;
  readonly description: string;
  /** As the service lists them, separated by commas. */
  readonly permissions: string;
  readonly lockedPermissions: string;
}

const FIELDS = ['nodeid', 'name', 'description', 'type', 'permissions', 'lockedpermissions', 'isenabled'];

/** @returns null when there is no such group (any more) */
export async function readGroup(client: Client, id: NodeId): Promise<GroupRecord | null> {
  const result = await client.call({
    method: 'getGroup_v2',
    parameters: nodeParameters(id),
    signal: null,
    parse({ rest }): GroupRecord {
      const fields = parseRecord(rest, FIELDS);
      const [node, name = '', description = '', , permissions = '', locked = ''] = FIELDS.map((key) => fields.get(key));
      if (node !== id) throw new ProtocolError('it is about another group');
      return { id, name, description, permissions: list(permissions), lockedPermissions: list(locked) };
    },
  });
  if (result.ok) return result.value;
  if (result.word === 'INVALIDPARAM_NODE') return null;
  throw unknownWord(result.word);
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
 * Names a new group and keeps the permissions it was born with, whatever the service does with fields that are left
 * out. Its licence limits are not sent: the names of these parameters are not known, and a new group has none.
 *
 * @returns the refusing word; null when it is written
 */
export async function writeGroup(client: Client, group: GroupRecord): Promise<string | null> {
  const result = await client.call({
    method: 'setGroup_v2',
    parameters: {
      ...nodeParameters(group.id),
      name: group.name,
      status: 'Enabled',
      description: group.description,
      permission: group.permissions,
      lockedpermission: group.lockedPermissions,
    },
    signal: null,
    parse: () => null,
    repeatable: true,
    async settle() {
      const live = await readGroup(client, group.id);
      return live?.name === group.name ? { ok: true, value: null } : null;
    },
  });
  return result.ok ? null : result.word;
}
