import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseContradictions } from '../../../../src/plan/consistent.ts';
import { viewOf } from '../../../../src/plan/view/view.ts';
import { renderJson } from '../../../../src/render/json.ts';
import { renderText } from '../../../../src/render/text.ts';
import { GOTO_LABELS } from '../../../../src/targets/goto/labels.ts';
import { SAVED_RULES } from '../../../../src/targets/goto/planner/consistent-change.ts';
import type { GotoProposeInput } from '../../../../src/targets/goto/planner/passes.ts';
import { reviewSaved } from '../../../../src/targets/goto/planner/review-saved.ts';
import { hostileText, INVISIBLE } from '../../../render/hostile-text.ts';
import { runs } from '../../../runs.ts';
import { inputOf, personId, planOf, rule } from './builders.ts';

/** Whatever is called, or calls itself, whatever: it comes out as text, and the plan can be saved and applied. */

const RUNS = runs(600);

interface Texts {
  readonly one: string;
  readonly two: string;
  readonly mail: string;
}

const texts: fc.Arbitrary<Texts> = fc.record({
  one: hostileText(),
  two: hostileText(),
  mail: hostileText().map((text) => `${text.replaceAll('@', '')}x@corp.example`),
});

/** Users that are new, renamed, moved, changed in their role and suspended, with these texts wherever there are some. */
function hostileInput({ one, two, mail }: Texts): GotoProposeInput {
  const attributes = { department: one };
  const input = inputOf({
    rules: [
      rule('Sales', { products: ['Meeting'], role: { kind: 'custom', name: 'Helpdesk' }, userGroup: 'North' }),
      rule('Staff', {
        products: ['Connect'],
        role: { kind: 'manager', permissions: ['RUN_REPORTS'], userGroups: ['North'] },
      }),
    ],
    directory: {
      groups: { Sales: ['ada', 'bob', 'cleo'], Staff: ['dan', 'eve'] },
      people: {
        ada: { name: one, label: two, attributes: { givenName: one, surname: two } },
        bob: { name: two, mail, attributes },
        cleo: { mail: one, attributes },
        dan: { name: `${one} ${two}`, attributes: { givenName: two, surname: one, department: two } },
        eve: { mail, attributes: { department: one } },
      },
    },
    account: {
      users: {
        ada: { firstName: two, lastName: one, group: 'South', attributes: { department: two } },
        dan: { products: ['Connect'], roleSet: 'Other', attributes: { department: one, person: personId('dan') } },
        eve: { products: ['Connect'], attributes: { person: personId('eve') } },
        gus: { products: ['Meeting', '7999'], firstName: one, lastName: two, adminRoles: ['RUN_REPORTS'] },
        hal: { products: ['Meeting'], email: mail, lastName: one },
      },
      groups: ['North', 'South'],
      roleSets: ['Helpdesk', 'Other'],
      attributes: ['department', 'person'],
    },
    settings: {
      adopt: 'account',
      linkAttribute: 'person',
      attributes: [{ name: 'department', from: 'department', line: 8 }],
    },
  });
  const { account, reading } = input;
  const groups = account.groups.map((group) => (group.name === 'South' ? { ...group, name: one, path: [one] } : group));
  const roleSets = account.roleSets.map((role) => (role.name === 'Other' ? { ...role, name: two } : role));
  const directory = new Map([...reading.groups].map(([id, group]) => [id, { ...group, name: one, label: two }]));
  return {
    ...input,
    account: { ...account, groups, roleSets, organization: one },
    reading: { ...reading, groups: directory },
  };
}

test('every plan can be saved and reviewed', () => {
  let changes = 0;
  fc.assert(
    fc.property(texts, (given) => {
      const input = hostileInput(given);
      const plan = planOf(input);
      changes += plan.changes.length;

      refuseContradictions(plan, () => SAVED_RULES);
      const reviewed = reviewSaved({ ...plan, savedId: '0'.repeat(32), digest: '' }, input).plan;
      expect(reviewed.changes).toEqual(plan.changes);
    }),
    RUNS,
  );
  expect(changes).toBeGreaterThan(3 * RUNS.numRuns);
});

test('nothing that cannot be seen comes out', () => {
  fc.assert(
    fc.property(texts, (given) => {
      const plan = planOf(hostileInput(given));
      const view = viewOf(plan, () => GOTO_LABELS, { most: Infinity });

      const text = renderText(view, { color: false, columns: 0 });
      expect(text.split('\n').filter((line) => INVISIBLE.test(line))).toEqual([]);
      expect(INVISIBLE.test(renderJson(plan).replaceAll('\n', ''))).toBe(false);
    }),
    RUNS,
  );
});
