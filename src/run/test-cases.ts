import type { Case, CaseFile, Fault, NeverRule, Verdict } from '../cases/model.ts';
import { givenReading } from '../cases/given-reading.ts';
import { judgeCase, judgeRule, type WorldResult } from '../cases/judge.ts';
import type { CommonSettings } from '../core/settings.ts';
import type { DirectoryReading, PersonId } from '../core/people.ts';
import { NO_PAST } from '../plan/earlier-runs.ts';
import type { Notice } from '../core/notice.ts';
import type { PlanSummary, UserChange } from '../plan/model.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import { readingOf, wantedOf } from './wanted-groups.ts';

/** What cases are held against. */
export interface CaseRun {
  readonly settings: CommonSettings;
  /** The sections of the file that is tested. */
  readonly targets: readonly ChosenTarget[];
}

/** Judges all cases of a file, and then what must never be, in the order of the file. */
export function runCases({ cases, never, file }: CaseFile, run: CaseRun): Verdict[] {
  const worlds: WorldResult[] = [];
  const verdicts = cases.map((one): Verdict => {
    const { world, faults } = worldOf(one, file, run);
    if (world !== null) worlds.push(world);
    const all = world === null ? faults : [...faults, ...judgeCase(one, world)];
    return { name: one.name, file, line: one.line, faults: all };
  });
  return [...verdicts, ...never.map((rule) => judgeNever(rule, file, worlds))];
}

/** A rule that speaks of a group that no world has would hold whatever the file says. */
function judgeNever(rule: NeverRule, file: string, worlds: readonly WorldResult[]): Verdict {
  const judged = worlds.flatMap((world) => judgeRule(rule, world) ?? []);
  const isTried = worlds.some((world) => judgeRule(rule, world) !== null);
  const group = rule.inside ?? rule.outside ?? '';
  const untried = {
    line: rule.line,
    text: `No world of this file has the group "${group}", so the rule was not tried.`,
  };
  const { because, line } = rule;
  return { name: `never: ${because}`, file, line, faults: isTried ? judged : [untried] };
}

interface Tried {
  /** null where the case does not fit together. */
  readonly world: WorldResult | null;
  readonly faults: readonly Fault[];
}

function worldOf({ world }: Case, file: string, run: CaseRun): Tried {
  if (world.kind === 'snapshot') throw new Error('snapshots are read elsewhere');
  const { reading, faults } = givenReading(world.given, wantedOf(run.targets), file);
  return faults.length > 0 ? { world: null, faults } : { world: rehearsed(reading, run, null), faults: [] };
}

/** No limit holds anybody: a case says what is meant, not what is to be done today. */
const NO_LIMITS: CommonSettings['limits'] = {
  disable: { kind: 'percent', percent: 100 },
  disablePerGroup: { kind: 'percent', percent: 100 },
  move: { kind: 'percent', percent: 100 },
  readdress: { kind: 'percent', percent: 100 },
  create: null,
  minimum: 0,
  window: 0,
};

/** What the file does with everybody, in accounts that have nobody yet. */
function rehearsed(
  reading: DirectoryReading,
  { settings, targets }: CaseRun,
  summary: PlanSummary | null,
): WorldResult {
  const placements = new Map<string, ReadonlyMap<PersonId, UserChange>>();
  const notices: Notice[] = [];
  for (const target of targets) {
    const proposed = target.rehearse({
      settings: { ...settings, limits: NO_LIMITS, approve: [], guardRails: [] },
      reading: readingOf(reading, target, targets),
      approvals: [],
      earlier: new Map(),
      past: NO_PAST,
      knownNames: new Map(),
    });
    notices.push(...proposed.notices);
    const created = proposed.changes.flatMap((change): [PersonId, UserChange][] =>
      change.kind === 'user' && change.person !== null ? [[change.person, change]] : [],
    );
    placements.set(target.type, new Map(created));
  }
  return { file: settings.file, reading, placements, notices, summary };
}
