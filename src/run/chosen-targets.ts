import { Failure } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
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
 * @throws Failure TARGET_NOT_IN_FILE
 */
export function chooseTargets(
  { file, targets }: Pick<Settings, 'file' | 'targets'>,
  kinds: readonly TargetKind[],
  only: readonly string[],
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
    return [{ ...kind.configured(settings), kind }];
  });
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
