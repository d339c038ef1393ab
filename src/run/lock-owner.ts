import { readFile, stat } from 'node:fs/promises';

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
  /** When the process started, as the system counts it: tells it from a later one with the same number. null = unknown. */
  readonly processStart: string | null;
}

/** This process, and what can be known of others. */
export interface Processes {
  readonly pid: number;
  readonly host: string;
  isRunning(pid: number): boolean;
}

/** Milliseconds. An owner on another machine cannot be asked, so whoever holds a lock shows every so often that it lives. */
export const HEARTBEAT = 20_000;
export const SILENCE = 180_000;

/** Clock ticks from the start of the machine to that of a process; null where the system does not say. */
export async function processStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name of the program comes second, in brackets, and may hold anything; the start is the 22nd field.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Whether the owner still works. */
export async function isAlive(owner: LockOwner, path: string, processes: Processes, now: number): Promise<boolean> {
  if (owner.host !== processes.host) {
    const seen = await stat(path).catch(() => null);
    return seen !== null && now - seen.mtimeMs < SILENCE;
  }
  if (!processes.isRunning(owner.pid)) return false;
  const start = await processStart(owner.pid);
  return start === null || owner.processStart === null || start === owner.processStart;
}
