import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../src/plan/model.ts';
import {
  type GotoAccountFile,
  type GotoSandbox,
  type GotoSandboxOptions,
  type GotoSandboxUser,
  gotoUser,
  newGotoAccount,
  saveGotoAccount,
  startGotoSandbox,
} from '../../src/sandbox/goto/index.ts';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { adsync as runHere, type Said } from '../cli/fake-host.ts';
import { adsync, type Ended, newFolder, type RunOptions } from './adsync.ts';
import { guid } from './kinds.ts';

export const MEETING = '7000000000000000001';
export const CONNECT = '7000000000000000002';
export const SALES_GROUP = '7000000000000000201';

/** Somebody in the directory. */
export interface Colleague {
  readonly first: string;
  readonly last: string;
  readonly mail: string;
  readonly enabled: boolean;
}

export interface Firm {
  readonly people: Readonly<Record<string, Colleague>>;
  /** Members of each group, by their words; a word with an `@` is that of another group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export function colleague(first: string, last: string, given: Partial<Colleague> = {}): Colleague {
  return { first, last, mail: `${first.toLowerCase()}@corp.example`, enabled: true, ...given };
}

/** Ada and Bob sell, Cleo does not; everybody in sales is in the group of all as well, because that group holds it. */
export const FIRM: Firm = {
  people: { ada: colleague('Ada', 'Lovelace'), bob: colleague('Bob', 'Noyce'), cleo: colleague('Cleo', 'Smith') },
  groups: { Sales: ['ada', 'bob'], Everybody: ['@Sales', 'cleo'] },
};

/**
 * The owner; Ada, who has Meeting already and a misspelt name; Dan, whom the directory does not know; Zoe, whose address is
 * of another domain.
 */
export function firmAccount(): GotoAccountFile {
  const account = newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' });
  const active = { licenseKeys: [MEETING], activated: true };
  account.users.push(
    gotoUser({ key: '7000000000000000102', email: 'Ada@corp.example', firstName: 'Ada', lastName: 'Byron', ...active }),
    gotoUser({ key: '7000000000000000103', email: 'dan@corp.example', firstName: 'Dan', lastName: 'Gone', ...active }),
    gotoUser({
      key: '7000000000000000104',
      email: 'zoe@partner.example',
      firstName: 'Zoe',
      lastName: 'Part',
      ...active,
    }),
  );
  return account;
}

export interface GotoWorldOptions extends Omit<Partial<GotoSandboxOptions>, 'account'> {
  /** Whether the file names the stand-in's file, and so has every run start one of its own; else it is served. */
  readonly asFile?: boolean;
  /** Whether the file has a section for Rescue as well, with an account in a file. */
  readonly rescue?: boolean;
  /** Lines for the top of the file. */
  readonly yaml?: string;
  /** Lines for the section. */
  readonly section?: string;
  readonly account?: (account: GotoAccountFile) => void;
}

/** A firm with a directory in a file and a stand-in account of GoTo. */
export interface GotoFirm {
  readonly path: string;
  /** Of a served account. */
  readonly sandbox: GotoSandbox;
  /** The built program. */
  run(args: readonly string[], options?: Omit<RunOptions, 'cwd'>): Promise<Ended>;
  /** The command line in this process, which is quicker. */
  here(...args: string[]): Promise<Said>;
  plan(): Promise<Plan>;
  /** The directory holds this firm from now on. */
  hold(firm: Firm): Promise<void>;
  /** A user of the served account. */
  user(email: string): GotoSandboxUser | undefined;
  close(): Promise<void>;
}

export async function openFirm(options: GotoWorldOptions = {}): Promise<GotoFirm> {
  const { asFile = false, rescue = false, yaml = '', section = '', account: change, ...rest } = options;
  const account = firmAccount();
  change?.(account);
  const sandbox = await startGotoSandbox({ account, ...rest });
  const folder = await newFolder({
    'sync.yaml': yamlFor(asFile ? null : sandbox.url, rescue ? `${yaml}${RESCUE}` : yaml, section),
  });
  const cwd = folder.path;
  if (rescue) await saveSandboxAccount(join(cwd, 'account.json'), newSandboxAccount(RESCUE_ACCOUNT));
  if (asFile) await saveGotoAccount(join(cwd, 'goto.json'), account);
  const hold = (firm: Firm): Promise<void> => writeFile(join(cwd, 'directory.ldif'), ldifOf(firm));
  await hold(FIRM);
  return {
    path: cwd,
    sandbox,
    hold,
    run: (args, given = {}) => adsync(args, { ...given, cwd }),
    here: (...args) => runHere(args, { cwd }),
    async plan() {
      const { code, stdout, stderr } = await runHere(['plan', '--json'], { cwd });
      if (code !== 0) throw new Error(`plan ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as Plan;
    },
    user: (email) => sandbox.account.users.find((one) => one.email.toLowerCase() === email),
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}

/** Changes the file of a firm. */
export async function edit(firm: GotoFirm, change: (text: string) => string): Promise<void> {
  const path = join(firm.path, 'sync.yaml');
  await writeFile(path, change(await readFile(path, 'utf8')));
}

const RESCUE_ACCOUNT = {
  organization: 'Corp',
  accountId: 1,
  apiToken: 'sandbox-token',
  holder: { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' },
};

const RESCUE = `rescue:
  url: sandbox:account.json
  apiToken: sandbox-token
  requests: { concurrent: 2, perSecond: 1000 }
  groups: [{ directoryGroup: Sales, rescueGroup: Technicians/Sales }]
`;

function yamlFor(url: string | null, top: string, section: string): string {
  return `version: 1
${top}directory: { type: file, path: directory.ldif }
${gotoSection(url, section)}  rules:
    - directoryGroup: Sales
      products: [Meeting, Connect]
      userGroup: Sales
    - directoryGroup: Everybody
      products: [Meeting]
`;
}

/**
 * The section without its rules.
 *
 * @param url of a served account; null = the account is in the file goto.json
 * @param more further lines
 */
export function gotoSection(url: string | null, more: string): string {
  const place = url === null ? '  url: sandbox:goto.json\n' : `  url: ${url}\n  authUrl: ${url}\n`;
  return `goto:
${place}  account: "1234567890123456789"
  clientId: adsync-rehearsal
  clientSecret: sandbox-secret
  personalAccessToken: sandbox-pat
  domains: [corp.example]
  welcomeMail: false
  products: { Meeting: "${MEETING}", Connect: "${CONNECT}" }
${more}  requests: { perSecond: 500, consistencyDelay: 0s }
`;
}

const DOMAIN = 'DC=corp,DC=example';

function dnOf(word: string): string {
  return `CN=${word.replace('@', '')},OU=${word.startsWith('@') ? 'Groups' : 'People'},${DOMAIN}`;
}

function ldifOf({ people, groups }: Firm): string {
  const users = Object.entries(people).map(([word, { first, last, mail, enabled }]) =>
    [
      `dn: ${dnOf(word)}`,
      'objectClass: user',
      `cn: ${word}`,
      `objectGUID: ${guid(word)}`,
      `displayName: ${first} ${last}`,
      `givenName: ${first}`,
      `sn: ${last}`,
      `userPrincipalName: ${word}@corp.local`,
      `userAccountControl: ${enabled ? 512 : 514}`,
      `mail: ${mail}`,
    ].join('\n'),
  );
  const entries = Object.entries(groups).map(([name, members]) =>
    [
      `dn: ${dnOf(`@${name}`)}`,
      'objectClass: group',
      `cn: ${name}`,
      `objectGUID: ${guid(`@${name}`)}`,
      ...members.map((member) => `member: ${dnOf(member)}`),
    ].join('\n'),
  );
  return `${[...users, ...entries].join('\n\n')}\n`;
}
