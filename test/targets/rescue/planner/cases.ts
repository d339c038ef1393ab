import { expect } from '@jest/globals';
import type { Plan } from '../../../../src/plan/model.ts';
import type { Mapping, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  type DirectoryLiteral,
  HELPDESK,
  lines,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

/** One row of a table about decisions: a directory and an account, and what is planned for them. */
export interface Case {
  readonly name: string;
  readonly mappings?: readonly Mapping[];
  readonly settings?: Partial<RescueSettings>;
  readonly directory: DirectoryLiteral;
  readonly account: AccountLiteral;
  /** Lines of the changes; those that are held begin with `held `. */
  readonly changes: readonly string[];
  readonly notices?: readonly string[];
}

type World = Omit<Case, 'name' | 'changes' | 'notices'>;

export function planFor(
  { mappings = [HELPDESK], settings, directory, account }: World,
  approved: readonly string[] = [],
): Plan {
  return planOf(settingsOf(mappings, settings), readingOf(directory, mappings), accountOf(account), approved).plan;
}

/** The plan in which everything is approved that the first one holds. */
export function approvedPlan(world: World): Plan {
  const ids = planFor(world).changes.flatMap(({ held }) => held?.id ?? []);
  return planFor(world, [...new Set(ids)]);
}

function marked(plan: Plan): string[] {
  return lines(plan).map((line, index) => (plan.changes[index]?.held === null ? line : `held ${line}`));
}

export function check({ changes, notices = [], ...world }: Case): void {
  const plan = planFor(world);

  expect(marked(plan)).toEqual(changes);
  expect(codes(plan)).toEqual(notices);
}
