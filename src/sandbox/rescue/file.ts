import { readFile } from 'node:fs/promises';
import { errnoOf } from '../../core/errno.ts';
import { decodeMarked } from '../../core/decode.ts';
import { Failure } from '../../core/failure.ts';
import { writeWhole } from '../write-whole.ts';
import { nodeStatuses, nodeTypes, sandboxNode, type SandboxAccount, type SandboxNode } from './account.ts';
import { faultKinds, type SandboxFault } from './faults.ts';
import { type SandboxSwitches, switchMistake } from './switches.ts';

/**
 * Reads an account file. Fields that a node leaves out are empty.
 *
 * @throws Failure SANDBOX_FILE_MISSING, SANDBOX_FILE_UNREADABLE, SANDBOX_FILE_BAD
 */
export async function loadSandboxAccount(path: string): Promise<SandboxAccount> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') {
      throw new Failure(
        'SANDBOX_FILE_MISSING',
        `There is no stand-in account ${path}.`,
        'Create one with: adsync sandbox --account FILE --init, or correct the path.',
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'SANDBOX_FILE_UNREADABLE',
      `The stand-in account cannot be read: ${why}`,
      'Check the path and its permissions.',
    );
  });
  return parseAccount(decodeMarked(bytes) ?? '', path);
}

/**
 * Writes an account file so that a reader, or a crash, meets either the old or the new content. Only its owner may read
 * it. One node a line, for people and for diffs.
 */
export async function saveSandboxAccount(path: string, account: SandboxAccount): Promise<void> {
  await writeWhole(path, formatAccount(account));
}

/** @returns JSON, one node a line, without the fields that are at their empty value */
export function formatAccount({ nodes, ...head }: SandboxAccount): string {
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  const lines = nodes.map((node) => `    ${JSON.stringify(withoutEmpty(node))}`);
  return `${start},\n  "nodes": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const always = new Set(['id', 'parent', 'type', 'name', 'email']);
const emptyNode = Object.entries(sandboxNode({ id: 0, parent: null, type: 'Root' }));

/** Runs for every node at every save, so it compares without making texts of the values. */
function withoutEmpty(node: SandboxNode): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, empty] of emptyNode) {
    const value: unknown = node[key as keyof SandboxNode];
    const isEmpty = Array.isArray(value) ? value.every((one) => one === 0) : value === empty;
    if (!isEmpty || always.has(key)) fields[key] = value;
  }
  return fields;
}

function parseAccount(text: string, path: string): SandboxAccount {
  function bad(what: string): Failure {
    return new Failure(
      'SANDBOX_FILE_BAD',
      `${path} is no stand-in account: ${what}.`,
      'Correct the file, or create a new one with: adsync sandbox --account FILE --init',
    );
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw bad(error instanceof Error ? error.message : 'it is no JSON');
  }
  const mistake = accountMistake(raw);
  if (mistake !== null) throw bad(mistake);

  const given = raw as Omit<SandboxAccount, 'nodes'> & { nodes: SandboxNode[] };
  return {
    format: given.format,
    accountId: given.accountId,
    organization: given.organization,
    apiTokens: given.apiTokens,
    authCodes: (given as Partial<SandboxAccount>).authCodes ?? [],
    switches: (given as { switches?: Partial<SandboxSwitches> }).switches ?? {},
    faults: (given as { faults?: SandboxFault[] }).faults ?? [],
    nodes: given.nodes.map((node) => sandboxNode(node)),
  };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isId: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);

const nodeChecks: Readonly<Record<keyof SandboxNode, Check>> = {
  id: isId,
  parent: (value) => value === null || isId(value),
  type: (value) => nodeTypes.some((type) => type === value),
  name: isText,
  email: isText,
  nick: isText,
  ssoId: isText,
  description: isText,
  status: (value) => nodeStatuses.some((status) => status === value),
  mobileAddon: isFlag,
  rpatAddon: isFlag,
  accountHolder: isFlag,
  password: (value) => value === null || isText(value),
  permissions: isTexts,
  lockedPermissions: isTexts,
  limits: (value) => Array.isArray(value) && value.length === 3 && value.every(Number.isSafeInteger),
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function accountMistake(raw: unknown): string | null {
  if (!isRecord(raw)) return 'it is no JSON object';
  if (raw['format'] !== 'adsync.sandbox-account/1') return '"format" must be "adsync.sandbox-account/1"';
  if (!isId(raw['accountId'])) return '"accountId" must be a number';
  if (!isText(raw['organization'])) return '"organization" must be text';
  if (!isTexts(raw['apiTokens'])) return '"apiTokens" must be a list of texts';
  const switches = raw['switches'] ?? {};
  if (!isRecord(switches)) return '"switches" must be an object';
  return switchMistake(switches) ?? faultsMistake(raw['faults'] ?? []) ?? nodesMistake(raw['nodes']);
}

function faultsMistake(faults: unknown): string | null {
  if (!Array.isArray(faults)) return '"faults" must be a list';
  const wrong = (faults as unknown[]).find(
    (fault) => !isRecord(fault) || !faultKinds.some((kind) => kind === fault['kind']),
  );
  return wrong === undefined ? null : `the fault ${JSON.stringify(wrong)} has no kind out of ${faultKinds.join(', ')}`;
}

function nodesMistake(nodes: unknown): string | null {
  if (!Array.isArray(nodes)) return '"nodes" must be a list';
  const ids = new Set<unknown>();
  for (const node of nodes as unknown[]) {
    if (!isRecord(node)) return `the node ${JSON.stringify(node)} is no object`;
    const name = `node ${JSON.stringify(node['id'])}`;
    for (const key of ['id', 'parent', 'type']) {
      if (!(key in node)) return `${name} has no ${JSON.stringify(key)}`;
    }
    for (const [key, value] of Object.entries(node)) {
      if (!(key in nodeChecks)) return `${name} has the unknown field ${JSON.stringify(key)}`;
      if (!nodeChecks[key as keyof SandboxNode](value))
        return `${name}: ${JSON.stringify(value)} is no valid ${JSON.stringify(key)}`;
    }
    if (ids.has(node['id'])) return `${name} is there twice`;
    ids.add(node['id']);
  }
  const orphan = (nodes as SandboxNode[]).find(({ parent }) => parent !== null && !ids.has(parent));
  if (orphan !== undefined) return `node ${orphan.id} has the unknown parent ${String(orphan.parent)}`;
  for (const root of ['Masteradministrators', 'Administrators', 'Technicians']) {
    if ((nodes as SandboxNode[]).filter(({ type }) => type === root).length !== 1)
      return `it needs one node of type ${root}`;
  }
  return null;
}
