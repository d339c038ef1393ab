import { isMade } from '../plan/exit.ts';
import type { Change, Outcome, Plan } from '../plan/model.ts';
import { lastingWords } from '../plan/undo/lasting.ts';
import type { ApplyJob } from './job.ts';

/**
 * Says what of a plan no undo could take back; nothing where there is nothing.
 *
 * @param outcomes what became of it; absent before it is carried out
 */
export function sayLasting({ kinds, reporter }: ApplyJob, plan: Plan, outcomes?: readonly Outcome[]): void {
  const made = new Set(outcomes?.filter(isMade).map(({ change }) => change));
  const isMeant = ({ id, held, blocked }: Change): boolean =>
    outcomes === undefined ? held === null && blocked === undefined : made.has(id);
  const lasting = plan.changes.filter(isMeant).flatMap((change) => {
    const section = plan.targets.find(({ id }) => id === change.target);
    const kind = kinds.find((one) => one.section.type === section?.type);
    return kind?.lastingIn(change) ?? [];
  });
  const words = lastingWords(lasting);
  if (words === '') return;
  const whole = outcomes === undefined ? 'adsync undo could take this back' : 'adsync undo takes this run back';
  reporter.lasting(`${whole}, but for this: ${words}.`);
}
