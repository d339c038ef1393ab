import { groupTypes, type SandboxNode, userTypes } from './account.ts';
import { type Call, flagParameter, idParameter, type Method, nodeParameter, noUserWord } from './calls.ts';
import type { Answer, Fields } from './wire.ts';

/** The node above the three root categories: its number is of no use to anybody. */
const TOP = 337360;

/** Methods that change nothing. */
export const readMethods: Readonly<Record<string, Method>> = {
  getaccount(call): Answer {
    const email = call.caller?.email ?? '';
    const same = call.account.nodes.filter((node) => email !== '' && node.email.toLowerCase() === email.toLowerCase());
    const admin = same.find(({ type }) => type === 'Administrator' || type === 'Masteradministrator');
    const technician = same.find(({ type, status }) => type === 'Technician' && status !== 'Disabled');
    return {
      word: 'OK',
      record: [
        ['AccountID', call.account.accountId],
        ['Organization', call.account.organization],
        ['AdminID', admin?.id ?? 0],
        ['TechID', technician?.id ?? 0],
        ['Email', email],
      ],
    };
  },

  gethierarchy_v2(call): Answer {
    const { nodes } = call.account;
    const noOffline = flagParameter(call, 'filteroffline') === true;
    if (flagParameter(call, 'isnode') === true) {
      const node = nodeParameter(call, 'node');
      return node === null ? { word: 'INVALIDPARAM_NODE' } : { word: 'OK', blocks: [block(node)] };
    }
    const listed = nodes.filter(({ type, status }) => !noOffline || type !== 'Technician' || status !== 'Offline');
    const top = call.switches.rootListed ? [topBlock(call)] : [];
    return { word: 'OK', blocks: [...top, ...listed.map(block)] };
  },

  getuser_v3(call): Answer {
    const id = idParameter(call, 'node');
    const email = call.parameters.get('email')?.toLowerCase() ?? '';
    const node = id === null ? userCalled(call, email) : nodeParameter(call, 'node');
    if (node === null || !userTypes.includes(node.type))
      return { word: id === null && email !== '' ? 'INVALIDPARAM_EMAIL' : noUserWord(call) };
    return { word: 'OK', record: userRecord(node) };
  },

  getgroup_v2(call): Answer {
    const node = nodeParameter(call, 'node');
    if (node === null || !groupTypes.includes(node.type)) return { word: 'INVALIDPARAM_NODE' };
    return { word: 'OK', record: groupRecord(node, call.switches.hiddenPermission) };
  },
};

function userCalled({ account }: Call, email: string): SandboxNode | null {
  if (email === '') return null;
  return account.nodes.find((one) => userTypes.includes(one.type) && one.email.toLowerCase() === email) ?? null;
}

function block(node: SandboxNode): Fields {
  return [
    ['NodeID', node.id],
    ['ParentID', node.parent ?? TOP],
    ['Name', node.name],
    ['Email', node.email],
    ['Description', node.description],
    ['Status', node.status],
    ['Type', node.type],
  ];
}

function topBlock({ account }: Call): Fields {
  return [
    ['NodeID', TOP],
    ['ParentID', 0],
    ['Name', account.organization],
    ['Email', ''],
    ['Description', ''],
    ['Status', 'Offline'],
    ['Type', 'Root'],
  ];
}

function userRecord(node: SandboxNode): Fields {
  return [
    ['NODEID', node.id],
    ['NAME', node.name],
    ['NICK', node.nick],
    ['EMAIL', node.email],
    ['SSOID', node.ssoId],
    ['DESCRIPTION', node.description],
    // getUser spells this one differently from getHierarchy.
    ['TYPE', node.type === 'Masteradministrator' ? 'MasterAdministrator' : node.type],
    ['HASMOBILEADDON', node.mobileAddon],
    ['HASRPATADDON', node.rpatAddon],
    ['ISACCOUNTHOLDER', node.accountHolder],
    ['STATUS', node.status],
  ];
}

function groupRecord(node: SandboxNode, hidden: string): Fields {
  const shown = (names: readonly string[]): string => list(names.filter((name) => name !== hidden));
  const [standard, mobile, rpat] = node.limits;
  return [
    ['NODEID', node.id],
    ['NAME', node.name],
    ['DESCRIPTION', node.description],
    ['TYPE', node.type],
    ['PERMISSIONS', shown(node.permissions)],
    ['LOCKEDPERMISSIONS', shown(node.lockedPermissions)],
    ['ISENABLED', node.status !== 'Disabled'],
    ['STANDARDCONCURRENTLIMIT', standard],
    ['MOBILECONCURRENTLIMIT', mobile],
    ['RPATCONCURRENTLIMIT', rpat],
  ];
}

/** Lists end with a comma, as the vendor's samples do. */
function list(names: readonly string[]): string {
  return names.map((name) => `${name}, `).join('');
}
