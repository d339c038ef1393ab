import { setImmediate } from 'node:timers/promises';

/** Waits for something to happen, however long it takes: the time limit of the test is the only clock. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await setImmediate();
}
