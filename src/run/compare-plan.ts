import type { TargetId } from '../core/target-id.ts';
import type { Notice } from '../core/notice.ts';
import type { Settings } from '../core/settings.ts';
import { Failure } from '../core/failure.ts';
import { causesOf, type Elsewhere } from '../plan/cause.ts';
import { elsewhereIn, type Memory } from '../plan/elsewhere.ts';
import { guardChanges } from '../plan/guard-changes.ts';
import type { Plan } from '../plan/model.ts';
import type { Past } from '../plan/earlier-runs.ts';
import type { Proposed } from '../plan/propose.ts';
import type { Approval } from '../plan/approvals.ts';
import type { HeldSets } from '../plan/held-sets.ts';
import { staleApprovals } from '../plan/stale-approvals.ts';
import { withBase } from '../plan/with-base.ts';
import type { Target } from '../targets/target.ts';
import type { Base, Comparison } from './base.ts';
import { lostNotice, type MadePlan, missingFrom, type PlanRun, propose, type Started } from './make-plan.ts';
import { type Asked, otherPart, readingOf } from './wanted-groups.ts';

/** What it takes to compare a plan with its base, beside what the plan was made from. */
export interface CompareRun {
  readonly run: PlanRun;
  readonly about: Base['about'];
  readonly comparison: Comparison;
  /** Those that let something through with the former file. */
  readonly approvals: readonly Approval[];
  readonly earlier: HeldSets;
  /** What earlier runs did, as the former file's limits look at it. */
  readonly past: (id: TargetId, target: Target) => Promise<Past>;
  /** What the journals know of an account. */
  readonly memory: (id: TargetId) => Promise<Memory>;
}

/**
 * Plans the former file on the very readings of a plan, and says of each change and notice what has caused it. What
 * cannot be planned so is said, and everything there counts as caused by the change of the file.
 */
export async function comparePlan(made: MadePlan, compare: CompareRun): Promise<Plan> {
  const { run, about, comparison } = compare;
  const { settings, readings } = comparison;
  const guards = changedGuards(run, comparison);
  if ('why' in readings) return withoutComparison(made.plan, about, readings.why, guards);
  const said: Notice[] = onlyFormer(run, comparison);
  const proposed: FormerSection[] = [];
  for (const one of made.started) {
    const section = await formerSection(one, made, compare, readings);
    if (typeof section !== 'string') {
      proposed.push({ one, section });
      continue;
    }
    const target = made.plan.targets.length > 1 ? { target: one.id } : {};
    const text = `The section ${one.chosen.type} cannot be compared with the former file: ${section}.`;
    said.push({ ...apart(one.chosen.type, `${text} Everything about this account ${COUNTS}`), ...target });
  }
  const former = {
    changes: proposed.flatMap(({ section }) => section.changes),
    notices: noticesOf(proposed, made, compare, settings),
  };
  const caused = causesOf(made.plan, former, await whereElse(proposed, compare));
  return withBase(made.plan, about, caused, [...guards, ...said]);
}

/**
 * A plan of which nothing could be compared: everything counts as caused by the change of the file.
 *
 * @param why as the end of a sentence about the former file
 */
export function withoutComparison(
  plan: Plan,
  about: Base['about'],
  why: string,
  besides: readonly Notice[] = [],
): Plan {
  const caused = causesOf(plan, { changes: [], notices: [] }, () => 'unknown');
  const whole = apart(about.file, `The former file ${why}. Everything in this plan ${COUNTS}`);
  return withBase(plan, about, caused, [...besides, whole]);
}

const COUNTS = 'counts as caused by this change of the file.';

/** What the planner makes of a former section. */
interface FormerSection {
  readonly one: Started;
  readonly section: Proposed;
}

/** What the planner makes of a former section; why it makes nothing, as the end of a sentence. */
async function formerSection(
  one: Started,
  made: MadePlan,
  { run, comparison: { settings, targets }, approvals, earlier, past }: CompareRun,
  asked: Asked,
): Promise<Proposed | string> {
  const chosen = targets.find(({ type }) => type === one.chosen.type);
  const section = settings.targets.find(({ type }) => type === one.chosen.type);
  if (chosen === undefined || section === undefined) return 'the former file has none';
  try {
    const account = await one.account.under(section);
    if ('why' in account) return account.why;
    const own = run.targets.map((target) => target.chosen);
    const shared = targets.filter(({ type }) => run.targets.some((target) => target.chosen.type === type));
    const part = readingOf(otherPart(made.reading, own, asked), chosen, shared);
    const { outside } = one;
    const reading = outside === undefined ? part : { ...part, outside };
    const known = { ...one.known, past: await past(one.id, one.target) };
    const former = { ...one, chosen, account, known };
    return (await propose(reading, former, { ...run, settings, approvals, earlier })).proposed;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message.replace(/\.$/, '');
  }
}

/** The notices that the former file would have, of the accounts that could be compared. */
function noticesOf(
  proposed: readonly FormerSection[],
  { plan, lost }: MadePlan,
  { run, earlier }: CompareRun,
  settings: Settings,
): Notice[] {
  const several = plan.targets.length > 1;
  // One of the command line is refused when it fits nothing in this plan, and no fault of the former file.
  const answered = proposed.map(({ section: { stale, open } }) => {
    return { stale: stale.filter(({ line }) => line !== null), open };
  });
  return [
    ...proposed.flatMap(({ one, section }) =>
      section.notices.map((notice) => (several ? { ...notice, target: one.id } : notice)),
    ),
    ...staleApprovals(answered, earlier, missingFrom({ ...run, settings }, lost)),
    ...lost.filter(({ chosen }) => settings.targets.some(({ type }) => type === chosen.type)).map(lostNotice),
  ];
}

/** Tells the directory from the account, each account by its own journals. */
async function whereElse(proposed: readonly FormerSection[], { memory }: CompareRun): Promise<Elsewhere> {
  const all = new Map<string, Elsewhere>();
  for (const { one } of proposed) all.set(one.id, elsewhereIn(await memory(one.id), one.account));
  return (change) => all.get(change.target)?.(change) ?? 'unknown';
}

function changedGuards(
  { settings: now, targets }: PlanRun,
  { settings: former, targets: formerTargets }: Comparison,
): Notice[] {
  const guarding = targets.flatMap(({ chosen }) => {
    const isNew = !formerTargets.some(({ type }) => type === chosen.type);
    // Of a section that is new as a whole only the mappings are told, which have lines.
    return isNew ? chosen.guarding.filter(({ line }) => line !== null) : chosen.guarding;
  });
  const types = targets.map(({ chosen }) => chosen.type);
  const before = formerTargets.filter(({ type }) => types.includes(type)).flatMap((target) => target.guarding);
  return guardChanges({ file: now, guarding }, { file: former, guarding: before });
}

/** Sections that only the former file has: nobody has read their accounts. */
function onlyFormer({ settings }: PlanRun, { targets }: Comparison): Notice[] {
  const types = settings.targets.map(({ type }) => type);
  return targets
    .filter(({ type }) => !types.includes(type))
    .map(({ type }) =>
      apart(
        type,
        `The former file has a section ${type}, which this one has not. What it would change in that account is not shown, for the account was not read.`,
      ),
    );
}

function apart(subject: string, text: string): Notice {
  return { code: 'BASE_APART', severity: 'warning', text, subject, line: null, first: true };
}
