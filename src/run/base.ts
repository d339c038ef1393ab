import { dayAt } from '../core/calendar.ts';
import { canonicalJson } from '../core/digest.ts';
import type { DirectorySettings, Settings } from '../core/settings.ts';
import type { PlanBase } from '../plan/model.ts';
import type { TargetKind } from '../targets/target.ts';
import { type ChosenTarget, sectionOn } from './chosen-targets.ts';
import type { Job } from './job.ts';
import { askedOf, type Asked } from './wanted-groups.ts';

/** The former file, against which a plan says what has caused each change. */
export interface Base {
  readonly about: Omit<PlanBase, 'prevented'>;
  /** What it says; or why that is not known, as the end of a sentence about it. */
  readonly content: { readonly settings: Settings } | { readonly why: string };
}

/** A former file, and how it can be planned on the readings of this one. */
export interface Comparison {
  readonly settings: Settings;
  /** Those of its sections that the run is about, or that this file has not. */
  readonly targets: readonly ChosenTarget[];
  /** What it wants of the directory; or why it cannot be planned at all, as the end of a sentence about it. */
  readonly readings: Asked | { readonly why: string };
}

/** Compares two files before anything is read. @param at what has expired by then is left out */
export function comparisonOf(
  job: Pick<Job, 'settings' | 'kinds' | 'targets'>,
  written: Settings,
  at: Date,
): Comparison {
  const today = dayAt(at, written.calendar);
  const former = {
    ...written,
    targets: written.targets.map((section) => sectionOn(section, kindOf(section.type, job.kinds), today)),
  };
  const left = job.settings.targets.filter(({ type }) => !job.targets.some((one) => one.type === type));
  const targets = former.targets.flatMap((section): ChosenTarget[] => {
    const kind = kindOf(section.type, job.kinds);
    const isLeft = left.some(({ type }) => type === section.type);
    return kind === undefined || isLeft ? [] : [{ ...kind.configured(section), kind }];
  });
  const isSame = whichDirectory(former.directory) === whichDirectory(job.settings.directory);
  const shared = targets.filter(({ type }) => job.targets.some((one) => one.type === type));
  return {
    // Its lines are named as those of the file, for they are compared.
    settings: { ...former, file: job.settings.file },
    targets,
    readings: isSame ? askedOf(shared) : { why: 'reads its people from another directory, or as another user of it' },
  };
}

function kindOf(type: string, kinds: readonly TargetKind[]): TargetKind | undefined {
  return kinds.find(({ section }) => section.type === type);
}

/** Everything that says whom is asked, and as whom; secrets print as `***`. How patiently does not count. */
function whichDirectory(settings: DirectorySettings): string {
  const text = JSON.stringify(settings, (key, value: unknown) => (key === 'timeouts' ? undefined : value));
  return canonicalJson(JSON.parse(text));
}
