import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GotoSandbox, newGotoAccount, startGotoSandbox } from '../../src/sandbox/goto/index.ts';
import { newSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { newFolder } from '../e2e/adsync.ts';
import { CONNECT, gotoSection, MEETING } from '../e2e/goto-world.ts';
import type { Company } from '../e2e/scenarios.ts';
import type { Kind } from '../e2e/story.ts';
import { FIRST, wantedOf } from './company.ts';

/** A directory whose answers can be kept back. */
export interface StoryDirectory extends Kind {
  fail(folder: string): Promise<void>;
  heal(folder: string): Promise<void>;
  /** The code of a round in which it does not answer. */
  readonly failure: string;
  /** What must not be seen anywhere. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** A company, its directory, and its two accounts, for `adsync run`. */
export interface Stage {
  readonly path: string;
  readonly rescue: RescueSandbox;
  readonly goto: GotoSandbox;
  readonly directory: StoryDirectory;
  company(): Company;
  /** The company changes, and the directory with it. */
  change(change: (company: Company) => Company): Promise<void>;
  edit(change: (yaml: string) => string): Promise<void>;
  /** The file with the token of Rescue is gone, or there again. */
  hideToken(hidden: boolean): Promise<void>;
  /** Keeps the next creation at Rescue back: `reached` = it has come; `open` lets it and all others through. */
  holdCreation(): { readonly reached: Promise<void>; readonly open: () => void };
  /** Who works in the accounts, in the lines of `wantedOf`. */
  working(): ReturnType<typeof wantedOf>;
  /** What must never be, whatever goes wrong. */
  misdeeds(): string[];
  close(): Promise<void>;
}

export const TOKEN = 'rescue-token-of-the-story';
const PRODUCTS: Readonly<Record<string, string>> = { [MEETING]: 'Meeting', [CONNECT]: 'Connect' };

export async function openStage(directory: StoryDirectory): Promise<Stage> {
  const gate = newGate();
  const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
  const rescue = await startRescueSandbox({
    account: newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: TOKEN, holder }),
    switches: { latency: 1 },
    faultFor: gate.look,
    sleep: gate.wait,
  });
  const goto = await startGotoSandbox({
    account: newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' }),
  });
  const yaml = yamlOf(directory.yaml, rescue.url, goto.url);
  const folder = await newFolder({ ...directory.files, 'sync.yaml': yaml, 'rescue-token': TOKEN });
  const inFolder = (name: string): string => join(folder.path, name);
  let company = FIRST;
  await directory.hold(company, folder.path);
  return {
    path: folder.path,
    rescue,
    goto,
    directory,
    company: () => company,
    async change(change) {
      company = change(company);
      await directory.hold(company, folder.path);
    },
    async edit(change) {
      await writeFile(inFolder('sync.yaml'), change(await readFile(inFolder('sync.yaml'), 'utf8')));
    },
    hideToken: (hidden) =>
      hidden
        ? rename(inFolder('rescue-token'), inFolder('hidden'))
        : rename(inFolder('hidden'), inFolder('rescue-token')),
    holdCreation: gate.close,
    working: () => ({ rescue: technicians(rescue), goto: licensed(goto) }),
    misdeeds: () => [...deletions(rescue, goto), ...twice(rescue, goto)],
    async close() {
      await Promise.all([rescue.close(), goto.close()]);
      await directory.close();
      await folder.remove();
    },
  };
}

function yamlOf(directory: string, rescueUrl: string, gotoUrl: string): string {
  return `version: 1
interval: 15m
limits: { disable: 2, disablePerGroup: 100%, move: 100%, readdress: 100%, window: 0, minimum: 0 }
${directory}rescue:
  url: ${rescueUrl}
  apiToken: \${file:rescue-token}
  requests: { concurrent: 2, perSecond: 1000 }
  groups:
    - { directoryGroup: Support, rescueGroup: Technicians/Support }
    - { directoryGroup: Experts, rescueGroup: Technicians/Experts }
${gotoSection(gotoUrl, '')}  rules:
    - { directoryGroup: Support, products: [Meeting] }
    - { directoryGroup: Experts, products: [Meeting, Connect] }
`;
}

/** From the first creation on every call to Rescue waits, once the gate is closed. */
function newGate() {
  let armed: (() => void) | null = null;
  let held: Promise<void> | null = null;
  let opened: Promise<void> = Promise.resolve();
  return {
    look: (method: string): null => {
      if (armed === null || !method.startsWith('createUser')) return null;
      held = opened;
      armed();
      armed = null;
      return null;
    },
    wait: (): Promise<void> => held ?? Promise.resolve(),
    close: (): ReturnType<Stage['holdCreation']> => {
      let release = (): void => undefined;
      opened = new Promise((resolve) => (release = resolve));
      const reached = new Promise<void>((resolve) => (armed = resolve));
      const open = (): void => {
        held = null;
        armed = null;
        release();
      };
      return { reached, open };
    },
  };
}

function technicians({ account }: RescueSandbox): string[] {
  const groups = new Map(account.nodes.map(({ id, name }) => [id, name]));
  return account.nodes
    .filter(({ type, status }) => type === 'Technician' && status !== 'Disabled')
    .map(({ email, name, parent }) => `${wordOf(email)}, ${name}, ${groups.get(parent ?? 0) ?? ''}`)
    .sort();
}

function licensed({ account }: GotoSandbox): string[] {
  return account.users
    .filter(({ licenseKeys }) => licenseKeys.length > 0)
    .map(({ email, firstName, lastName, licenseKeys }) => {
      const products = licenseKeys.map((key) => PRODUCTS[key] ?? key).sort();
      return `${wordOf(email)}, ${firstName} ${lastName}, ${products.join('+')}`;
    })
    .sort();
}

function wordOf(email: string): string {
  return email.split('@')[0] ?? '';
}

function deletions(rescue: RescueSandbox, goto: GotoSandbox): string[] {
  const gone = goto.log.filter(({ method, path }) => method === 'DELETE' && /\/users\/\d+$/.test(path));
  return [
    ...rescue.log.filter(({ method }) => /^del/i.test(method)).map(({ method }) => `Rescue: ${method}`),
    ...gone.map(({ path }) => `GoTo: deleted ${path}`),
  ];
}

function twice(rescue: RescueSandbox, goto: GotoSandbox): string[] {
  const users = rescue.account.nodes.filter(({ type }) => type === 'Technician');
  return [users, goto.account.users].flatMap((all) => {
    const emails = all.map(({ email }) => email.toLowerCase());
    return emails.filter((email, index) => emails.indexOf(email) !== index).map((email) => `twice: ${email}`);
  });
}
