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
  /** Whether it gives signs of life; those of earlier versions did not. */
  readonly beats: boolean;
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

/** `ahead`: the clock of the disk was set back since its last sign of life, so only a further one would tell. */
export type Life = 'lives' | 'gone' | 'ahead';

/**
 * Whether the owner still works.
 *
 * @param silent milliseconds since its last sign of life
 */
export async function lifeOf(owner: LockOwner, processes: Processes, silent: () => Promise<number>): Promise<Life> {
  const isElsewhere = owner.host !== processes.host;
  const isHere = owner.place !== null && owner.place === processes.place;
  if (isElsewhere || (!isHere && owner.place !== null && processes.place !== null)) return bySilence(await silent());
  const process = await processOf(owner, processes);
  if (process === 'its own') return 'lives';
  // Its number may be that of a later process now. Who cannot be told by the start is told by its signs of life.
  if (process === 'of its number') return owner.beats ? bySilence(await silent()) : 'lives';
  // Perhaps another container: whoever shows life lives.
  return isHere ? 'gone' : bySilence(await silent());
}

function bySilence(silent: number): Life {
  if (silent >= SILENCE) return 'gone';
  return silent > -SILENCE ? 'lives' : 'ahead';
}

/** Windows and macOS do not say when a process started. */
async function processOf(
  { pid, processStart: known }: LockOwner,
  processes: Processes,
): Promise<'its own' | 'of its number' | 'none'> {
  if (!processes.isRunning(pid)) return 'none';
  const start = await processStart(pid);
  if (start === null || known === null) return 'of its number';
  return start === known ? 'its own' : 'none';
}
