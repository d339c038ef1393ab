import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';

/** @throws Failure SANDBOX_FILE_EXISTS when one of the files that `--init` would create is there already */
export async function mustBeNew(cwd: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const exists = await access(resolve(cwd, file)).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const advice = 'Leave --init out to serve it, or name another file.';
    throw new Failure('SANDBOX_FILE_EXISTS', `There is a file ${file} already.`, advice);
  }
}

/** @throws Failure SANDBOX_FILE_UNWRITABLE */
export async function writeNew(shown: string, save: () => Promise<void>): Promise<void> {
  try {
    await save();
  } catch (cause) {
    const advice = 'Look at the folder and at who may write there.';
    throw new Failure('SANDBOX_FILE_UNWRITABLE', `${shown} cannot be written.`, advice, { cause });
  }
}
