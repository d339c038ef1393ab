import { canonicalDigest } from '../core/digest.ts';
import type { Notice } from '../core/notice.ts';
import type { DirectoryReading } from '../core/people.ts';
import type { CommonSettings } from '../core/settings.ts';
import type { HeldSets } from './held-sets.ts';
import { type Change, FORMAT, type Plan, type PlanDirectory, type TargetSection } from './model.ts';
import { sortNotices } from './notices.ts';
import type { Proposed } from './propose.ts';
import { noticesOf, totalOf } from './section.ts';
import { type Missing, staleApprovals } from './stale-approvals.ts';

/** Where a plan comes from. */
export interface PlanHead {
  readonly settings: Pick<CommonSettings, 'file' | 'sha256'>;
  readonly reading: DirectoryReading;
  readonly adsyncVersion: string;
  /** ISO 8601; stands in the plan, decides nothing. */
  readonly createdAt: string;
  /** The users that approvals of former plans stood for, as far as anybody remembers. */
  readonly earlier: HeldSets;
  /** The accounts of the file that the plan is not about. */
  readonly missing: Missing;
}

/**
 * One plan for all accounts of the file.
 *
 * @param proposed at least one, in the order of the file
 * @param besides notices that belong to no account of the plan, such as one about an account that could not be read
 * @throws Failure APPROVAL_STALE: an approval of the command line fits nothing in any account
 */
export function assemblePlan<One extends Change>(
  head: PlanHead,
  proposed: readonly Proposed<One>[],
  besides: readonly Notice[] = [],
): Plan<One> {
  const sections = proposed.map(({ section }) => section);
  const several = sections.length > 1;
  const notices = sortNotices([
    ...proposed.flatMap(({ section, notices: own }) =>
      several ? own.map((notice) => ({ ...notice, target: section.id })) : own,
    ),
    ...staleApprovals(proposed, head.earlier, head.missing),
    ...besides,
  ]);
  const targets = sections.map((section): TargetSection => {
    const own = noticesOf(section, notices, { targets: sections });
    return { ...section, summary: { ...section.summary, notices: own.length } };
  });
  const { createdAt, adsyncVersion, settings, reading } = head;
  return withPlanId({
    format: FORMAT,
    planId: '',
    createdAt,
    adsyncVersion,
    config: { file: settings.file, sha256: settings.sha256 },
    directory: directoryOf(reading, proposed),
    targets,
    summary: totalOf(targets, notices),
    changes: proposed.flatMap(({ changes }) => changes),
    notices,
  });
}

function directoryOf({ type, name, groups, people }: DirectoryReading, proposed: readonly Proposed[]): PlanDirectory {
  return {
    type,
    name,
    complete: proposed.every(({ complete }) => complete),
    groups: groups.size,
    people: people.size,
  };
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
  return canonicalDigest(Object.fromEntries(Object.entries(document).filter(([key]) => !aside.has(key))));
}
