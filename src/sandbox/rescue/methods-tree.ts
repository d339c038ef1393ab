import { type NodeType, type SandboxAccount, type SandboxNode, sandboxNode } from './account.ts';
import { type Call, idParameter, type Method, nodeParameter, noUserWord } from './calls.ts';
import { findNode, highestId } from './find-node.ts';
import { seatsOf } from './methods-set.ts';
import type { Answer } from './wire.ts';

/** Where a node of a type may stand. Technicians never stand in the root category itself. */
const places: Partial<Readonly<Record<NodeType, readonly NodeType[]>>> = {
  Technician: ['TechnicianGroup'],
  Administrator: ['Administrators', 'AdministratorGroup'],
  Masteradministrator: ['Masteradministrators'],
  TechnicianGroup: ['Technicians', 'TechnicianGroup'],
  AdministratorGroup: ['Administrators', 'AdministratorGroup'],
};

/** Permissions of a new group: some, so that a test finds out a client which drops them. */
const firstPermissions = ['RemoteControl', 'RemoteView', 'SendFile', 'ReceiveFile', 'ViewSystemInformation'];

/** Methods that change the shape of the tree. */
export const treeMethods: Readonly<Record<string, Method>> = {
  createuser(call): Answer {
    const type = childType(call, ['Technician', 'Administrator', 'Masteradministrator']);
    const parent = idParameter(call, 'parent');
    if (type === null || parent === null) return { word: 'INVALIDPARAM_PARENT' };
    const { bareName, bareEmail, bareStatus, createdUserTakesSeat, seatLimit, seatWord } = call.switches;
    if (createdUserTakesSeat && type === 'Technician' && seatLimit !== null) {
      const technicians = call.account.nodes.filter((node) => node.type === 'Technician');
      if (seatsOf(technicians, true) >= seatLimit) return { word: seatWord };
    }
    return added(
      call,
      sandboxNode({ id: nextId(call), parent, type, name: bareName, email: bareEmail, status: bareStatus }),
    );
  },

  creategroup(call): Answer {
    const type = childType(call, ['TechnicianGroup', 'AdministratorGroup']);
    const parent = idParameter(call, 'parent');
    if (type === null || parent === null) return { word: 'INVALIDPARAM_PARENT' };
    const name = call.switches.bareGroupName;
    return added(call, sandboxNode({ id: nextId(call), parent, type, name, permissions: [...firstPermissions] }));
  },

  movenode(call): Answer {
    const node = nodeParameter(call, 'node');
    if (node === null) return { word: noUserWord(call) };
    const target = nodeParameter(call, 'targetnode');
    if (target === null) return { word: 'INVALIDPARAM_TARGETNODE' };
    if (node.type === 'Administrator' && target.type === 'TechnicianGroup') return link(call, node, target);
    if (places[node.type]?.includes(target.type) !== true || isBelow(call, target, node))
      return { word: 'INVALID_MOVE' };
    node.parent = target.id;
    return { word: 'OK', wrote: true };
  },

  deletenode(call): Answer {
    const node = nodeParameter(call, 'node');
    if (node === null) return { word: 'INVALIDPARAM_NODE' };
    if (node.parent === null || node.accountHolder || node === call.caller) return { word: 'INVALID_DELETE' };
    const doomed = call.account.nodes.filter((one) => isBelow(call, one, node));
    if (doomed.length > 1 && call.switches.deleteFullGroup === 'refuse') return { word: 'INVALID_DELETE' };
    call.account.nodes = call.account.nodes.filter((one) => !doomed.includes(one));
    return { word: 'OK', wrote: true };
  },
};

function childType(call: Call, types: readonly NodeType[]): NodeType | null {
  const parent = nodeParameter(call, 'parent');
  return types.find((type) => parent !== null && places[type]?.includes(parent.type) === true) ?? null;
}

function nextId({ account }: Call): number {
  return highestId(account) + 1;
}

function added(call: Call, node: SandboxNode): Answer {
  call.account.nodes.push(node);
  return { word: 'OK', id: node.id, wrote: true };
}

function link(call: Call, node: SandboxNode, target: SandboxNode): Answer {
  if (call.switches.adminToTechnicianGroup === 'refuse') return { word: 'INVALID_MOVE' };
  const { name, email } = node;
  call.account.nodes.push(sandboxNode({ id: nextId(call), parent: target.id, type: 'AdministratorLink', name, email }));
  return { word: 'OK', wrote: true };
}

/** Whether `node` is `above` or stands somewhere below it. */
function isBelow({ account }: Call, node: SandboxNode, above: SandboxNode): boolean {
  for (let one: SandboxNode | undefined = node; one !== undefined; one = parentOf(account, one)) {
    if (one === above) return true;
  }
  return false;
}

function parentOf(account: SandboxAccount, { parent }: SandboxNode): SandboxNode | undefined {
  return parent === null ? undefined : findNode(account, parent);
}
