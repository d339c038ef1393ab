import type { SavedPlan } from '../../../plan/model.ts';
import { planMark } from '../../../plan/saving.ts';
import { formatPath } from '../../../core/path.ts';
import type { AccountReading } from './account.ts';

/**
 * The mark that a saved plan leaves in the description of everything it changes, behind the link marker:
 * `[adsync-plan 4f0e8b6a2f6f 2026-11-26T09:00:00Z]`, which plan and when it was made. A saved plan is spent once it was
 * applied, and machines that share no state folder can tell by the mark. It lasts until another saved plan changes the
 * same user, and decides nothing else. It comes last, for where a description is cut the link must not be what is lost.
 */
const MARK = /\[adsync-plan ([^[\]]*)(\]|$)/gi;
const WHOLE = /^[0-9a-f]{12} [-0-9T:]{19}Z$/;

type Saved = Pick<SavedPlan, 'savedId' | 'createdAt'>;

/** A description without marks, and the last whole mark in it; null when there is none. */
export function splitMark(description: string): { readonly rest: string; readonly mark: string | null } {
  const whole = [...description.matchAll(MARK)].filter(([, saving = '', end]) => end === ']' && WHOLE.test(saving));
  return { rest: withoutMarks(description).trim(), mark: whole.at(-1)?.[0] ?? null };
}

/** Without the blanks before each mark, too; a pattern for both would take a square of the length of a run of blanks. */
function withoutMarks(description: string): string {
  let text = '';
  let from = 0;
  for (const { index, 0: mark } of description.matchAll(MARK)) {
    text += description.slice(from, index).trimEnd();
    from = index + mark.length;
  }
  return text + description.slice(from);
}

/** The description with its own text and its link kept, and `mark` (plan/saving.ts) as the only mark of a plan. */
export function withPlanMark(description: string, mark: string): string {
  const { rest } = splitMark(description);
  return rest === '' ? mark : `${rest} ${mark}`;
}

/** Whether the plan has changed the user or group of this description, and no other saved plan since. */
export function bearsPlanMark(description: string, plan: Saved): boolean {
  return description.includes(planMark(plan));
}

/** Names of the users and groups of an account that bear the mark of a saved plan. */
export function markedBy(plan: Saved, { users, groups }: AccountReading): string[] {
  const marked = [...users, ...groups].filter((one) => bearsPlanMark(one.description, plan));
  return marked.map((one) => ('name' in one ? one.name : formatPath(one.path)));
}
