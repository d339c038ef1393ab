import { choice, count, firstPositions, limit, switchMistakeIn, type SwitchTable, text } from '../switch-table.ts';

/**
 * The whole list of switches. Each stands for one question about the service that nobody can answer, or for one
 * difference between accounts. It says how far the behaviour is known:
 *   documented  the vendor's pages say so
 *   clients     seen in public client code
 *   inferred    follows from the above, stated nowhere
 *   unknown     nobody could say; every position is a guess
 *   invented    needed to answer something; the service surely words it differently
 */
export interface SandboxSwitches {
  /** unknown: what a setter does with an optional field that is left out. A left-out password always keeps. */
  omittedFields: 'keep' | 'clear';
  /**
   * unknown: the names under which setGroup_v2 takes a group's concurrent limits. As getGroup_v2 prints them, without
   * `concurrent` (a guess like any other), or under no name at all: then they always count as left out.
   */
  limitNames: 'asRead' | 'other' | 'ignored';
  /** documented with, clients without: a blank after the colon of `Key:value`. */
  blankAfterColon: boolean;
  /** clients read LF; for requestAuthCode CRLF would fit as well. */
  lineEnd: 'lf' | 'crlf';
  /** documented on one line (surely the pages' typesetting), clients one field a line: getAccount, getUser, getGroup. */
  layout: 'lines' | 'oneLine';
  /** documented as a blank, unknown in truth: what stands between OK and the id of a new node. */
  idSeparator: 'blank' | 'lines';
  /** unknown: a line break inside a value comes out as it is, or as a blank. */
  lineBreaksInValues: 'raw' | 'blank';
  /** clients, for another method: an answer has no line break at its end. The tree: one client may rely on one. */
  treeEnd: 'lineBreaks' | 'none';
  /** inferred from requestAuthCode: a label before the id of a new node, as `NODEID:`; empty = none. */
  idLabel: string;
  /** unknown: whether the node that holds the three root categories is listed. */
  rootListed: boolean;
  /** unknown: which spelling of `node`/`nodeID`, `targetNode`/`targetNodeID` a setter honours; none = any. */
  strictAliases: 'none' | 'node' | 'nodeID';
  /** unknown: what a node contains after createUser or createGroup. */
  bareName: string;
  /** unknown: the name of a group after createGroup ("a new Technician Group is added" says nothing of a name); empty = none. */
  bareGroupName: string;
  bareEmail: string;
  bareStatus: '' | 'Disabled' | 'Offline';
  /**
   * inferred: a permission that getGroup_v2 never shows though a group has it (setGroup_v2 is documented to take
   * ConnectOnLan, getGroup_v2 is not documented to show it); empty = it shows all.
   */
  hiddenPermission: string;
  /** unknown: whether a node counts as a seat before it is filled in. */
  createdUserTakesSeat: boolean;
  /** clients: the service refuses to enable a user who has neither password nor SSO id. */
  enableNeedsPasswordOrSsoId: boolean;
  /**
   * clients, one of them, which refuses the call itself and says the service does: setUser_v2 takes no status Enabled
   * without a password or an SSO id in the very call, also for a user who is enabled and has a password.
   */
  enabledCallNeedsPasswordOrSsoId: boolean;
  /** documented as a rule of named licences: most technicians that may be enabled; null = no limit. */
  seatLimit: number | null;
  /** unknown: whether a setUser refused for lack of a seat writes nothing, or all but the status. */
  seatRefusal: 'nothing' | 'allButStatus';
  /** documented that the add-on is a licence of the user, inferred that the contract limits them; null = no limit. */
  mobileLimit: number | null;
  /** unknown: whether a disabled user's add-on takes a licence. */
  disabledUserHoldsMobile: boolean;
  /** invented: the words for a shortage of seats or mobile add-ons, and for a user who can have no status Enabled. */
  seatWord: string;
  mobileWord: string;
  enableWord: string;
  /** unknown how many (the limit as such is documented). */
  nameMaxLength: number;
  descriptionMaxLength: number | null;
  /** unknown: an over-long description is cut or refused (the word is invented). */
  descriptionTooLong: 'cut' | 'refuse';
  /** unknown: whether Ada@x and ada@x are two addresses. */
  caseSensitiveEmail: boolean;
  /** documented: the account's minimum strength; `any` asks for eight characters only. */
  passwordStrength: 'any' | 'good' | 'strong' | 'excellent';
  /** unknown: moving an administrator onto a technician group. */
  adminToTechnicianGroup: 'refuse' | 'link';
  /** unknown: deleting a group that is not empty. */
  deleteFullGroup: 'refuse' | 'cascade';
  /**
   * clients, in a list of what requestAuthCode answers: POLLRATEEXCEEDED, nothing being done. How many calls a minute it
   * takes, and of which methods, is a guess: here those of all methods together; null = no limit.
   */
  pollLimit: number | null;
  /** clients, of sessions: the number of a node for which every call that names it answers ERROR, for ever; null = none. */
  errorNode: number | null;
  /** clients: the word for the number of a user who is gone. A number that never was one is answered alike here. */
  goneUserWord: 'INVALIDPARAM_NODE' | 'USER_IS_DELETED';
  /** Milliseconds every answer takes at least. */
  latency: number;
  /** Seed of the faults' dice. */
  faultSeed: number;
}

const table: SwitchTable<SandboxSwitches> = {
  omittedFields: choice<'keep' | 'clear'>('clear', 'keep'),
  blankAfterColon: choice(false, true),
  lineEnd: choice<'lf' | 'crlf'>('lf', 'crlf'),
  layout: choice<'lines' | 'oneLine'>('lines', 'oneLine'),
  idSeparator: choice<'blank' | 'lines'>('blank', 'lines'),
  lineBreaksInValues: choice<'raw' | 'blank'>('raw', 'blank'),
  treeEnd: choice<'lineBreaks' | 'none'>('lineBreaks', 'none'),
  idLabel: text(''),
  rootListed: choice(false, true),
  strictAliases: choice<'none' | 'node' | 'nodeID'>('none', 'node', 'nodeID'),
  limitNames: choice<'asRead' | 'other' | 'ignored'>('asRead', 'other', 'ignored'),
  bareName: text(''),
  bareGroupName: text(''),
  bareEmail: text(''),
  hiddenPermission: text(''),
  bareStatus: choice<'' | 'Disabled' | 'Offline'>('', 'Disabled', 'Offline'),
  createdUserTakesSeat: choice(false, true),
  enableNeedsPasswordOrSsoId: choice(true, false),
  enabledCallNeedsPasswordOrSsoId: choice(false, true),
  seatLimit: limit(null),
  seatRefusal: choice<'nothing' | 'allButStatus'>('nothing', 'allButStatus'),
  mobileLimit: limit(null),
  disabledUserHoldsMobile: choice(true, false),
  seatWord: text('INVALIDPARAM_STATUS'),
  mobileWord: text('INVALIDPARAM_MOBILEADDON'),
  enableWord: text('INVALIDPARAM_STATUS'),
  nameMaxLength: count(128),
  descriptionMaxLength: limit(null),
  descriptionTooLong: choice<'cut' | 'refuse'>('cut', 'refuse'),
  caseSensitiveEmail: choice(false, true),
  passwordStrength: choice<'any' | 'good' | 'strong' | 'excellent'>('good', 'any', 'strong', 'excellent'),
  adminToTechnicianGroup: choice<'refuse' | 'link'>('refuse', 'link'),
  pollLimit: limit(null),
  errorNode: limit(null),
  goneUserWord: choice<'INVALIDPARAM_NODE' | 'USER_IS_DELETED'>('INVALIDPARAM_NODE', 'USER_IS_DELETED'),
  deleteFullGroup: choice<'refuse' | 'cascade'>('refuse', 'cascade'),
  latency: count(0),
  faultSeed: count(1),
};

/** All switches in their first position. */
export function defaultSwitches(): SandboxSwitches {
  return firstPositions(table);
}

/** One sentence about the first fault in the switches of an account file; null when there is none. */
export function switchMistake(given: Readonly<Record<string, unknown>>): string | null {
  return switchMistakeIn(table, given);
}
