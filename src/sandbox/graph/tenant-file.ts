import { randomUUID } from 'node:crypto';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { errnoOf } from '../../core/errno.ts';
import { decodeMarked } from '../../core/decode.ts';
import { Failure } from '../../core/failure.ts';
import { renamePatiently } from '../../files/rename.ts';
import { type Kind, kinds, schema } from './schema.ts';
import type { GraphTenant } from './tenant.ts';

const LISTS: Readonly<Record<Kind, keyof GraphTenant>> = {
  user: 'users',
  group: 'groups',
  device: 'devices',
  servicePrincipal: 'servicePrincipals',
  orgContact: 'orgContacts',
};
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  user: ['id', 'userPrincipalName', 'accountEnabled'],
  group: ['id', 'displayName', 'securityEnabled', 'mailEnabled', 'members'],
  device: ['id', 'displayName', 'accountEnabled'],
  servicePrincipal: ['id', 'displayName', 'accountEnabled'],
  orgContact: ['id', 'displayName'],
};
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a tenant file, `adsync.sandbox-tenant/1`.
 *
 * @throws Failure SANDBOX_FILE_MISSING, SANDBOX_FILE_UNREADABLE, SANDBOX_FILE_BAD
 */
export async function loadGraphTenant(path: string): Promise<GraphTenant> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') {
      const advice = 'Correct the path, or leave it out to serve the example.';
      throw new Failure('SANDBOX_FILE_MISSING', `There is no stand-in tenant ${path}.`, advice);
    }
    const why = error instanceof Error ? error.message : String(error);
    const advice = 'Check the path and its permissions.';
    throw new Failure('SANDBOX_FILE_UNREADABLE', `The stand-in tenant cannot be read: ${why}`, advice);
  });
  return readTenant(decodeMarked(bytes) ?? '', path);
}

/**
 * Reads the text of a tenant file.
 *
 * @param path as errors name it
 * @throws Failure SANDBOX_FILE_BAD
 */
export function readTenant(text: string, path: string): GraphTenant {
  const raw = parse(text, path);
  const mistake = tenantMistake(raw);
  if (mistake !== null) throw bad(path, mistake);
  const lists = Object.values(LISTS).map((list) => [list, raw[list] ?? []]);
  return { ...(raw as unknown as GraphTenant), ...(Object.fromEntries(lists) as Partial<GraphTenant>) };
}

/** Writes a tenant file, one object a line, through a temporary file beside it. */
export async function saveGraphTenant(path: string, tenant: GraphTenant): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, formatTenant(tenant), { mode: 0o600 });
    await renamePatiently(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** @returns JSON, one object a line */
export function formatTenant(tenant: GraphTenant): string {
  const { format, tenantId, domain, apps } = tenant;
  const lists = [['apps', apps] as const, ...Object.values(LISTS).map((list) => [list, tenant[list]] as const)];
  const head = Object.entries({ format, tenantId, domain }).map(
    ([name, value]) => `  "${name}": ${JSON.stringify(value)}`,
  );
  const texts = lists.map(([name, list]) => {
    const lines = (list as readonly unknown[]).map((one) => `    ${JSON.stringify(one)}`);
    return lines.length === 0 ? `  "${name}": []` : `  "${name}": [\n${lines.join(',\n')}\n  ]`;
  });
  return `{\n${[...head, ...texts].join(',\n')}\n}\n`;
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    const raw: unknown = JSON.parse(text);
    if (isRecord(raw)) return raw;
  } catch (error) {
    throw bad(path, error instanceof Error ? error.message : 'it is no JSON');
  }
  throw bad(path, 'it is no JSON object');
}

function bad(path: string, what: string): Failure {
  const advice = 'Correct the file; examples/tenant.json shows what belongs in it.';
  return new Failure('SANDBOX_FILE_BAD', `${path} is no stand-in tenant: ${what}.`, advice);
}

function tenantMistake(raw: Readonly<Record<string, unknown>>): string | null {
  if (raw['format'] !== 'adsync.sandbox-tenant/1') return '"format" must be "adsync.sandbox-tenant/1"';
  if (typeof raw['tenantId'] !== 'string' || !GUID.test(raw['tenantId'])) return '"tenantId" must be a GUID';
  if (typeof raw['domain'] !== 'string') return '"domain" must be text';
  const { apps } = raw;
  if (!Array.isArray(apps) || !apps.every(isApp)) return '"apps" must be a list of apps with "clientId" and "roles"';
  const seen = new Set<string>();
  for (const kind of kinds) {
    const mistake = listMistake(raw[LISTS[kind]] ?? [], kind, seen);
    if (mistake !== null) return mistake;
  }
  return null;
}

function isApp(app: unknown): boolean {
  return isRecord(app) && typeof app['clientId'] === 'string' && isTexts(app['roles']);
}

function listMistake(list: unknown, kind: Kind, seen: Set<string>): string | null {
  if (!Array.isArray(list)) return `"${LISTS[kind]}" must be a list`;
  for (const object of list as unknown[]) {
    if (!isRecord(object)) return `${JSON.stringify(object)} in "${LISTS[kind]}" is no object`;
    const mistake = objectMistake(object, kind, seen);
    if (mistake !== null) return mistake;
  }
  return null;
}

function objectMistake(object: Readonly<Record<string, unknown>>, kind: Kind, seen: Set<string>): string | null {
  const { id } = object;
  const name = `${kind} ${JSON.stringify(id)}`;
  const missing = NEEDED[kind].find((property) => object[property] === undefined);
  if (missing !== undefined) return `${name} has no "${missing}"`;
  if (typeof id !== 'string' || !GUID.test(id)) return `${name}: its "id" must be a GUID`;
  if (seen.has(id.toLowerCase())) return `${name}: another object has the same "id"`;
  seen.add(id.toLowerCase());
  if (kind === 'group' && !isTexts(object['members'])) return `${name}: "members" must be a list of ids`;
  const known = schema[kind];
  const unknown = Object.keys(object).find((key) => !known.has(key) && !(kind === 'group' && key === 'members'));
  return unknown === undefined ? null : `${name} has the unknown property "${unknown}"`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
