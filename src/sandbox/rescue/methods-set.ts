import { groupTypes, type SandboxNode, userTypes } from './account.ts';
import { type Call, flagParameter, type Method, nodeParameter, noUserWord } from './calls.ts';
import { keptPassword, passwordWord } from './passwords.ts';
import type { Answer } from './wire.ts';

/** Methods that fill a node in. */
export const setMethods: Readonly<Record<string, Method>> = {
  setuser_v2(call): Answer {
    const node = nodeParameter(call, 'node');
    if (node === null || !userTypes.includes(node.type)) return { word: noUserWord(call) };
    const wanted = wantedUser(call, node);
    if (typeof wanted === 'string') return { word: wanted };
    const refusal =
      mobileRefusal(call, node, wanted) ?? passwordRefusal(call, node) ?? enablingRefusal(call, node, wanted);
    if (refusal !== null) return { word: refusal };

    const noSeat = wanted.status !== 'Disabled' && lacksSeat(call, node);
    if (noSeat && call.switches.seatRefusal === 'nothing') return { word: call.switches.seatWord };
    Object.assign(node, wanted, noSeat ? { status: 'Disabled' } : {});
    call.addresses.changed(node);
    const password = call.parameters.get('pwd') ?? '';
    if (password !== '') node.password = keptPassword(password, call.randomText(16));
    return { word: noSeat ? call.switches.seatWord : 'OK', wrote: true };
  },

  setgroup_v2(call): Answer {
    const node = nodeParameter(call, 'node');
    if (node === null || !groupTypes.includes(node.type)) return { word: 'INVALIDPARAM_NODE' };
    const name = nameOf(call);
    if (name === null) return { word: 'INVALIDPARAM_NAME' };
    const enabled = enabledOf(call);
    if (enabled === null) return { word: 'INVALIDPARAM_STATUS' };
    const description = optional(call, 'description', node.description);
    if (isTooLong(call, description)) return { word: 'INVALIDPARAM_DESCRIPTION' };

    node.name = name;
    node.status = enabled ? 'Offline' : 'Disabled';
    node.description = cut(call, description);
    node.permissions = names(optional(call, 'permission', node.permissions.join(',')));
    node.lockedPermissions = names(optional(call, 'lockedpermission', node.lockedPermissions.join(',')));
    node.limits = limits(call, node);
    return { word: 'OK', wrote: true };
  },
};

type Wanted = Pick<
  SandboxNode,
  'name' | 'nick' | 'email' | 'ssoId' | 'description' | 'status' | 'mobileAddon' | 'rpatAddon'
>;

/** The user as the call wants it, or the word for the first thing that is wrong with it. */
function wantedUser(call: Call, node: SandboxNode): Wanted | string {
  const name = nameOf(call);
  if (name === null) return 'INVALIDPARAM_NAME';
  const enabled = enabledOf(call);
  if (enabled === null) return 'INVALIDPARAM_STATUS';
  const mobileAddon = flagParameter(
    call,
    ...(call.switches.strictAliases === 'none' ? ['mobileaddon', 'addons'] : ['mobileaddon']),
  );
  if (mobileAddon === null) return 'INVALIDPARAM_MOBILEADDON';
  const rpatAddon = flagParameter(call, 'rpataddon');
  if (rpatAddon === null) return 'INVALIDPARAM_RPATADDON';
  const email = (call.parameters.get('email') ?? '').trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'INVALIDPARAM_EMAIL';
  if (isInUse(call, node, email)) return 'INVALIDPARAM_EMAIL_ALREADY_IN_USE';
  const description = optional(call, 'description', node.description);
  if (isTooLong(call, description)) return 'INVALIDPARAM_DESCRIPTION';
  return {
    name,
    nick: optional(call, 'nick', node.nick),
    email,
    ssoId: optional(call, 'ssoid', node.ssoId),
    description: cut(call, description),
    status: statusOf(node, enabled),
    mobileAddon,
    rpatAddon,
  };
}

function statusOf(node: SandboxNode, enabled: boolean): SandboxNode['status'] {
  if (!enabled) return 'Disabled';
  return node.status === 'Disabled' || node.status === '' ? 'Offline' : node.status;
}

function nameOf(call: Call): string | null {
  const name = (call.parameters.get('name') ?? '').trim();
  return name === '' || name.length > call.switches.nameMaxLength ? null : name;
}

function enabledOf(call: Call): boolean | null {
  const status = call.parameters.get('status')?.toLowerCase();
  if (status !== 'enabled' && status !== 'disabled') return null;
  return status === 'enabled';
}

function optional(call: Call, name: string, before: string): string {
  return call.parameters.get(name) ?? (call.switches.omittedFields === 'keep' ? before : '');
}

function isTooLong({ switches }: Call, description: string): boolean {
  const most = switches.descriptionMaxLength;
  return most !== null && switches.descriptionTooLong === 'refuse' && description.length > most;
}

function cut({ switches }: Call, description: string): string {
  return description.slice(0, switches.descriptionMaxLength ?? description.length);
}

function names(list: string): string[] {
  return list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

const limitNames = {
  asRead: ['standardconcurrentlimit', 'mobileconcurrentlimit', 'rpatconcurrentlimit'],
  other: ['standardlimit', 'mobilelimit', 'rpatlimit'],
  ignored: ['', '', ''],
} as const;

function limits(call: Call, node: SandboxNode): SandboxNode['limits'] {
  const limit = (index: 0 | 1 | 2): number => {
    const given = optional(call, limitNames[call.switches.limitNames][index], String(node.limits[index]));
    return /^\d{1,9}$/.test(given) ? Number(given) : 0;
  };
  return [limit(0), limit(1), limit(2)];
}

/** One person may own several nodes, so an address that does not change is never refused. */
function isInUse({ account, switches, addresses }: Call, node: SandboxNode, email: string): boolean {
  const fold = (text: string): string => (switches.caseSensitiveEmail ? text : text.toLowerCase());
  const isSame = (one: string, other: string): boolean => fold(one) === fold(other);
  return !isSame(node.email, email) && addresses.lookup(account, node, email, isSame);
}

/** Whether a technician would take a seat that it does not have yet, and none is left. */
function lacksSeat({ account, switches }: Call, node: SandboxNode): boolean {
  const { seatLimit, createdUserTakesSeat } = switches;
  if (node.type !== 'Technician' || seatLimit === null || seatsOf([node], createdUserTakesSeat) > 0) return false;
  const technicians = account.nodes.filter(({ type }) => type === 'Technician');
  return seatsOf(technicians, createdUserTakesSeat) >= seatLimit;
}

function mobileRefusal({ account, switches }: Call, node: SandboxNode, wanted: Wanted): string | null {
  const { mobileLimit, disabledUserHoldsMobile } = switches;
  const holds = ({ mobileAddon, status }: Wanted): boolean =>
    mobileAddon && (disabledUserHoldsMobile || status !== 'Disabled');
  if (mobileLimit === null || !holds(wanted) || holds(node)) return null;
  return account.nodes.filter(holds).length >= mobileLimit ? switches.mobileWord : null;
}

/** Refuses to enable a user who could not log in at all, or one for whom the call says nothing about logging in. */
function enablingRefusal({ switches, parameters }: Call, node: SandboxNode, wanted: Wanted): string | null {
  const isSaid = ['pwd', 'ssoid'].some((name) => (parameters.get(name) ?? '') !== '');
  if (wanted.status !== 'Disabled' && switches.enabledCallNeedsPasswordOrSsoId && !isSaid) return switches.enableWord;
  const wasEnabled = node.status !== 'Disabled' && node.email !== '';
  const canLogIn = node.password !== null || (parameters.get('pwd') ?? '') !== '' || wanted.ssoId !== '';
  if (wanted.status === 'Disabled' || wasEnabled || canLogIn || !switches.enableNeedsPasswordOrSsoId) return null;
  return switches.enableWord;
}

/** Seats in use: enabled technicians, and bare nodes where these count. */
export function seatsOf(technicians: readonly SandboxNode[], bareCounts: boolean): number {
  return technicians.filter(({ status, email }) => (email === '' ? bareCounts : status !== 'Disabled')).length;
}

function passwordRefusal({ parameters, switches, caller }: Call, node: SandboxNode): string | null {
  const password = parameters.get('pwd') ?? '';
  if (password === '') return null;
  if (caller?.id === node.id && node.type === 'Masteradministrator' && (parameters.get('oldpwd') ?? '') === '') {
    return 'INVALIDPARAM_MISSING_CURRENT_PASSWORD';
  }
  if (parameters.get('confpwd') !== password) return 'INVALIDPARAM_PASSWORD_CONFIRMATION';
  return passwordWord(password, switches.passwordStrength);
}
