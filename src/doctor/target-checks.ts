import { type Check, fine } from '../core/check.ts';
import { Failure } from '../core/failure.ts';
import type { AccessStep, Target } from '../targets/target.ts';
import type { ChosenTarget } from '../run/chosen-targets.ts';
import { reachedId } from './host-checks.ts';
import type { DoctorJob } from './job.ts';
import { worldOf } from './target-world.ts';

/** The checks of one account, and what they have opened. */
export interface TargetChecks {
  readonly checks: readonly Check[];
  /** The account's own id; null where it is not known. */
  readonly account: () => string | null;
  close(): Promise<void>;
}

const ONE_STEP: readonly AccessStep[] = [{ id: 'access', title: 'credentials', codes: [] }];

/** Credentials, rights, and the account itself, read to its end. */
export function targetChecks(chosen: ChosenTarget, job: DoctorJob): TargetChecks {
  const { type, accessSteps = ONE_STEP, hosts } = chosen;
  const opened: Opened = { target: null, account: null, entry: null };
  const reached = (hosts?.() ?? []).map(reachedId);
  const steps = accessSteps.map((step, index): Check => {
    const before = accessSteps[index - 1];
    return {
      id: `${type}.${step.id}`,
      title: `${type}: ${step.title}`,
      needs: before === undefined ? ['secrets', ...reached] : [`${type}.${before.id}`],
      async run() {
        opened.entry ??= enter(chosen, job, opened);
        const failure = await opened.entry;
        if (failure !== null && failedStep(accessSteps, failure) === index) throw failure;
        const isLast = index === accessSteps.length - 1;
        return fine(isLast ? `They are good for the account ${opened.account ?? ''}.` : 'It was accepted.');
      },
    };
  });
  const last = steps.at(-1)?.id ?? '';
  return {
    checks: [...steps, readCheck(chosen, job, opened, last)],
    account: () => opened.account,
    close: async () => opened.target?.close(),
  };
}

interface Opened {
  target: Target | null;
  account: string | null;
  entry: Promise<Failure | null> | null;
}

/** @returns why the account cannot be entered; null where it can */
async function enter(chosen: ChosenTarget, job: DoctorJob, opened: Opened): Promise<Failure | null> {
  const { signal } = job.surroundings;
  try {
    opened.target = await chosen.open(worldOf(job));
    opened.account = await opened.target.identify();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Which step a failure belongs to: the first one, where none of them names it. */
export function failedStep(steps: readonly AccessStep[], { code }: Pick<Failure, 'code'>): number {
  return Math.max(
    0,
    steps.findIndex(({ codes }) => codes.includes(code)),
  );
}

function readCheck({ type }: ChosenTarget, { progress }: DoctorJob, opened: Opened, needs: string): Check {
  return {
    id: `${type}.account`,
    title: `${type}: account`,
    needs: [needs],
    async run() {
      const { target } = opened;
      if (target === null) throw new Error('the account was not opened');
      const account = await target.read({ thorough: false, progress });
      const more = (account.findings?.() ?? []).map((one) => ({
        ...one,
        id: `${type}.${one.id}`,
        title: `${type}: ${one.title}`,
      }));
      const name = account.organization === '' ? '' : ` of ${account.organization}`;
      return { ...fine(`The account${name} was read to its end.`), more };
    },
  };
}
