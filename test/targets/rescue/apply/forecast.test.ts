import { expect, test } from '@jest/globals';
import { forecast } from '../../../../src/targets/rescue/apply/forecast.ts';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import {
  change,
  creation,
  DAY,
  GROUP_LINK,
  groupCreation,
  groupUpdate,
  MARKER,
  MASTERS,
  PERSON,
  testAccount,
} from '../support.ts';
import { withBench } from '../support.ts';

const CARLA = 400020;
const MASTER = 400021;

const accountWithMore = (): ReturnType<typeof testAccount> =>
  testAccount(
    // Two who can act: one is left.
    ...[MASTER, MASTER + 1].map((id) =>
      sandboxNode({
        id,
        parent: MASTERS,
        type: 'Masteradministrator',
        name: `Master ${id}`,
        email: `master${id}@corp.example`,
        status: 'Offline',
        password: 'Master-Pass%1',
      }),
    ),
    sandboxNode({ id: CARLA, parent: DAY, type: 'Technician', name: '', email: '', status: 'Offline' }),
  );

const move = { before: { group: 'Technicians/Day' }, after: { group: 'Technicians/Night' } };
const named = { before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } };
const leave = { operations: ['disable'], before: { status: 'enabled' }, after: { status: 'disabled' } } as const;

const CASES: readonly (readonly [string, readonly RescueChange[]])[] = [
  ['an update', [change(named)]],
  ['a link', [change({ before: { link: null }, after: { link: PERSON }, marker: MARKER })]],
  ['a move', [change({ operations: ['move'], ...move })]],
  [
    'a move and an update',
    [
      change({
        operations: ['move', 'update'],
        before: { ...move.before, ...named.before },
        after: { ...move.after, ...named.after },
      }),
    ],
  ],
  ['a disable', [change(leave)]],
  [
    'the disable of a master administrator',
    [
      change({
        ...leave,
        role: 'masterAdministrator',
        node: String(MASTER) as RescueChange['node'],
        fromNode: String(MASTERS) as RescueChange['node'],
        group: 'Master Administrators',
      }),
    ],
  ],
  ['a create', [creation('eve@corp.example', 'Technicians/Night')]],
  [
    'a create that fills in an empty user',
    [creation('eve@corp.example', 'Technicians/Day', { node: String(CARLA) as RescueChange['node'] })],
  ],
  ['a new group', [groupCreation('Technicians/Dusk')]],
  ['a changed group', [groupUpdate(DAY, 'Technicians/Day', { before: { link: null }, after: { link: GROUP_LINK } })]],
  [
    'several: they share a look at the tree',
    [
      groupCreation('Technicians/Dusk'),
      creation('eve@corp.example', 'Technicians/Dusk'),
      creation('fay@corp.example', 'Technicians/Dusk'),
      change(named),
    ],
  ],
  ['what is held or blocked, and what waits for it, takes none', held()],
];

function held(): RescueChange[] {
  const group = { ...groupCreation('Technicians/Dusk'), held: { limit: 'limits.create', id: 'c1', also: [] } };
  return [group, { ...creation('eve@corp.example', 'Technicians/Dusk'), needs: [group.id] }];
}

const WAYS = [
  [false, null],
  [true, '[adsync-plan 4f0e8b6a2f6f 2026-11-26T09:00:00Z]'],
] as const;

test.each(CASES)('as many calls as are made: %s', async (_, changes) => {
  for (const [isSaved, mark] of WAYS) {
    await withBench({ account: accountWithMore() }, async ({ target, sandbox }) => {
      const reading = await target.read();
      const before = sandbox.log.length;
      const applier = target.begin(reading, { changes, mark });
      for (const one of changes.filter(({ held: hold, needs }) => hold === null && needs.every((id) => !isHeld(id)))) {
        expect(await applier.apply(one)).toMatchObject({ result: 'done', text: '' });
      }

      const { calls } = forecast(changes, { perSecond: 1000 }, isSaved);
      expect({ isSaved, calls: sandbox.log.length - before }).toEqual({ isSaved, calls });
    });
  }

  function isHeld(id: string): boolean {
    return changes.some((one) => one.id === id && one.held !== null);
  }
});
