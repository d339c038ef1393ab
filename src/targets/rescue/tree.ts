import { Failure } from '../../core/failure.ts';
import type { NodeId, Role } from '../../core/model.ts';
import type { Client } from './client.ts';
import { type Fields, parseBlocks, ProtocolError } from './protocol.ts';
import { unknownWord } from './words.ts';

export type NodeKind = 'root' | 'group' | 'user' | 'ignored';

/** One node of the organization tree, as getHierarchy_v2 shows it. */
export interface TreeNode {
  readonly id: NodeId;
  readonly parent: NodeId;
  readonly kind: NodeKind;
  /** null for nodes that belong to no role. */
  readonly role: Role | null;
  readonly name: string;
  readonly email: string;
  readonly description: string;
  readonly enabled: boolean;
}

const FIELDS = ['nodeid', 'parentid', 'name', 'email', 'description', 'status', 'type'];
const STATUSES = ['disabled', 'offline', 'online', 'busy', 'away'];

/**
 * Types by lower-case name: the vendor spells them differently in different places. The links of administrators to
 * other groups, channels and pseudo groups are no users and no groups of ours.
 *
 * @see https://secure.logmeinrescue.com/welcome/webhelp/en/rescueapi/API/API_Rescue_getHierarchy_v2.html
 */
const TYPES: Readonly<Record<string, readonly [NodeKind, Role | null]>> = {
  root: ['ignored', null],
  masteradministrators: ['root', 'masterAdministrator'],
  administrators: ['root', 'administrator'],
  technicians: ['root', 'technician'],
  administratorgroup: ['group', 'administrator'],
  techniciangroup: ['group', 'technician'],
  masteradministrator: ['user', 'masterAdministrator'],
  administrator: ['user', 'administrator'],
  technician: ['user', 'technician'],
  administratorlink: ['ignored', null],
  administratorgrouplink: ['ignored', null],
  channel: ['ignored', null],
  pseudogroup: ['ignored', null],
};

/** The role of a user of the given type, as getUser_v3 spells it; null for anything that is no user. */
export function userRole(type: string): Role | null {
  const [kind, role] = TYPES[type.toLowerCase()] ?? [];
  return kind === 'user' ? (role ?? null) : null;
}

/** Whether a status means enabled; null for one that is none. It mixes enablement with presence. */
export function isEnabled(status: string): boolean | null {
  const word = status.toLowerCase();
  return STATUSES.includes(word) ? word !== 'disabled' : null;
}

/**
 * Reads all nodes in one request. Each is whole and valid.
 *
 * @throws Failure RESCUE_READING_INCOMPLETE, or as {@link Client.call} does
 */
export async function readTree(client: Client, signal: AbortSignal | null): Promise<TreeNode[]> {
  try {
    const result = await client.call({
      method: 'getHierarchy_v2',
      parameters: { isnode: 'false' },
      signal,
      parse({ rest, framed }) {
        if (!framed) throw new ProtocolError('nothing says where the answer ends');
        return parseBlocks(rest, FIELDS).map(treeNode);
      },
    });
    if (!result.ok) throw unknownWord(result.word);
    return result.value;
  } catch (error) {
    if (error instanceof Failure && error.code === 'RESCUE_PROTOCOL') throw incomplete(error.message, error);
    throw error;
  }
}

/** @param why a sentence */
export function incomplete(why: string, cause?: Error): Failure {
  return new Failure(
    'RESCUE_READING_INCOMPLETE',
    `The organization tree of the account could not be read to the end, so nothing is planned. ${why}`,
    'Try again. If it stays: use the credentials of a master administrator, who sees the whole tree.',
    cause === undefined ? {} : { cause },
  );
}

function treeNode(fields: Fields): TreeNode {
  const [id, parent, name, email, description, status, type] = FIELDS.map((key) => fields.get(key));
  const node = `node ${JSON.stringify(id)}`;
  if (id === undefined || parent === undefined || name === undefined || email === undefined) {
    throw new ProtocolError(`${node} is not whole`);
  }
  if (description === undefined || status === undefined || type === undefined)
    throw new ProtocolError(`${node} is not whole`);
  const [kind, role] = TYPES[type.toLowerCase()] ?? [];
  if (kind === undefined || role === undefined)
    throw new ProtocolError(`${node} has the unknown type ${JSON.stringify(type.slice(0, 40))}`);
  if (kind !== 'ignored' && !/^-?\d+$/.test(parent))
    throw new ProtocolError(`${node} has the invalid parent ${JSON.stringify(parent.slice(0, 40))}`);
  const enabled = isEnabled(status);
  // A node that nobody has filled in yet may have no status either.
  if (kind === 'user' && enabled === null && !(status === '' && email === '')) {
    throw new ProtocolError(`${node} has the unknown status ${JSON.stringify(status.slice(0, 40))}`);
  }
  return {
    id: id as NodeId,
    parent: parent as NodeId,
    kind,
    role,
    name,
    email,
    description,
    enabled: enabled ?? false,
  };
}
