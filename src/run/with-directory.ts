import type { Directory, ReadOptions } from '../directory/directory.ts';
import { openDirectory } from '../directory/open.ts';
import type { Job } from './job.ts';

/** Opens the directory of the file for `work`, which only reads it: neither the account nor a record is looked at. */
export async function withDirectory<Result>(
  { settings, surroundings, reporter }: Pick<Job, 'settings' | 'surroundings' | 'reporter'>,
  work: (directory: Directory, options: ReadOptions) => Promise<Result>,
): Promise<Result> {
  const directory = await openDirectory(settings.directory, surroundings.env, surroundings.traffic);
  const progress = (text: string): void => {
    reporter.progress(text);
  };
  try {
    return await work(directory, { signal: surroundings.signal, now: surroundings.now(), progress });
  } finally {
    reporter.progress(null);
  }
}
