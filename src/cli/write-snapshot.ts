import { resolve } from 'node:path';
import { counted } from '../core/counted.ts';
import { mustBeWritable } from '../files/replaceable.ts';
import type { StateDir } from '../run/state-dir.ts';
import { type SnapshotWishes, takeSnapshot } from '../run/take-snapshot.ts';
import { pseudonymKeyOf } from '../snapshot/key.ts';
import { saveSnapshot } from '../snapshot/save.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface SnapshotOptions extends Pick<SnapshotWishes, 'groups'> {
  readonly file: string;
  /** Whether tokens stand in the place of everything about people. */
  readonly pseudonymise: boolean;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly stateDir: StateDir;
  /** Sections of the file that the snapshot is about; empty = all. */
  readonly targets: readonly string[];
}

/** Takes a snapshot and writes it. */
export async function writeSnapshot(context: Context, options: SnapshotOptions): Promise<ExitCode> {
  const { file, force, stateDir } = options;
  // A key that is unfit is told before anything is read.
  const pseudonymKey = options.pseudonymise ? pseudonymKeyOf(context.env) : null;
  const path = resolve(context.cwd, file);
  const check = (): Promise<void> => mustBeWritable(path, file, 'snapshot', force);
  await check();
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const snapshot = await takeSnapshot(job, { groups: options.groups, pseudonymKey });

  // Again, because reading takes a while.
  await check();
  await saveSnapshot(snapshot, path);
  const { people, groups } = snapshot.directory;
  const held = `${counted(people.length, 'person', 'people')}, ${counted(groups.length, 'directory group', 'directory groups')}`;
  writeLine(context, `The snapshot was written to ${file} (${held}).`);
  return EXIT.done;
}
