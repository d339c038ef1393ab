import { described } from '../consistent.ts';
import type { Notice } from '../../core/notice.ts';
import type { CommonSettings } from '../../core/settings.ts';
import { withPlanId } from '../assemble.ts';
import { withCleanText } from '../clean.ts';
import type { FieldRules } from '../fields.ts';
import { type Change, FORMAT, type Plan, type PlanDirectory } from '../model.ts';
import { stuckIn } from '../needs.ts';
import { sortNotices } from '../notices.ts';
import { orderChanges, withNeeds } from '../order.ts';
import { noticesOf, type SectionFacts, sectionOf, totalOf } from '../section.ts';
import { type Lasting, lastingWords } from './lasting.ts';

/** Something of a run that is not put back, and why. */
export interface LeftAlone {
  /** UNDO_STALE: somebody has changed it since; UNDO_IMPOSSIBLE: it cannot be put back, or must not be. */
  readonly code: 'UNDO_STALE' | 'UNDO_IMPOSSIBLE';
  /** The user or group. */
  readonly who: string;
  /** Why, in a sentence. */
  readonly text: string;
}

/** What a target makes of the undo of one run. */
export interface Undoing<One extends Change = Change> {
  readonly kind: 'undoing';
  /** Still without order. */
  readonly changes: readonly One[];
  readonly leftAlone: readonly LeftAlone[];
  /** One entry for each thing that no undo takes back. */
  readonly lasting: readonly Lasting[];
  readonly facts: SectionFacts;
}

/** The undo of the run of one account. */
export interface UndoneRun {
  readonly run: string;
  readonly undoing: Undoing;
  readonly rules: FieldRules;
}

export interface UndoHead {
  readonly settings: Pick<CommonSettings, 'file' | 'sha256'>;
  readonly directory: Pick<PlanDirectory, 'type'>;
  readonly adsyncVersion: string;
  /** ISO 8601; stands in the plan, decides nothing. */
  readonly createdAt: string;
}

/**
 * The plan that puts back what runs have changed: a plan like any other, but for what it says of the directory, which was
 * not read. Nothing in it is held yet; the review of saved plans sees to that.
 */
export function undoPlan(
  { settings, directory, adsyncVersion, createdAt }: UndoHead,
  runs: readonly UndoneRun[],
): Plan {
  const parts = runs.map((one) => part(one, settings.file));
  const several = parts.length > 1;
  const notices = sortNotices(
    parts.flatMap((one) => (several ? one.notices.map((notice) => ({ ...notice, target: one.id })) : one.notices)),
  );
  const sections = parts.map(({ facts }) => facts);
  const targets = parts.map(({ facts, changes }) =>
    sectionOf(facts, changes, noticesOf(facts, notices, { targets: sections.map((one) => sectionOf(one, [], [])) })),
  );
  return withPlanId({
    format: FORMAT,
    planId: '',
    createdAt,
    adsyncVersion,
    config: { file: settings.file, sha256: settings.sha256 },
    directory: { type: directory.type, name: '', complete: true, groups: 0, people: 0 },
    undoes: runs.map(({ run }) => run),
    targets,
    summary: totalOf(targets, notices),
    changes: parts.flatMap(({ changes }) => changes),
    notices,
  });
}

interface Part {
  readonly id: string;
  readonly facts: SectionFacts;
  readonly changes: readonly Change[];
  readonly notices: readonly Notice[];
}

function part({ undoing, rules }: UndoneRun, file: string): Part {
  const { facts, leftAlone, lasting } = undoing;
  const { changes, rings } = withoutRings(undoing.changes, rules);
  const ordered = orderChanges(changes, rules);
  const apart = [...leftAlone, ...rings].map(({ code, who, text }): Notice => {
    return { code, severity: 'warning', text, subject: who, line: null };
  });
  const words = lastingWords(lasting);
  const stays: Notice = {
    code: 'UNDO_LASTING',
    severity: 'info',
    text: `Not everything of the run can be undone: ${words}.`,
    subject: facts.id,
    line: null,
  };
  const again: Notice = {
    code: 'UNDO_PLANNED_AGAIN',
    severity: 'warning',
    text: 'The file and the directory still say what they said, so that the next adsync plan plans these changes again. Revert the file, or mend the directory, before anybody applies it.',
    subject: file,
    line: null,
  };
  const notices = [...apart, ...(words === '' ? [] : [stays]), ...(ordered.length === 0 ? [] : [again])];
  return { id: facts.id, facts, changes: ordered, notices: notices.map(withCleanText) };
}

/** Users who have exchanged addresses would wait for one another: that takes an address in between, which no undo makes up. */
function withoutRings(
  changes: readonly Change[],
  rules: FieldRules,
): { readonly changes: readonly Change[]; readonly rings: readonly LeftAlone[] } {
  const linked = withNeeds(changes, rules);
  const stuck = stuckIn(linked);
  const rings = stuck.map((change): LeftAlone => {
    const text = `${described(change)} waits for others who wait for it, as users do who have exchanged addresses. Put it back by hand, or in two steps.`;
    return { code: 'UNDO_IMPOSSIBLE', who: change.email ?? change.group, text };
  });
  const left = new Set(stuck.map(({ id }) => id));
  return { changes: changes.filter(({ id }) => !left.has(id)), rings };
}
