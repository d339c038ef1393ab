import { gotoFaultKinds } from './faults.ts';
import { gotoSwitchMistake } from './switches.ts';

type Check = (value: unknown) => boolean;
type Record_ = Readonly<Record<string, unknown>>;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isTextOrNull: Check = (value) => value === null || isText(value);
const isFull: Check = (value) => isText(value) && value !== '';

function isRecord(value: unknown): value is Record_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Kind {
  /** How a sentence names one of them. */
  readonly word: string;
  /** The field that tells them apart. */
  readonly id: string;
  readonly needed: readonly string[];
  readonly checks: Readonly<Record<string, Check>>;
}

const lists: Readonly<Record<string, Kind>> = {
  clients: {
    word: 'client',
    id: 'clientId',
    needed: ['clientSecret', 'grants'],
    checks: { clientId: isFull, clientSecret: isText, grants: isTexts },
  },
  tokens: {
    word: 'personal access token',
    id: 'pat',
    needed: ['userKey', 'scopes'],
    checks: { pat: isFull, userKey: isText, scopes: isTexts },
  },
  refreshTokens: {
    word: 'refresh token',
    id: 'token',
    needed: ['userKey', 'scopes'],
    checks: { token: isFull, userKey: isText, scopes: isTexts },
  },
  licences: {
    word: 'licence',
    id: 'key',
    needed: ['description', 'seats', 'products', 'enabled'],
    checks: { key: isFull, description: isText, seats: isCount, products: isTexts, enabled: isFlag },
  },
  groups: {
    word: 'group',
    id: 'key',
    needed: ['name', 'parent'],
    checks: { key: isFull, name: isText, parent: isTextOrNull },
  },
  rolesets: { word: 'custom role', id: 'id', needed: ['name'], checks: { id: isFull, name: isText } },
  attributes: { word: 'attribute', id: 'key', needed: ['name'], checks: { key: isFull, name: isFull } },
  otherAccounts: { word: 'other account', id: 'key', needed: ['name'], checks: { key: isFull, name: isText } },
  users: {
    word: 'user',
    id: 'key',
    needed: ['email'],
    checks: {
      key: isFull,
      email: isText,
      firstName: isText,
      lastName: isText,
      locale: isText,
      timeZone: isText,
      licenseKeys: isTexts,
      adminRoles: isTexts,
      roleSets: isTexts,
      managedGroupKeys: isTexts,
      groupKey: isTextOrNull,
      activated: isFlag,
      inactive: isFlag,
      declined: isFlag,
      elsewhere: isFlag,
      deleted: isFlag,
      identityReadOnly: isFlag,
      attributes: (value) => isRecord(value) && Object.values(value).every(isText),
      inviteCount: isCount,
      invitedDate: (value) => value === null || isCount(value),
    },
  },
};

const known = new Set([
  'format',
  'accountKey',
  'name',
  'validatedDomains',
  'switches',
  'faults',
  ...Object.keys(lists),
]);

/** One sentence about the first mistake in an account file; null when there is none. */
export function gotoFileMistake(raw: unknown): string | null {
  if (!isRecord(raw)) return 'it is no JSON object';
  if (raw['format'] !== 'adsync.sandbox-goto/1') return '"format" must be "adsync.sandbox-goto/1"';
  const strange = Object.keys(raw).find((name) => !known.has(name));
  if (strange !== undefined) return `it has the unknown field ${JSON.stringify(strange)}`;
  if (!isFull(raw['accountKey'])) return '"accountKey" must be text: a key is too long for a number';
  if (!isText(raw['name'])) return '"name" must be text';
  if (!isTexts(raw['validatedDomains'] ?? [])) return '"validatedDomains" must be a list of texts';
  const switches = raw['switches'] ?? {};
  if (!isRecord(switches)) return '"switches" must be an object';
  return gotoSwitchMistake(switches) ?? faultsMistake(raw['faults'] ?? []) ?? listsMistake(raw) ?? linksMistake(raw);
}

function faultsMistake(faults: unknown): string | null {
  if (!Array.isArray(faults)) return '"faults" must be a list';
  const wrong = (faults as unknown[]).find(
    (fault) => !isRecord(fault) || !gotoFaultKinds.some((kind) => kind === fault['kind']),
  );
  if (wrong !== undefined) return `the fault ${JSON.stringify(wrong)} has no kind out of ${gotoFaultKinds.join(', ')}`;
  const path = (faults as Record_[]).find(({ path }) => path !== undefined && !isExpression(path));
  return path === undefined ? null : `the fault ${JSON.stringify(path)} needs a regular expression as its "path"`;
}

function isExpression(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

function listsMistake(raw: Record_): string | null {
  for (const [name, kind] of Object.entries(lists)) {
    const mistake = listMistake(name, raw[name] ?? [], kind);
    if (mistake !== null) return mistake;
  }
  return null;
}

function listMistake(list: string, items: unknown, { word, id, needed, checks }: Kind): string | null {
  if (!Array.isArray(items)) return `"${list}" must be a list`;
  const ids = new Set<unknown>();
  for (const item of items as unknown[]) {
    if (!isRecord(item)) return `the ${word} ${JSON.stringify(item)} is no object`;
    const secret = id === 'pat' || id === 'token';
    const name = secret ? `a ${word}` : `${word} ${JSON.stringify(item[id])}`;
    const missing = [id, ...needed].find((field) => !(field in item));
    if (missing !== undefined) return `${name} has no ${JSON.stringify(missing)}`;
    for (const [field, value] of Object.entries(item)) {
      const check = checks[field];
      if (check === undefined) return `${name} has the unknown field ${JSON.stringify(field)}`;
      if (!check(value)) return `${name}: ${JSON.stringify(value)} is no valid ${JSON.stringify(field)}`;
    }
    if (ids.has(item[id])) return `${name} is there twice`;
    ids.add(item[id]);
  }
  return null;
}

/** Looks whether everything that is named is there. */
function linksMistake(raw: Record_): string | null {
  const named = (list: string, id = 'key'): Set<unknown> =>
    new Set(((raw[list] ?? []) as Record_[]).map((item) => item[id]));
  const users = (raw['users'] ?? []) as Record_[];
  const links: [string, string, Set<unknown>][] = [
    ['licenseKeys', 'licence', named('licences')],
    ['roleSets', 'custom role', named('rolesets', 'id')],
    ['managedGroupKeys', 'group', named('groups')],
    ['groupKey', 'group', named('groups')],
    ['attributes', 'attribute', named('attributes', 'name')],
  ];
  for (const user of users) {
    for (const [field, word, there] of links) {
      const missing = namesIn(user[field]).find((one) => !there.has(one));
      if (missing !== undefined) return `user ${JSON.stringify(user['key'])} has the unknown ${word} "${missing}"`;
    }
  }
  const orphan = ((raw['groups'] ?? []) as Record_[]).find(
    ({ parent }) => parent !== null && !named('groups').has(parent),
  );
  return orphan === undefined ? null : `group ${JSON.stringify(orphan['key'])} has an unknown "parent"`;
}

function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value as string[];
  return isRecord(value) ? Object.keys(value) : [];
}
