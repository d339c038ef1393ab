import { withCleanText } from './clean.ts';
import { freezeChanges, freezeNotices, type Frozen } from './freeze.ts';
import type { Notice } from '../core/notice.ts';
import type { Change, Plan } from './model.ts';
import { sortNotices } from './notices.ts';
import type { Proposed } from './propose.ts';
import { sectionOf, withChanges } from './section.ts';

/** What is proposed for an account, with what a freeze holds of it. */
export function freezeSection<One extends Change>(proposed: Proposed<One>, frozen: Frozen | null): Proposed<One> {
  if (frozen === null) return proposed;
  const changes = freezeChanges(proposed.changes, frozen);
  const notices = sortNotices([...proposed.notices, ...freezeNotices(changes, frozen).map(withCleanText)]);
  const { section } = proposed;
  const { unchanged, leaversLeft } = section.summary;
  const counted = sectionOf({ ...section, unchanged, leaversLeft }, changes, notices);
  return { ...proposed, changes, notices, section: { ...counted, tallies: section.tallies } };
}

/** What is proposed for an account, with more that is said. */
export function withNotices<One extends Change>(proposed: Proposed<One>, more: readonly Notice[]): Proposed<One> {
  if (more.length === 0) return proposed;
  const { section, notices } = proposed;
  const summary = { ...section.summary, notices: section.summary.notices + more.length };
  return {
    ...proposed,
    notices: sortNotices([...notices, ...more.map(withCleanText)]),
    section: { ...section, summary },
  };
}

/** The same of a plan that was made before; its id stays. */
export function freezePlan<Some extends Plan>(plan: Some, frozen: Frozen | null): Some {
  if (frozen === null) return plan;
  const changes = freezeChanges(plan.changes, frozen);
  const notices = sortNotices([...plan.notices, ...freezeNotices(changes, frozen).map(withCleanText)]);
  return withChanges(plan, changes, notices);
}
