import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Said } from '../cli/fake-host.ts';
import { newFolder } from './adsync.ts';

const CASES = join(import.meta.dirname, 'cases');
const HOLDER = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Owner-Pass%1' };

/** An input on which adsync once did the wrong thing, with an account of its own that holds nobody. */
export interface Case {
  /** Plans with an LDIF file of the case as the directory. */
  plan(ldif: string): Promise<Planned>;
  apply(ldif: string): Promise<Said>;
  /** Name and status of every user, the holder aside. */
  users(): string[];
  close(): Promise<void>;
}

export interface Planned extends Said {
  /** The plan; undefined where there is none. */
  readonly plan: PlanJson | undefined;
}

interface PlanJson {
  readonly changes: readonly { readonly operations: readonly string[]; readonly name: string }[];
  readonly notices: readonly { readonly code: string; readonly severity: string; readonly text: string }[];
}

/**
 * @param name `min-tombstone` for `min-tombstone.sync.yaml`
 * @param edit what becomes of the texts of its files; absent = nothing
 */
export async function openCase(name: string, edit = (text: string): string => text): Promise<Case> {
  const account = newSandboxAccount({
    organization: 'Example Ltd',
    accountId: 560961,
    apiToken: 'sandbox-token',
    holder: HOLDER,
  });
  const sandbox: RescueSandbox = await startRescueSandbox({ account });
  const yaml = await readFile(join(CASES, `${name}.sync.yaml`), 'utf8');
  const folder = await newFolder({ 'sync.yaml': edit(yaml.replace('sandbox:account.json', sandbox.url)) });
  const run = async (ldif: string, args: readonly string[]): Promise<Said> => {
    await writeFile(join(folder.path, `${name}.ldif`), edit(await readFile(join(CASES, `${ldif}.ldif`), 'utf8')));
    return adsync(args, { cwd: folder.path });
  };
  return {
    plan: async (ldif) => {
      const said = await run(ldif, ['plan', '--json']);
      return { ...said, plan: said.stdout === '' ? undefined : (JSON.parse(said.stdout) as PlanJson) };
    },
    apply: (ldif) => run(ldif, ['apply', '--yes']),
    users: () =>
      sandbox.account.nodes
        .filter((node) => node.type === 'Technician')
        .map(({ name: user, status }) => `${user} ${status}`),
    close: async () => {
      await sandbox.close();
      await folder.remove();
    },
  };
}
