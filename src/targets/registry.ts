import type { SectionKind } from '../config/section.ts';
import type { TargetKind } from './target.ts';
import { gotoSection } from './goto/settings/section.ts';
import { rescueSection } from './rescue/settings/section.ts';

/** A target that adsync knows. Reading a file loads its section only; all else waits until it is used. */
export interface RegisteredTarget {
  readonly section: SectionKind;
  load(): Promise<TargetKind>;
}

/** The only list of targets, in the order of the plan. */
export const TARGETS: readonly RegisteredTarget[] = [
  { section: rescueSection, load: async () => (await import('./rescue/kind.ts')).rescueKind },
  { section: gotoSection, load: async () => (await import('./goto/kind.ts')).gotoKind },
];

/** How each target reads its section of the file. */
export const TARGET_SECTIONS: readonly SectionKind[] = TARGETS.map(({ section }) => section);

export function loadKinds(): Promise<readonly TargetKind[]> {
  return Promise.all(TARGETS.map((target) => target.load()));
}
