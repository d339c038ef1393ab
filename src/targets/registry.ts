import type { SectionKind } from '../config/section.ts';
import { rescueSection } from './rescue/settings/section.ts';

/** The only list of targets: how each reads its section of the file, in the order of the plan. */
export const TARGET_SECTIONS: readonly SectionKind[] = [rescueSection];
