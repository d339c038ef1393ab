import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRun } from '../../src/run/journal-read.ts';

/**
 * Every journal can be read, and all but the last end are closed or settled by the next run.
 *
 * @returns what is not so, in sentences
 */
export async function journalFaults(folder: string, runs: number): Promise<string[]> {
  const stateDir = join(folder, '.adsync');
  const names = await readdir(join(stateDir, 'runs')).catch(() => []);
  const found: string[] = [];
  if (names.length > runs) found.push(`${names.length} journals of ${runs} runs`);
  for (const name of names) {
    const record = await readRun(stateDir, name.replace(/\.jsonl$/, ''));
    if (record === null) continue;
    if (record.torn > 1) found.push(`${name}: ${record.torn} torn lines`);
    if (record.close === null && record.settled === null) found.push(`${name}: neither closed nor settled`);
  }
  return found;
}
