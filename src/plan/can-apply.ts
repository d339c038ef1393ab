import { Failure } from '../core/failure.ts';
import type { SavedPlan } from './model.ts';
import { savingOf } from './saving.ts';
import type { Settings } from '../core/settings.ts';

export interface Circumstances {
  readonly settings: Pick<Settings, 'file' | 'sha256' | 'maxPlanAge'>;
  /** Names of users and groups that bear the plan's mark: it has changed them. */
  readonly marked: readonly string[];
  readonly now: Date;
}

const AGAIN = 'Make a new plan, look at it, and apply that one.';

/** Milliseconds that the clocks of two machines may differ. */
const CLOCKS_DIFFER = 5 * 60_000;

/** Why a saved plan must not be applied, here and now; null when it may be. Nothing in here looks at single changes. */
export function cannotApply(plan: SavedPlan, { settings, marked, now }: Circumstances): Failure | null {
  if (plan.config.sha256 !== settings.sha256) {
    const text = `The plan was made with another ${plan.config.file} than ${settings.file} is now.`;
    return new Failure('PLAN_OTHER_FILE', text, AGAIN);
  }
  if (marked.length > 0) {
    const [first] = marked;
    const others = marked.length === 1 ? '' : ` and ${marked.length - 1} more`;
    const text = `The plan ${savingOf(plan)} was applied before, for its mark is in the description of ${first ?? ''}${others}; a plan is applied once.`;
    return new Failure('PLAN_SPENT', text, 'Make a new plan: it shows what is left to do.');
  }
  const age = now.getTime() - Date.parse(plan.createdAt);
  if (age < -CLOCKS_DIFFER) {
    const text = `The plan says that it was made at ${plan.createdAt}, which is still to come.`;
    return new Failure(
      'PLAN_FROM_FUTURE',
      text,
      `Look at the clocks of this machine and of the one that made it. ${AGAIN}`,
    );
  }
  if (age > settings.maxPlanAge) {
    const text = `The plan is ${hours(age)} old; plans may be ${hours(settings.maxPlanAge)} old (maxPlanAge).`;
    return new Failure('PLAN_TOO_OLD', text, AGAIN);
  }
  return null;
}

/** The refusal of a plan for another account than the one that the credentials open. */
export function otherAccount(planned: string, opened: string): Failure {
  const text = `The plan was made for account ${planned}; the credentials are those of account ${opened}.`;
  return new Failure('PLAN_OTHER_ACCOUNT', text, 'Use the YAML file that the plan was made with.');
}

function hours(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
