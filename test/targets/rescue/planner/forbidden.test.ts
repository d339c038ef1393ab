import { describe, expect, test } from '@jest/globals';
import { refuseForbidden } from '../../../../src/targets/rescue/planner/forbidden.ts';
import type { Change, Plan } from '../../../../src/plan/model.ts';
import { accountOf, mapping, planOf, readingOf, settingsOf } from './builders.ts';

/** The last enabled master administrator stays, whatever a saved plan says. */

const OWNERS = mapping('Owners', 'Master Administrators', { subgroups: 'flatten' });
const settings = settingsOf([OWNERS]);
const account = accountOf({ 'Master Administrators': { ada: { link: 'ada' }, bob: { link: 'bob' } } });

/** Both leave; the planner keeps the older one. */
const { plan } = planOf(settings, readingOf({ groups: { Owners: [] } }, [OWNERS]), account);
const [first] = plan.changes;

function withBoth(): Plan {
  if (first === undefined) throw new Error('nobody leaves');
  const other = account.reading.users.find(({ id }) => id !== first.node);
  const second: Change = { ...first, id: 'another', node: other?.id ?? null };
  return { ...plan, changes: [first, second] };
}

describe('of the master administrators', () => {
  test('all but one may be disabled', () => {
    expect(plan.changes).toHaveLength(1);
    expect(() => {
      refuseForbidden(plan, settings, account.reading);
    }).not.toThrow();
  });

  test('not all may be, and the change is named', () => {
    expect(() => {
      refuseForbidden(withBoth(), settings, account.reading);
    }).toThrow(/The change of .* must not be made: it would leave no enabled master administrator/);
  });

  test('what is held disables nobody', () => {
    const changes = withBoth().changes.map((change) => ({
      ...change,
      held: { limit: 'limits.disable', id: '2-0', also: [] },
    }));

    expect(() => {
      refuseForbidden({ ...plan, changes }, settings, account.reading);
    }).not.toThrow();
  });
});
