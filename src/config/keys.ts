import type { DiagnosticCode } from '../core/codes.ts';
import type { Entry } from './entry.ts';

/** The keys of a section, or of the whole file, that are treated in a special way. */
export interface KeyRules {
  /** Paths of secrets (`writeOnly` in the schema): never shown, masked in everything that is written. */
  readonly secrets: readonly string[];
  /** Paths of what belongs to a secret, and can be nothing but an id: masked like a secret where it came from outside. */
  readonly ids: readonly string[];
  /** Paths of keys that name a file. A name that came from outside is shown as it stands in the YAML file. */
  readonly files: readonly string[];
  /** Paths of guards against accidents, or of what takes somebody or something out of the guards. */
  readonly guards: readonly string[];
  /** Where each key belongs, for keys that were put elsewhere. */
  readonly homes: readonly KeyHome[];
  /** Keys that people look for in vain, anywhere in the section. */
  readonly refused: readonly RefusedKey[];
}

/** A key that cannot be, and why. */
export interface RefusedKey {
  /** In lower case, without hyphens and underscores. */
  readonly names: readonly string[];
  readonly code: DiagnosticCode;
  /** Why nothing can do what it asks for: a sentence. */
  readonly why: string;
  readonly advice: string;
}

/** A map of the file as messages call it, and the keys that are known in it. */
export type KeyHome = readonly [home: string, keys: readonly string[]];

/** {@link KeyRules} of the whole file. A test holds them against the schema. */
export interface FileKeys extends Omit<KeyRules, 'refused'> {
  /** The only keys that take `${…}`: a plan prints whatever else stands in the file, or it decides who is changed. */
  readonly references: ReadonlySet<string>;
  /** By the key of the section. */
  readonly refused: ReadonlyMap<string, readonly RefusedKey[]>;
  /** Names of the secrets, without where they stand. */
  readonly secretNames: ReadonlySet<string>;
}

const TOP = [
  'version',
  'interval',
  'fullReadingEvery',
  'retention',
  'approve',
  'maxPlanAge',
  'directory',
  'limits',
  'notify',
  'timeZone',
  'freeze',
];

const DIRECTORY_HOMES: readonly KeyHome[] = [
  ['directory', ['urls', 'baseDN', 'bindDN', 'bindPassword', 'tls', 'timeouts']],
  ['directory', ['tenantId', 'clientId', 'clientSecret', 'certificate', 'credential', 'serviceConnectionId']],
  ['directory', ['cloud', 'graphUrl', 'authorityUrl', 'path']],
  ['directory.tls', ['ca', 'startTLS', 'serverName']],
  ['directory.timeouts', ['connect', 'request', 'throttled']],
];

const LIMIT_HOMES: readonly KeyHome[] = [
  ['limits', ['disable', 'disablePerGroup', 'move', 'readdress', 'create', 'minimum', 'window']],
  ['limits', ['groups', 'membersPerGroup']],
];

const NOTIFY_HOMES: readonly KeyHome[] = [
  ['notify', ['names', 'spacing', 'webhooks', 'mail', 'tls']],
  ['notify.tls', ['ca']],
  ['an entry of notify.webhooks', ['address', 'format', 'template', 'authorization', 'events']],
  ['notify.mail', ['host', 'port', 'security', 'user', 'from', 'to', 'events']],
];

const SECRETS = [
  'directory.bindPassword',
  'directory.clientSecret',
  'notify.webhooks[].address',
  'notify.webhooks[].authorization',
  'notify.mail.password',
];
const FILES = ['directory.path', 'directory.certificate', 'directory.tls.ca', 'notify.tls.ca'];

const CALENDAR_HOMES: readonly KeyHome[] = [['an entry of freeze', ['dates', 'days', 'hours', 'reason']]];
const IDS = ['directory.clientId'];
const GUARDS = [
  'approve',
  'limits.disable',
  'limits.disablePerGroup',
  'limits.move',
  'limits.readdress',
  'limits.minimum',
  'limits.window',
];

/** A section of a target: its key at the top of the file, and the rules of its keys, with paths inside the section. */
interface SectionRules {
  readonly type: string;
  readonly keys: KeyRules;
}

/** The keys of a file that can hold these sections. */
export function keysOf(sections: readonly SectionRules[]): FileKeys {
  const inSections = (pick: (keys: KeyRules) => readonly string[]): string[] =>
    sections.flatMap(({ type, keys }) => pick(keys).map((path) => `${type}.${path}`));
  const secrets = [...SECRETS, ...inSections((keys) => keys.secrets)];
  const files = [...FILES, ...inSections((keys) => keys.files)];
  const ids = [...IDS, ...inSections((keys) => keys.ids)];
  const top: KeyHome = ['the top of the file', topKeys(sections)];
  return {
    secrets,
    files,
    ids,
    guards: [...GUARDS, ...inSections((keys) => keys.guards)],
    homes: [
      top,
      ...DIRECTORY_HOMES,
      ...sections.flatMap(({ keys }) => keys.homes),
      ...LIMIT_HOMES,
      ...NOTIFY_HOMES,
      ...CALENDAR_HOMES,
    ],
    refused: new Map(sections.map(({ type, keys }) => [type, keys.refused])),
    references: new Set([...secrets, ...files, ...ids]),
    secretNames: new Set(secrets.map((path) => path.split('.').at(-1) ?? path)),
  };
}

/** The keys at the top of a file that can hold these sections. */
export function topKeys(sections: readonly { readonly type: string }[]): string[] {
  return [...TOP, ...sections.map(({ type }) => type)];
}

/** The refused keys of the section that `path` leads into. */
export function refusedIn(path: string, { refused }: Pick<FileKeys, 'refused'>): readonly RefusedKey[] {
  const [section = ''] = path.split(/[.[]/);
  return refused.get(section) ?? [];
}

/** Which of the refused keys `key` is, however it is written; null where it is none of them. */
export function refusedKey(key: string, refused: readonly RefusedKey[]): RefusedKey | null {
  const name = key.toLowerCase().replaceAll(/[-_ ]/g, '');
  return refused.find(({ names }) => names.includes(name)) ?? null;
}

/** The maps in which `key` would be known. */
export function homesOf(key: string, { homes }: Pick<KeyRules, 'homes'>): string[] {
  return [...new Set(homes.filter(([, keys]) => keys.includes(key)).map(([home]) => home))];
}

/** How messages call an entry: its path, or a word for the whole file. */
export function describeKey(entry: Entry): string {
  return entry.path === '' ? 'the file' : entry.path;
}
