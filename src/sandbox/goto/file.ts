import { readFile } from 'node:fs/promises';
import { decodeMarked } from '../../core/decode.ts';
import { errnoOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';
import { writeWhole } from '../write-whole.ts';
import { type GotoAccountFile, gotoUser, type GotoSandboxUser } from './account.ts';
import { gotoFileMistake } from './check-file.ts';

/**
 * Reads an account file. Lists, and fields of users, that are left out are empty.
 *
 * @throws Failure SANDBOX_FILE_MISSING, SANDBOX_FILE_UNREADABLE, SANDBOX_FILE_BAD
 */
export async function loadGotoAccount(path: string): Promise<GotoAccountFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') {
      throw new Failure(
        'SANDBOX_FILE_MISSING',
        `There is no stand-in account ${path}.`,
        'Create one with: adsync sandbox --goto FILE --init, or correct the path.',
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
 * it. One user a line, for people and for diffs.
 */
export async function saveGotoAccount(path: string, account: GotoAccountFile): Promise<void> {
  await writeWhole(path, formatAccount(account));
}

function formatAccount({ users, ...head }: GotoAccountFile): string {
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  const lines = users.map((user) => `    ${JSON.stringify(withoutEmpty(user))}`);
  return `${start},\n  "users": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const emptyUser = Object.entries(gotoUser({ key: '', email: '' }));

function withoutEmpty(user: GotoSandboxUser): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, empty] of emptyUser) {
    const value: unknown = user[name as keyof GotoSandboxUser];
    const isEmpty = typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : value === empty;
    if (!isEmpty || name === 'key' || name === 'email') fields[name] = value;
  }
  return fields;
}

function parseAccount(text: string, path: string): GotoAccountFile {
  function bad(what: string): Failure {
    return new Failure(
      'SANDBOX_FILE_BAD',
      `${path} is no stand-in account of GoTo: ${what}.`,
      'Correct the file, or create a new one with: adsync sandbox --goto FILE --init',
    );
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw bad(error instanceof Error ? error.message : 'it is no JSON');
  }
  const mistake = gotoFileMistake(raw);
  if (mistake !== null) throw bad(mistake);

  const given = raw as Partial<GotoAccountFile> & Pick<GotoAccountFile, 'format' | 'accountKey' | 'name'>;
  return {
    format: given.format,
    accountKey: given.accountKey,
    name: given.name,
    clients: given.clients ?? [],
    tokens: given.tokens ?? [],
    refreshTokens: given.refreshTokens ?? [],
    licences: given.licences ?? [],
    groups: given.groups ?? [],
    rolesets: given.rolesets ?? [],
    attributes: given.attributes ?? [],
    otherAccounts: given.otherAccounts ?? [],
    validatedDomains: given.validatedDomains ?? [],
    switches: given.switches ?? {},
    faults: given.faults ?? [],
    users: (given.users ?? []).map((user) => gotoUser(user)),
  };
}
