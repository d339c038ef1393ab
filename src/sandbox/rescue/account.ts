import type { SandboxFault } from './faults.ts';
import type { SandboxSwitches } from './switches.ts';

/**
 * Kinds of nodes, spelled as the service's HTTP answers spell them. The stand-in is the other side of the wire: it shares no
 * words with the target, so that neither can hide a mistake of the other.
 */
export const nodeTypes = [
  'Root',
  'Masteradministrators',
  'Administrators',
  'Technicians',
  'AdministratorGroup',
  'TechnicianGroup',
  'Masteradministrator',
  'Administrator',
  'Technician',
  'AdministratorLink',
  'AdministratorGroupLink',
  'Channel',
  'PseudoGroup',
] as const;
export type NodeType = (typeof nodeTypes)[number];

/** Presence and enablement are one word; a bare node may have none yet. */
export const nodeStatuses = ['Disabled', 'Offline', 'Online', 'Busy', 'Away', ''] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

/** One node of the organization tree. Fields that make no sense for a type stay at their empty value. */
export interface SandboxNode {
  readonly id: number;
  /** null for the three root categories. */
  parent: number | null;
  readonly type: NodeType;
  name: string;
  email: string;
  nick: string;
  ssoId: string;
  description: string;
  status: NodeStatus;
  mobileAddon: boolean;
  rpatAddon: boolean;
  accountHolder: boolean;
  /** In clear (written by a person) or `sha256:<salt>:<hex>` (set through the API); null = none. */
  password: string | null;
  /** Of a group. */
  permissions: string[];
  lockedPermissions: string[];
  /** standard, mobile, RPAT concurrent licences of a group; 0 = none set. */
  limits: [number, number, number];
}

/** A stand-in account, as it is kept in memory; {@link saveSandboxAccount} writes it as JSON. */
export interface SandboxAccount {
  readonly format: 'adsync.sandbox-account/1';
  accountId: number;
  organization: string;
  /** Tokens of the Admin Center; they act for the account holder. */
  apiTokens: string[];
  /** Codes handed out by requestAuthCode: one a user, the newest. */
  authCodes: { node: number; code: string }[];
  switches: Partial<SandboxSwitches>;
  faults: SandboxFault[];
  nodes: SandboxNode[];
}

export const userTypes: readonly NodeType[] = ['Masteradministrator', 'Administrator', 'Technician'];
export const groupTypes: readonly NodeType[] = ['AdministratorGroup', 'TechnicianGroup'];

/** A node with every field it was not given at its empty value. */
export function sandboxNode(given: Pick<SandboxNode, 'id' | 'parent' | 'type'> & Partial<SandboxNode>): SandboxNode {
  const { id, parent, type, ...fields } = given;
  return {
    id,
    parent,
    type,
    name: '',
    email: '',
    nick: '',
    ssoId: '',
    description: '',
    status: 'Offline',
    mobileAddon: false,
    rpatAddon: false,
    accountHolder: false,
    password: null,
    permissions: [],
    lockedPermissions: [],
    limits: [0, 0, 0],
    ...fields,
  };
}

/** An account as it is on its first day: the three root categories and its holder, a master administrator. */
export function newSandboxAccount(options: {
  organization: string;
  accountId: number;
  apiToken: string;
  holder: { name: string; email: string; password: string };
}): SandboxAccount {
  const { organization, accountId, apiToken, holder } = options;
  return {
    format: 'adsync.sandbox-account/1',
    accountId,
    organization,
    apiTokens: [apiToken],
    authCodes: [],
    switches: {},
    faults: [],
    nodes: [
      sandboxNode({ id: 337361, parent: null, type: 'Masteradministrators', name: 'Master Administrators' }),
      sandboxNode({ id: 337362, parent: null, type: 'Administrators', name: 'Administrators' }),
      sandboxNode({ id: 337363, parent: null, type: 'Technicians', name: 'Technicians' }),
      sandboxNode({ id: 337364, parent: 337361, type: 'Masteradministrator', accountHolder: true, ...holder }),
    ],
  };
}

/** The user for whom API tokens act. */
export function holderOf(account: SandboxAccount): SandboxNode | undefined {
  return account.nodes.find((node) => node.accountHolder);
}
