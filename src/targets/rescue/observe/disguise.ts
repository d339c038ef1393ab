import type { RawAnswer } from '../../../core/observation.ts';
import { isEnabled, meaningOf } from '../wire/tree-node.ts';
import { isServiceWord } from './seen.ts';

/** Every key of every record, as they are compared. */
const KEYS = [
  ...['accountid', 'organization', 'adminid', 'techid', 'nodeid', 'parentid', 'name', 'nick', 'email', 'ssoid'],
  ...['description', 'type', 'status', 'permissions', 'lockedpermissions', 'isenabled', 'isaccountholder'],
  ...['hasmobileaddon', 'hasrpataddon', 'standardconcurrentlimit', 'mobileconcurrentlimit', 'rpatconcurrentlimit'],
  'authcode',
];

/** Permissions as the vendor's pages spell them. */
const PERMISSIONS: ReadonlySet<string> = new Set([
  ...['RemoteControl', 'RemoteView', 'SendFile', 'SendURL', 'ViewSystemInformation', 'RebootClientComputer'],
  ...['ReceiveFile', 'SessionRecording', 'PrivateSessions', 'OneTimePermission', 'FileManagement', 'ScriptRunning'],
  ...['UnlimitedScripting', 'SessionTransferNotAllowed', 'EditCustomField', 'WindowsCredentialsRequestNotAllowed'],
  ...['ClipboardSynchronizationNotAllowed', 'CallingCardDeployment', 'ScreenSharingNotAllowed', 'ConnectOnLan'],
  ...['CollaborationNotAllowed', 'DeviceConfiguration', 'ChatSuppression', 'ChatSuppressionConsoleSwitch'],
  ...['TechEndSessionSurvey', 'UnattendedAccess', 'SessionHoldNotAllowed'],
]);

/** Words of the service by key: all else is somebody's. */
const OWN_WORDS: Readonly<Record<string, (word: string) => boolean>> = {
  type: (word) => meaningOf(word) !== null,
  status: (word) => isEnabled(word) !== null,
  permissions: (word) => PERMISSIONS.has(word),
  lockedpermissions: (word) => PERMISSIONS.has(word),
  isenabled: isFlag,
  isaccountholder: isFlag,
  hasmobileaddon: isFlag,
  hasrpataddon: isFlag,
  standardconcurrentlimit: isSmall,
  mobileconcurrentlimit: isSmall,
  rpatconcurrentlimit: isSmall,
  // That there is no such node says something of the form.
  adminid: (word) => word === '0',
  techid: (word) => word === '0',
};

function isFlag(word: string): boolean {
  return /^(?:true|false)$/i.test(word);
}

function isSmall(word: string): boolean {
  return /^\d{1,3}$/.test(word);
}

/** Longer bodies are kept with their beginning and their end only: the form of a tree shows in a few nodes. */
const LONGEST = 20_000;
const HEAD = 12_000;
const TAIL = 3000;

/**
 * The answer with tokens in the place of everything but the service's own words: keys, types, statuses, permissions, True
 * and False stay, and so does the form. What is not known to be the service's own is somebody's.
 *
 * @param tokens puts tokens in the place of words and numbers
 */
export function disguiseAnswer(answer: RawAnswer, tokens: (text: string) => string): RawAnswer {
  const sent = Object.entries(answer.sent).map(([name, value]) => [name, name === 'isnode' ? value : tokens(value)]);
  return {
    ...answer,
    sent: Object.fromEntries(sent) as Record<string, string>,
    body: shortened(disguisedBody(answer.body, tokens)),
  };
}

function disguisedBody(body: string, tokens: (text: string) => string): string {
  // A page may hold anything, and its form says nothing.
  if (/^\s*</.test(body)) return `<a page of ${body.length} characters>`;
  const [, space = '', word = ''] = /^(\uFEFF?\s*)(\S*)/.exec(body) ?? [];
  const begin = space + (isServiceWord(word) ? word : tokens(word));
  return begin + disguisedFields(body.slice(space.length + word.length), tokens);
}

/** Cuts wherever a known key stands; what stands behind it is its value, whoever wrote the key. */
function disguisedFields(rest: string, tokens: (text: string) => string): string {
  const spots = [...rest.matchAll(new RegExp(`(?<=^|\\s)(${KEYS.join('|')})(\\s*:)`, 'gi'))];
  const head = tokens(rest.slice(0, spots[0]?.index ?? rest.length));
  return spots.reduce((text, spot, index) => {
    const [whole, key = ''] = spot;
    const value = rest.slice(spot.index + whole.length, spots[index + 1]?.index ?? rest.length);
    return text + whole + disguisedValue(key.toLowerCase(), value, tokens);
  }, head);
}

function disguisedValue(key: string, value: string, tokens: (text: string) => string): string {
  const isOwn = OWN_WORDS[key];
  if (isOwn === undefined) return tokens(value);
  return value.replace(/[^\s,]+/g, (word) => (isOwn(word) ? word : tokens(word)));
}

function shortened(body: string): string {
  if (body.length <= LONGEST) return body;
  return `${body.slice(0, HEAD)}\n[${body.length - HEAD - TAIL} characters were left out here]\n${body.slice(-TAIL)}`;
}
