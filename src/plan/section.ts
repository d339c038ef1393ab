import type { Notice } from '../core/notice.ts';
import { takenBy } from './budgets.ts';
import type { Budget, Change, Plan, PlanSummary, Tally, TargetSection } from './model.ts';
import { sortNotices } from './notices.ts';
import { summaryOf, talliesAfter } from './summary.ts';

/** An account as the target knows it, before its changes are counted. */
export interface SectionFacts extends Omit<TargetSection, 'summary' | 'budgets' | 'tallies'> {
  /** Users who are in step with the directory. */
  readonly unchanged: number;
  /** Enabled users of people whose end is proved, and who stay enabled. */
  readonly leaversLeft: number;
  readonly budgets: readonly Omit<Budget, 'after'>[];
  readonly tallies: readonly Omit<Tally, 'after'>[];
}

/**
 * The section of one account, with what its changes come to. A held change takes nothing and gives nothing back.
 *
 * @param changes of this account
 * @param notices about this account
 */
export function sectionOf(facts: SectionFacts, changes: readonly Change[], notices: readonly Notice[]): TargetSection {
  const { id, type, account, organization, url, names, unchanged, leaversLeft } = facts;
  return {
    id,
    type,
    account,
    organization,
    url,
    ...(names === undefined ? {} : { names }),
    summary: summaryOf(changes, notices, { unchanged, leaversLeft }),
    budgets: facts.budgets.map(({ name, held, before }) => {
      return { name, held, before, after: before + takenBy(changes, name) };
    }),
    tallies: talliesAfter(facts.tallies, changes),
  };
}

/** The sum over all accounts, each notice counted once. */
export function totalOf(sections: readonly TargetSection[], notices: readonly Notice[]): PlanSummary {
  const sum = (key: keyof PlanSummary): number =>
    sections.reduce((total, { summary }) => total + (summary[key] ?? 0), 0);
  const also = (['grant', 'revoke', 'resume', 'suspend', 'blocked'] as const).flatMap((key) =>
    sum(key) === 0 ? [] : [[key, sum(key)] as const],
  );
  return {
    create: sum('create'),
    update: sum('update'),
    move: sum('move'),
    enable: sum('enable'),
    disable: sum('disable'),
    ...Object.fromEntries(also),
    createGroup: sum('createGroup'),
    updateGroup: sum('updateGroup'),
    unchanged: sum('unchanged'),
    held: sum('held'),
    leaversLeft: sum('leaversLeft'),
    notices: notices.length,
  };
}

/**
 * The plan with other changes and notices, counted anew; its id stays, and so do the counts of single groups.
 *
 * @param leaversLeft of an account, where that changes, too
 */
export function withChanges<Some extends Plan>(
  plan: Some,
  changes: readonly Change[],
  notices: readonly Notice[],
  leaversLeft: (section: TargetSection) => number = ({ summary }) => summary.leaversLeft,
): Some {
  const targets = plan.targets.map((section): TargetSection => {
    const own = changes.filter(({ target }) => target === section.id);
    const besides = { unchanged: section.summary.unchanged, leaversLeft: leaversLeft(section) };
    const counted = sectionOf({ ...section, ...besides }, own, noticesOf(section, notices, plan));
    return { ...counted, tallies: section.tallies };
  });
  return { ...plan, changes, notices, targets, summary: totalOf(targets, notices) };
}

/** The notices about one account: those that name it, and those that name none. */
export function noticesOf(
  { id }: Pick<TargetSection, 'id'>,
  notices: readonly Notice[],
  { targets }: Pick<Plan, 'targets'>,
): Notice[] {
  return targets.length === 1 ? [...notices] : notices.filter(({ target }) => target === undefined || target === id);
}

/** The section of a plan that is for one account. @throws Error when it is for none */
export function onlySection({ targets }: Pick<Plan, 'targets'>): TargetSection {
  const [section] = targets;
  if (section === undefined) throw new Error('the plan is for no account');
  return section;
}

/**
 * The part of a plan that is about one account, as a plan of its own; its id stays.
 *
 * @throws Error when the plan is not for that account
 */
export function partOf<Some extends Plan>(plan: Some, id: string): Some {
  const section = plan.targets.find((one) => one.id === id);
  if (section === undefined) throw new Error(`the plan is not for ${id}`);
  if (plan.targets.length === 1) return plan;
  const changes = plan.changes.filter(({ target }) => target === id);
  const notices = plan.notices.filter(({ target }) => target === id);
  return { ...plan, targets: [section], changes, notices, summary: section.summary };
}

/**
 * The plan for some of its accounts only, each as its part says; its id stays.
 *
 * @param parts see {@link partOf}
 * @param besides more notices, which belong to no account
 */
export function ofParts<Some extends Plan>(plan: Some, parts: readonly Plan[], besides: readonly Notice[]): Some {
  const common = plan.targets.length === 1 ? [] : plan.notices.filter(({ target }) => target === undefined);
  const notices = sortNotices([
    ...parts.flatMap((part) => (plan.targets.length === 1 ? part.notices : part.notices.map(ofAccount(part)))),
    ...common,
    ...besides,
  ]);
  const targets = parts.flatMap((part) => part.targets);
  const changes = parts.flatMap((part) => part.changes);
  return withChanges({ ...plan, targets }, changes, notices);
}

function ofAccount(part: Plan): (notice: Notice) => Notice {
  const { id } = onlySection(part);
  return (notice) => ({ ...notice, target: id });
}
