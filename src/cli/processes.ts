import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, platform } from 'node:os';
import { errnoOf } from '../core/errno.ts';
import type { Processes } from '../run/lock-owner.ts';

/** This process, and what the system says of others. */
export function realProcesses(): Processes {
  return { pid: process.pid, host: hostname(), place: place(), isRunning };
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

/** The boot and the process namespace on Linux. Elsewhere a machine numbers its processes once for all. */
function place(): string | null {
  if (platform() !== 'linux') return platform();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}
