import { canonicalJson, digest } from '../core/digest.ts';
import type { Notice } from '../core/notice.ts';
import { sortNotices } from './notices.ts';
import { type Change, FORMAT, type Plan, type TargetSection } from './model.ts';
import { totalOf } from './section.ts';

/** What the planner of a target makes of one account. */
export interface PlannedSection<One extends Change = Change> {
  readonly section: TargetSection;
  /** In the order in which they are made. */
  readonly changes: readonly One[];
  readonly notices: readonly Notice[];
}

/** What a plan says beside what it plans. */
export type PlanHead = Pick<Plan, 'createdAt' | 'adsyncVersion' | 'config' | 'directory'>;

/**
 * One plan for all accounts of the file.
 *
 * @param besides notices that belong to no account, such as one that could not be read
 */
export function assemblePlan<One extends Change>(
  head: PlanHead,
  planned: readonly PlannedSection<One>[],
  besides: readonly Notice[] = [],
): Plan<One> {
  const targets = planned.map(({ section }) => section);
  const several = targets.length + besides.length > 1;
  const notices = sortNotices([
    ...planned.flatMap(({ section, notices: own }) =>
      several ? own.map((notice) => ({ ...notice, target: section.id })) : own,
    ),
    ...besides,
  ]);
  const { createdAt, adsyncVersion, config, directory } = head;
  return withPlanId({
    format: FORMAT,
    planId: '',
    createdAt,
    adsyncVersion,
    config,
    directory,
    targets,
    summary: totalOf(targets, notices),
    changes: planned.flatMap(({ changes }) => changes),
    notices,
  });
}

/** The plan under the id of what it holds. */
export function withPlanId<Some extends Plan>(plan: Some): Some {
  return { ...plan, planId: planIdOf(Object.fromEntries(Object.entries(plan))) };
}

/**
 * The digest of the situation: of everything in a plan document but `format`, `planId`, `createdAt` and what belongs to
 * its saving, also of keys that are not known here.
 */
export function planIdOf(document: Readonly<Record<string, unknown>>): string {
  const aside = new Set(['format', 'planId', 'createdAt', 'savedId', 'digest', 'signature']);
  return digest(canonicalJson(Object.fromEntries(Object.entries(document).filter(([key]) => !aside.has(key)))));
}
