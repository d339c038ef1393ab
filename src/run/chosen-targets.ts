import { type Day, dayAt } from '../core/calendar.ts';
import { Failure } from '../core/failure.ts';
import type { Settings, TargetSettings } from '../core/settings.ts';
import type { SavedRules } from '../plan/consistent.ts';
import type { Labels } from '../plan/view/labels.ts';
import type { ConfiguredTarget, TargetKind } from '../targets/target.ts';

/** One section of the file that a run is about. */
export interface ChosenTarget extends ConfiguredTarget {
  readonly kind: TargetKind;
}

/**
 * The targets of a file that a run is about, in its order.
 *
 * @param kinds all that there are
 * @param only of which types; empty = all
 * @param at what has expired by then is left out; null = nothing is
 * @throws Failure TARGET_NOT_IN_FILE
 */
export function chooseTargets(
  { file, targets, calendar }: Pick<Settings, 'file' | 'targets' | 'calendar'>,
  kinds: readonly TargetKind[],
  only: readonly string[],
  at: Date | null = null,
): ChosenTarget[] {
  const missing = only.find((type) => !targets.some((one) => one.type === type));
  if (missing !== undefined) {
    const there = targets.map(({ type }) => type).join(', ');
    throw new Failure(
      'TARGET_NOT_IN_FILE',
      `--target names ${missing}, and ${file} has no such section. It has: ${there}.`,
      'Name a section of the file, or leave --target out.',
    );
  }
  return targets.flatMap((settings): ChosenTarget[] => {
    if (only.length > 0 && !only.includes(settings.type)) return [];
    const kind = kinds.find(({ section }) => section.type === settings.type);
    if (kind === undefined) throw new Error(`there is no target of the type ${settings.type}`);
    return [chosenAt(settings, kind, at === null ? null : dayAt(at, calendar))];
  });
}

/** @param today null = nothing has expired */
function chosenAt(settings: TargetSettings, kind: TargetKind, today: Day | null): ChosenTarget {
  return { ...kind.configured(today === null ? settings : sectionOn(settings, kind, today)), kind };
}

/** The section as it holds on a day. */
export function sectionOn(settings: TargetSettings, kind: TargetKind | undefined, today: Day): TargetSettings {
  return kind?.on?.(settings, today) ?? settings;
}

/** What outputs call the things of each type of target. */
export function labelsFrom(kinds: readonly TargetKind[]): (type: string) => Labels {
  return (type) => {
    const kind = kinds.find(({ section }) => section.type === type);
    if (kind === undefined) throw new Error(`there is no target of the type ${type}`);
    return kind.labels;
  };
}

/** What each type of target knows of the changes that its planner makes; null for a type that there is not. */
export function rulesFrom(kinds: readonly TargetKind[]): (type: string) => SavedRules | null {
  return (type) => kinds.find(({ section }) => section.type === type)?.savedRules ?? null;
}
