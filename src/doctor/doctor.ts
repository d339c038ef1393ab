import type { Check, Checked } from '../core/check.ts';
import type { DirectorySettings } from '../core/settings.ts';
import { directoryHosts } from '../directory/open.ts';
import { directoryChecks } from './directory-checks.ts';
import { hostChecks } from './host-checks.ts';
import type { DoctorJob } from './job.ts';
import { ownChecks } from './own-checks.ts';
import { runChecks, type RunChecksOptions } from './run-checks.ts';
import { stateChecks } from './state-checks.ts';
import { type TargetChecks, targetChecks } from './target-checks.ts';

export type Watching = Omit<RunChecksOptions, 'signal'>;

/**
 * Looks step by step whether a run of the file could work: program, file, secrets, hosts, directory, accounts, and where
 * runs are recorded. It reads only.
 *
 * @throws the signal's reason when it is interrupted
 */
export async function examineEverything(job: DoctorJob, watching: Watching): Promise<readonly Checked[]> {
  const accounts = new Map<string, TargetChecks>();
  for (const chosen of job.targets) accounts.set(chosen.type, targetChecks(chosen, job));
  try {
    const checks = await checksOf(job, accounts);
    return await runChecks(checks, { ...watching, signal: job.surroundings.signal });
  } finally {
    job.progress(null);
    for (const account of accounts.values()) await account.close();
  }
}

async function checksOf(job: DoctorJob, accounts: ReadonlyMap<string, TargetChecks>): Promise<readonly Check[]> {
  const settings = job.plain.ok ? job.plain.settings : null;
  return [
    ...ownChecks(job),
    ...(settings === null ? [] : await waysTo(settings.directory, job)),
    ...(await directoryOf(job)),
    ...[...accounts.values()].flatMap(({ checks }) => checks),
    ...stateChecks(job, accounts),
  ];
}

async function waysTo(directory: DirectorySettings, job: DoctorJob): Promise<readonly Check[]> {
  const used = job.loaded.ok ? job.loaded.settings.directory : directory;
  const hosts = [...(await directoryHosts(used)), ...job.targets.flatMap(({ hosts: of }) => of?.() ?? [])];
  return hostChecks(hosts, job);
}

/** Where the file cannot be used there is one check, which is skipped. */
async function directoryOf(job: DoctorJob): Promise<readonly Check[]> {
  if (job.loaded.ok) return await directoryChecks(job.loaded.settings.directory, job);
  const run = (): Promise<never> => Promise.reject(new Error('the file cannot be used'));
  return [{ id: 'directory.groups', title: 'directory groups', needs: ['secrets'], run }];
}
