import type { RawAnswer, Told } from '../../../core/observation.ts';
import { NODE } from '../wire/tree-text.ts';
import { isOk, keysIn, restOf, type Seen, tellableWord } from './seen.ts';

/** Fields as the vendor's pages name them, in their order. */
const FIELDS = {
  account: ['AccountID', 'Organization', 'AdminID', 'TechID', 'Email'],
  tree: ['NodeID', 'ParentID', 'Name', 'Email', 'Description', 'Status', 'Type'],
  user: [
    ...['NODEID', 'NAME', 'NICK', 'EMAIL', 'SSOID', 'DESCRIPTION', 'TYPE'],
    ...['HASMOBILEADDON', 'HASRPATADDON', 'ISACCOUNTHOLDER', 'STATUS'],
  ],
  group: [
    ...['NODEID', 'NAME', 'DESCRIPTION', 'TYPE', 'PERMISSIONS', 'LOCKEDPERMISSIONS', 'ISENABLED'],
    ...['STANDARDCONCURRENTLIMIT', 'MOBILECONCURRENTLIMIT', 'RPATCONCURRENTLIMIT'],
  ],
} as const;

const NO_TREE: Told = [null, 'The tree was not answered.'];
const NO_RECORD: Told = [null, 'No user and no group was answered.'];

function treeOf({ one }: Seen): RawAnswer | null {
  const tree = one('tree');
  return isOk(tree) ? tree : null;
}

/** Records of one user, one group or the account. */
function recordsOf({ answers }: Seen): readonly RawAnswer[] {
  return answers.filter((one) => isOk(one) && ['getUser_v3', 'getGroup_v2', 'getAccount'].includes(one.call));
}

export function formBody({ one }: Seen): Told {
  const account = one('account');
  if (isOk(account)) return [true, 'getAccount was asked in this way, and answered.'];
  const word = tellableWord(account);
  return [null, word === '' ? 'getAccount gave no answer.' : `getAccount answered ${word}.`];
}

export function charset({ answers }: Seen): Told {
  const good = answers.filter(isOk);
  if (good.length === 0) return [null, 'Nothing was answered.'];
  const named = new Set(
    good.map(({ headers }) => /charset\s*=\s*"?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'none'),
  );
  const header = `The header names ${[...named].join(', ').toLowerCase()}.`;
  if (good.some(({ encoding }) => encoding === 'bytes')) return ['other', `${header} Some answers are no UTF-8.`];
  const isBeyond = good.some(({ body }) => /[\u0080-\uffff]/.test(body));
  if (isBeyond) return ['utf-8', `${header} There are letters beyond ASCII, and all of it is UTF-8.`];
  return ['ascii', `${header} No answer holds a letter beyond ASCII, so nothing shows how one would come.`];
}

export function framing(seen: Seen): Told {
  const tree = treeOf(seen);
  if (tree === null) return NO_TREE;
  if (tree.headers['content-length'] !== undefined) return ['length', 'The tree came with its length.'];
  if (tree.headers['transfer-encoding'] !== undefined) return ['chunks', 'The tree came in chunks.'];
  return ['none', 'Nothing says where the tree ends. adsync takes no such tree.'];
}

/** The first break stands before anything that people write. */
export function lineEnd(seen: Seen): Told {
  const tree = treeOf(seen);
  const [, found] = /^\s*OK(\r\n|\n|\r)/.exec(tree?.body ?? '') ?? [];
  if (tree === null || found === undefined) return NO_TREE;
  const names: Readonly<Record<string, string>> = { '\n': 'lf', '\r\n': 'crlf', '\r': 'cr' };
  return [names[found] ?? null, 'That is what stands behind the first word of the tree.'];
}

/** The first two fields are numbers, which nobody writes. */
export function blankAfterColon(seen: Seen): Told {
  const tree = treeOf(seen);
  const [, blank] = /nodeid\s*:([^\S\r\n]*)-?\d/i.exec(tree?.body ?? '') ?? [];
  if (blank === undefined) return NO_TREE;
  return [blank !== '', `The tree prints NodeID ${blank === '' ? 'without' : 'with'} one.`];
}

/** Where the second field shares the line of the first, all of them do. */
export function layout(seen: Seen): Told {
  const records = recordsOf(seen).filter(({ call }) => call !== 'getAccount');
  if (records.length === 0) return NO_RECORD;
  const isOneLine = records.some(
    (one) =>
      (
        restOf(one)
          .trimStart()
          .split(/[\r\n]/, 1)[0] ?? ''
      ).match(/(?<=^|\s)\w+:/g)?.length !== 1,
  );
  return isOneLine ? ['oneLine', 'A record has several fields on one line.'] : ['lines', 'Each field has a line.'];
}

export function treeEnd(seen: Seen): Told {
  const tree = treeOf(seen);
  if (tree === null) return NO_TREE;
  const single = seen.one('one user of the tree');
  const other = isOk(single) ? ` A single node ends ${/[\r\n]$/.test(single.body) ? 'with one' : 'without'}.` : '';
  if (/[\r\n]$/.test(tree.body)) return ['lineBreaks', `Its last character is a line break.${other}`];
  return ['none', `Its last character is no line break.${other}`];
}

/** A line of the tree that is no field belongs to the value before it. */
export function lineBreaksInValues(seen: Seen): Told {
  const tree = treeOf(seen);
  if (tree === null) return NO_TREE;
  const keys = [...NODE.numbers, ...NODE.texts, ...NODE.words].join('|');
  const isField = new RegExp(`^\\s*(?:${keys})\\s*:`, 'i');
  const further = restOf(tree)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '' && !isField.test(line));
  if (further.length > 0) return ['raw', 'Some values go over several lines.'];
  return [null, 'No value goes over several lines: nobody has written a line break, or it came as a blank.'];
}

function fieldsOf(answer: RawAnswer | null, documented: readonly string[]): Told {
  if (!isOk(answer)) return [null, 'It was not answered.'];
  const rest = restOf(answer);
  const found = keysIn(rest, documented);
  const has = (key: string): boolean => found.some((one) => one.toLowerCase() === key.toLowerCase());
  const missing = documented.filter((key) => !has(key));
  const further = furtherKeys(rest, documented);
  const said = [
    missing.length === 0 ? 'All that are documented.' : `Missing: ${missing.join(', ')}.`,
    ...(further.length === 0 ? [] : [`Besides: ${further.join(', ')}.`]),
  ];
  const inOrder = found.slice(0, documented.length);
  return [[...inOrder, ...further].join(' '), said.join(' ')];
}

/**
 * Words at the beginning of a line that can only be the service's own keys. ISABELLA and HASSAN are names, so it takes an
 * ending that no name has.
 */
function furtherKeys(rest: string, documented: readonly string[]): readonly string[] {
  const known = new Set(documented.map((key) => key.toLowerCase()));
  const keys = [
    ...rest.matchAll(/^(?:HAS|IS)?[A-Z]{2,30}(?:ADDON|ENABLED|DISABLED|HOLDER|LOCKED|LIMIT|PERMISSIONS)(?=:)/gm),
  ].map(([key]) => key);
  return [...new Set(keys)].filter((key) => !known.has(key.toLowerCase()));
}

export function accountFields({ one }: Seen): Told {
  return fieldsOf(one('account'), FIELDS.account);
}

export function treeFields(seen: Seen): Told {
  return fieldsOf(treeOf(seen), FIELDS.tree);
}

export function userFields({ all }: Seen): Told {
  return fieldsOf(all('user').find(isOk) ?? null, FIELDS.user);
}

export function groupFields({ all }: Seen): Told {
  return fieldsOf(all('group').find(isOk) ?? null, FIELDS.group);
}

export function dateHeader({ answers }: Seen): Told {
  const heard = answers.filter(({ status }) => status > 0);
  if (heard.length === 0) return [null, 'Nothing was answered.'];
  const has = heard.every(({ headers }) => headers['date'] !== undefined);
  return [has, has ? 'All have one.' : 'Not all have one.'];
}
