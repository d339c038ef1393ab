import type { Notice } from '../core/notice.ts';
import { without } from '../core/without.ts';
import type { Caused } from './cause.ts';
import { withCleanText } from './clean.ts';
import type { Change, Plan, PlanBase } from './model.ts';
import { sortNotices } from './notices.ts';
import { noticesOf } from './section.ts';

/**
 * The plan compared with its base. Its id stays, for it stands for the situation, and so do the ids of its changes and
 * of what is held.
 *
 * @param besides notices about the file against its base; they are caused by the change of the file
 */
export function withBase(
  plan: Plan,
  base: Omit<PlanBase, 'prevented'>,
  { changes, notices, prevented }: Caused,
  besides: readonly Notice[],
): Plan {
  const own = besides.map((notice): Notice => ({ ...withCleanText(notice), about: 'base', cause: 'pullRequest' }));
  const all = sortNotices([...notices, ...own]);
  return recounted({ ...plan, base: { ...base, prevented }, changes, notices: all });
}

/** The plan as it would be without a base: what its id is made of. Keys that are not known here stay. */
export function withoutBase(plan: Plan): Plan {
  if (plan.base === undefined) return plan;
  const changes = plan.changes.map(
    (change): Change => (change.kind === 'user' ? without(change, 'cause') : without(change, 'cause')),
  );
  const notices = plan.notices
    .filter(({ about }) => about !== 'base')
    .map((notice): Notice => without(notice, 'cause'));
  return recounted({ ...without(plan, 'base'), changes, notices });
}

/** Only what counts notices: everything else is as it was. */
function recounted(plan: Plan): Plan {
  const { notices, targets, summary } = plan;
  return {
    ...plan,
    summary: { ...summary, notices: notices.length },
    targets: targets.map((section) => ({
      ...section,
      summary: { ...section.summary, notices: noticesOf(section, notices, plan).length },
    })),
  };
}
