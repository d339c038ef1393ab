import { readFile } from 'node:fs/promises';

/** The run that holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** As in {@link Processes}. Lock files of earlier versions do not say it. */
  readonly place: string | null;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
  /** When the process started, as the system counts it: tells it from a later one with the same number. null = unknown. */
  readonly processStart: string | null;
}

/** This process, and what can be known of others. */
export interface Processes {
  readonly pid: number;
  /** For people. Two containers may have the same. */
  readonly host: string;
  /** Where numbers of processes mean the same as here: one boot of one machine, and on it one container. null = unknown. */
  readonly place: string | null;
  isRunning(pid: number): boolean;
}

/** Milliseconds. An owner in another place cannot be asked, so whoever holds a lock shows every so often that it lives. */
export const HEARTBEAT = 20_000;
export const SILENCE = 180_000;

/** Clock ticks from the start of the machine to that of a process; null where the system does not say. */
export async function processStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name of the program comes second, in brackets, and may hold anything; the start is the 22nd field.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/**
 * Whether the owner still works.
 *
 * @param silent milliseconds since its last sign of life
 */
export async function isAlive(owner: LockOwner, processes: Processes, silent: () => Promise<number>): Promise<boolean> {
  if (owner.host !== processes.host) return (await silent()) < SILENCE;
  if (owner.place !== null && processes.place !== null) {
    return owner.place === processes.place ? await isRunning(owner, processes) : (await silent()) < SILENCE;
  }
  // Perhaps the same place, perhaps another container: whoever shows life either way lives.
  return (await isRunning(owner, processes)) || (await silent()) < SILENCE;
}

async function isRunning({ pid, processStart: known }: LockOwner, processes: Processes): Promise<boolean> {
  if (!processes.isRunning(pid)) return false;
  const start = await processStart(pid);
  return start === null || known === null || start === known;
}
