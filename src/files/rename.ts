import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf } from '../core/errno.ts';

/** What a system says when another program (a virus scanner, Excel, a backup) has a file open just now. */
const FOR_A_MOMENT: ReadonlySet<string> = new Set(['EACCES', 'EBUSY', 'EPERM']);
/** Milliseconds before each further try: five tries within a second. */
const WAITS = [50, 150, 300, 400] as const;

/** What the renaming takes from outside. */
export interface Renaming {
  rename(from: string, to: string): Promise<void>;
  sleep(ms: number): Promise<unknown>;
}

/**
 * Gives a file another name, and is patient where the system refuses it for a moment.
 *
 * @throws the error of the system, after the last try
 */
export async function renamePatiently(from: string, to: string, by: Renaming = { rename, sleep }): Promise<void> {
  for (const wait of WAITS) {
    try {
      await by.rename(from, to);
      return;
    } catch (cause) {
      if (!FOR_A_MOMENT.has(errnoOf(cause) ?? '')) throw cause;
      await by.sleep(wait);
    }
  }
  await by.rename(from, to);
}
