import { hostname } from 'node:os';
import { errnoOf } from '../files/write-failure.ts';
import type { Processes } from '../run/lock-owner.ts';

/** This process, and what the system says of others. */
export function realProcesses(): Processes {
  return { pid: process.pid, host: hostname(), isRunning };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be asked, but is there.
    return errnoOf(error) === 'EPERM';
  }
}
