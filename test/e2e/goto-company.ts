import type { Plan } from '../../src/plan/model.ts';
import {
  type GotoAccountFile,
  type GotoSandbox,
  type GotoSandboxOptions,
  type GotoSandboxUser,
  newGotoAccount,
  startGotoSandbox,
} from '../../src/sandbox/goto/index.ts';
import { adsync as runHere, type Said } from '../cli/fake-host.ts';
import { adsync, type Ended, newFolder, type RunOptions } from './adsync.ts';
import { gotoSection } from './goto-world.ts';
import type { Company } from './scenarios.ts';
import type { Kind } from './story.ts';

export interface GotoCompanyOptions extends Pick<GotoSandboxOptions, 'switches'> {
  /** The rules of the file, as they stand there. */
  readonly rules: string;
  /** Lines for the top of the file. */
  readonly yaml?: string;
  /** Lines for the section. */
  readonly section?: string;
  /** Prepares the account, which has its owner only. */
  readonly account?: (account: GotoAccountFile) => void;
}

/** A company in some kind of directory, and a stand-in account of GoTo for it. */
export interface GotoCompany {
  readonly path: string;
  readonly sandbox: GotoSandbox;
  /** The built program. */
  run(args: readonly string[], options?: Omit<RunOptions, 'cwd'>): Promise<Ended>;
  /** The command line in this process, which is quicker. */
  here(...args: string[]): Promise<Said>;
  /** A plan, whatever its exit code. */
  plan(): Promise<Plan>;
  /** The directory holds this company from now on. */
  hold(company: Company): Promise<void>;
  user(email: string): GotoSandboxUser | undefined;
  /** Calls that the stand-in receives from now on are told, and wait, before they are carried out. */
  onCall(told: NonNullable<GotoSandboxOptions['during']>): void;
  close(): Promise<void>;
}

export async function openGotoCompany(kind: Kind, options: GotoCompanyOptions): Promise<GotoCompany> {
  const { rules, yaml = '', section = '', account: prepare, ...rest } = options;
  const account = newGotoAccount({ clientSecret: 'sandbox-secret', pat: 'sandbox-pat' });
  prepare?.(account);
  let during: GotoSandboxOptions['during'];
  const sandbox = await startGotoSandbox({ account, ...rest, during: (call) => during?.(call) });
  const text = `version: 1\n${yaml}${kind.yaml}${gotoSection(sandbox.url, section)}  rules:\n${rules}`;
  const folder = await newFolder({ ...kind.files, 'sync.yaml': text });
  const cwd = folder.path;
  const here = (...args: string[]): Promise<Said> => runHere(args, { cwd });
  return {
    path: cwd,
    sandbox,
    run: (args, given = {}) => adsync(args, { ...given, cwd }),
    here,
    async plan() {
      const { stdout, stderr } = await here('plan', '--json');
      if (!stdout.startsWith('{')) throw new Error(`no plan: ${stderr}${stdout}`);
      return JSON.parse(stdout) as Plan;
    },
    hold: (company) => kind.hold(company, cwd),
    user: (email) => sandbox.account.users.find((one) => one.email.toLowerCase() === email),
    onCall(told) {
      during = told;
    },
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}
