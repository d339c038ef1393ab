import type { Schedule } from './schedule.ts';
import { type RunEnd, type Trial, tryOut } from './trial.ts';
import type { ChaosWorld } from './world.ts';

export interface Campaign {
  readonly trials: readonly Trial[];
  /** For people. */
  readonly figures: string;
  readonly findings: readonly string[];
}

/**
 * Tries out all schedules, `abreast` at a time, against what an undisturbed run of the built program leaves behind.
 *
 * @param calmRun how a run is made after everything has gone wrong; absent = by the built program, too
 */
export async function campaign(
  world: ChaosWorld,
  schedules: readonly Schedule[],
  abreast: number,
  calmRun?: (folder: string) => Promise<RunEnd>,
): Promise<Campaign> {
  const calm = await tryOut(world, { name: 'undisturbed', kills: [], faults: [], session: false }, null);
  const queue = schedules.values();
  const trials: Trial[] = [];
  async function work(): Promise<void> {
    for (const schedule of queue) trials.push(await tryOut(world, schedule, calm.state, calmRun));
  }
  await Promise.all(Array.from({ length: abreast }, work));
  const findings = [calm, ...trials].flatMap((trial) =>
    trial.findings.map((text) => `${trial.schedule.name}: ${text}`),
  );
  const sum = (of: (trial: Trial) => number): number => trials.reduce((total, trial) => total + of(trial), 0);
  const bad = trials.filter((trial) => trial.findings.length > 0).length;
  const figures = [
    `${trials.length} schedules of an apply with ${calm.writes} writes:`,
    `${sum(({ kills }) => kills)} kills, ${sum(({ faults }) => faults)} faults that struck, ${sum(({ runs }) => runs)} runs;`,
    `${bad} schedules that ended otherwise than undisturbed`,
  ].join(' ');
  return { trials, figures, findings };
}

/** How many writes an undisturbed apply takes. */
export async function writesOf(world: ChaosWorld): Promise<number> {
  return (await tryOut(world, { name: 'undisturbed', kills: [], faults: [], session: false }, null)).writes;
}
