import type { Cause } from '../../src/core/cause.ts';
import type { Notice } from '../../src/core/notice.ts';
import { causesOf } from '../../src/plan/cause.ts';
import type { Change, Plan, PlanBase } from '../../src/plan/model.ts';
import { withBase } from '../../src/plan/with-base.ts';
import { planOf, planWith, userChange } from './sample-plan.ts';

/** Plans that are compared with a base, for the tests of everything that shows causes. */

export const ABOUT: Omit<PlanBase, 'prevented'> = {
  file: 'sync.yaml',
  revision: 'origin/main',
  commit: 'c0ffee'.repeat(7).slice(0, 40),
  sha256: 'ab'.repeat(32),
};
export const GUARD = {
  code: 'GUARD_RAIL_CHANGED',
  severity: 'warning',
  text: 'limits.move: 30% → 99%',
  subject: 'limits.move',
  line: 4,
  first: true,
} as const;
const GROWS: Notice = {
  code: 'ACCOUNT_GROWS',
  severity: 'warning',
  text: 'The account has 1 user now.',
  subject: 'all groups',
  line: null,
  first: true,
};
const HELD = { limit: 'limits.disable', id: 'd1-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60', also: [] };

type Given = Partial<Parameters<typeof userChange>[0]>;

/** A user who gets this name; its id is made of the name. */
export function named(name: string, given: Given = {}): Change {
  const id = `id-${name.toLowerCase().replaceAll(' ', '-')}`;
  const fields = { before: { name: 'x' }, after: { name } };
  return userChange({ id, operations: ['update'], ...fields, name, node: name, ...given });
}

function disabled(name: string, given: Given = {}): Change {
  const fields = { before: { status: 'enabled' }, after: { status: 'disabled' } } as const;
  return named(name, { operations: ['disable'], ...fields, ...given });
}

export const LEAVER = disabled('<Lea\u202ever>');

export const CHANGES: readonly Change[] = [named('Dora'), named('Hand'), named('Else'), named('Own')];
const CAUSES: Readonly<Record<string, Exclude<Cause, 'pullRequest'>>> = { Dora: 'directory', Hand: 'account' };

/**
 * These changes against a former file that would make all of them but those whose names begin with `Own`, and disable a
 * leaver besides.
 */
export function compared(changes: readonly Change[] = CHANGES, notices: readonly Notice[] = []): Plan {
  const plan = planOf(changes, { notices });
  const former = changes.filter(({ name }) => !name.startsWith('Own'));
  const base = { changes: [...former, LEAVER], notices: plan.notices };
  const elsewhere = ({ name }: Change): Exclude<Cause, 'pullRequest'> => CAUSES[name] ?? 'unknown';
  return withBase(plan, ABOUT, causesOf(plan, base, elsewhere), [GUARD]);
}

/** Own changes beside others in every kind of section. */
export function comparedPlan(): Plan {
  return compared(
    [
      ...CHANGES,
      disabled('Gone'),
      named('Own risk', { risk: ['privileged'], role: 'administrator', group: 'Administrators' }),
      named('Chief', { risk: ['privileged'], role: 'administrator', group: 'Administrators' }),
      disabled('Own leaver'),
      disabled('Kept', { held: HELD }),
      named('Own kept', { held: HELD }),
      named('Night', { group: 'Technicians/Night' }),
    ],
    [GROWS],
  );
}

/** Every text of it is the given one, also of its base and of what is no longer planned. */
export function comparedWith(text: string): Plan {
  const plan = planWith(text);
  const gone = plan.changes.map((change): Change => ({ ...change, id: text, node: `gone ${change.id}` }));
  const base = { changes: [...plan.changes.slice(0, 1), ...gone], notices: [] };
  return withBase(
    plan,
    { file: text, revision: text, commit: text, sha256: null },
    causesOf(plan, base, () => 'account'),
    [{ ...GUARD, text, subject: text }],
  );
}
