import { Failure } from '../core/failure.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { SavedPlan } from './model.ts';
import { formatPath } from '../core/path.ts';
import { bearsPlanMark, savingOf } from './plan-mark.ts';
import type { Settings } from '../core/settings.ts';

export interface Circumstances {
  readonly settings: Settings;
  readonly account: AccountReading;
  readonly now: Date;
}

const AGAIN = 'Make a new plan, look at it, and apply that one.';

/** Milliseconds that the clocks of two machines may differ. */
const CLOCKS_DIFFER = 5 * 60_000;

/** Why a saved plan must not be applied, here and now; null when it may be. Nothing in here looks at single changes. */
export function cannotApply(plan: SavedPlan, { settings, account, now }: Circumstances): Failure | null {
  const [target] = plan.targets;
  if (target.account !== account.account) {
    const text = `The plan was made for account ${target.account}; the credentials are those of account ${account.account}.`;
    return new Failure('PLAN_OTHER_ACCOUNT', text, 'Use the YAML file that the plan was made with.');
  }
  if (plan.config.sha256 !== settings.sha256) {
    const text = `The plan was made with another ${plan.config.file} than ${settings.file} is now.`;
    return new Failure('PLAN_OTHER_FILE', text, AGAIN);
  }
  const marked = [...account.users, ...account.groups].filter((one) => bearsPlanMark(one.description, plan));
  if (marked.length > 0) {
    const [first] = marked.map((one) => ('name' in one ? one.name : formatPath(one.path)));
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

function hours(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
