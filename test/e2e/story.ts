import { join } from 'node:path';
import type { Plan } from '../../src/plan/model.ts';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { adsync } from '../cli/fake-host.ts';
import { newFolder } from './adsync.ts';
import { type Company, companyOf, restOfFile, SCENARIOS } from './scenarios.ts';

/** A kind of directory in which the company can be kept. */
export interface Kind {
  /** The directory section of the file. */
  readonly yaml: string;
  /** Files that the section refers to. */
  readonly files: Readonly<Record<string, string>>;
  /** Makes the directory hold the company. `folder` is where the file is. */
  hold(company: Company, folder: string): Promise<void>;
}

/** What adsync planned as the company went on. */
export interface Story {
  readonly first: Plan;
  readonly then: Plan;
  readonly last: Plan;
}

/**
 * From an empty account: plan, apply, the company changes, plan, apply, plan. The command lines run in this process, over
 * the same sockets; that the built program does the same is shown in main-job.test.ts and active-directory.ad.test.ts.
 */
export async function tell(kind: Kind): Promise<Story> {
  const folder = await newFolder({ ...kind.files, 'sync.yaml': `version: 1\n${kind.yaml}${restOfFile()}` });
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await adsync(args, { cwd: folder.path });
    if (code !== 0) throw new Error(`adsync ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  };
  const plan = async (): Promise<Plan> => JSON.parse(await run('plan', '--json')) as Plan;
  try {
    const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
    const account = newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder });
    await saveSandboxAccount(join(folder.path, 'account.json'), account);
    await kind.hold(companyOf('before', SCENARIOS), folder.path);
    const first = await plan();
    await run('apply', '--yes');
    await kind.hold(companyOf('after', SCENARIOS), folder.path);
    const then = await plan();
    await run('apply', '--yes');
    return { first, then, last: await plan() };
  } finally {
    await folder.remove();
  }
}
