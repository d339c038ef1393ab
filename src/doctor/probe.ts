import { broken, type Check, type Checked, fine, type Found } from '../core/check.ts';
import { counted } from '../core/counted.ts';
import type { Answered } from '../core/observation.ts';
import type { Probed, Probing } from '../core/probing.ts';
import { targetId, type TargetId } from '../core/target-id.ts';
import type { ChosenTarget } from '../run/chosen-targets.ts';
import type { HeldLock } from '../run/held-lock.ts';
import { takeLock } from '../run/lock.ts';
import { keepUntouched, type Untouched } from '../run/untouched.ts';
import type { DoctorJob } from './job.ts';
import type { TargetAnswer } from './recording.ts';
import { runChecks, type RunChecksOptions } from './run-checks.ts';
import { worldOf } from './target-world.ts';

export interface ProbedTargets {
  /** One for each section of the file: whether everything is as before. */
  readonly checks: readonly Checked[];
  readonly targets: readonly { readonly target: string; readonly answers: readonly Answered[] }[];
}

export const NOTHING_TRIED: ProbedTargets = { checks: [], targets: [] };

type Asked = Pick<Probing, 'user' | 'confirm' | 'agree'>;

/** Tries on one user of each account what no reading tells. Nobody else works on the account meanwhile. */
export async function probeTargets(
  job: DoctorJob,
  watching: Omit<RunChecksOptions, 'signal'>,
  asked: Asked,
): Promise<ProbedTargets> {
  const targets: { target: string; answers: readonly Answered[] }[] = [];
  const checks = job.targets.map(
    (chosen): Check => ({
      id: `${chosen.type}.probe`,
      title: `${chosen.type}: what was tried`,
      needs: [],
      async run() {
        const probed = await probeOne(chosen, job, asked);
        if (probed === null)
          return fine('Nothing that is open about such an account could be tried on a text of one user.');
        targets.push({ target: chosen.type, answers: probed.answers });
        return foundOf(probed);
      },
    }),
  );
  // The first signal ends a probe by itself, after the user is put back; what it has found is told all the same.
  const signal = new AbortController().signal;
  return { checks: await runChecks(checks, { ...watching, signal }), targets };
}

export function probeAnswers({ targets }: ProbedTargets): readonly TargetAnswer[] {
  return targets.flatMap(({ target, answers }) => answers.map((one) => ({ target, ...one })));
}

function foundOf({ answers, harm }: Probed): Found {
  if (harm !== null) return broken(harm.text, harm.remedy);
  const told = answers.filter(({ answer }) => answer !== null).length;
  return fine(`${told} of ${counted(answers.length, 'question')} answered. The user is as it was before.`);
}

/** null where an account has nothing that could be tried. */
async function probeOne(chosen: ChosenTarget, job: DoctorJob, asked: Asked): Promise<Probed | null> {
  const target = await chosen.open(worldOf(job));
  const held: Held = { lock: null, untouched: null };
  try {
    if (target.probe === undefined) return null;
    return await target.probe({
      ...asked,
      stop: job.surroundings.signal,
      lock: async (account) => {
        const id = targetId(chosen.type, account);
        held.lock = await lockOf(id, job);
        held.untouched = await keepUntouched(await job.stateDir(), id);
      },
      async beforeWrite(user) {
        await held.lock?.check();
        await held.untouched?.keep(job.surroundings.mask(user));
      },
      restored: async () => held.untouched?.drop(),
    });
  } finally {
    await held.lock?.release();
    await target.close();
  }
}

interface Held {
  lock: HeldLock | null;
  untouched: Untouched | null;
}

async function lockOf(target: TargetId, { stateDir, surroundings, detail }: DoctorJob): Promise<HeldLock> {
  const { processes, signal } = surroundings;
  return await takeLock({
    stateDir: await stateDir(),
    target,
    processes,
    signal,
    now: () => surroundings.now(),
    command: 'doctor --probe',
    onWatch: ({ pid, host }) => {
      detail(
        `The lock of process ${pid} on ${host} is stamped in the future. Watching whether that process still works.`,
      );
    },
  });
}
