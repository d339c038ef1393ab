import { describe, expect, test } from '@jest/globals';
import type { RescueChange as Change } from '../../../../src/targets/rescue/planner/change.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { sandboxNode, type SandboxOptions } from '../../../../src/sandbox/index.ts';
import { FRESH } from '../../../../src/targets/rescue/apply/fresh.ts';
import {
  ADA,
  ADMINISTRATORS,
  apply,
  BOB,
  calls,
  change,
  creation,
  groupCreation,
  MASTERS,
  NIGHT,
  nodeOf,
  TECHNICIANS,
  testAccount,
  withBench,
  withEmail,
} from '../support.ts';

/** What only the organization tree tells (who stands where, who else is a master) is looked at again before it counts. */

const disable = change({ operations: ['disable'], before: { status: 'enabled' }, after: { status: 'disabled' } });
const enableBob = change({
  operations: ['enable'],
  name: 'Bob',
  email: 'bob@corp.example',
  node: String(BOB) as NodeId,
  before: { status: 'disabled' },
  after: { status: 'enabled' },
});

/** A service whose tree takes as long as `lasts`, and everything else no time. */
function slowTree(): Pick<SandboxOptions, 'switches' | 'faultFor' | 'sleep'> & { lasts: () => Promise<void> } {
  let asked: string | null = null;
  const slow = {
    switches: { latency: 1 },
    lasts: () => Promise.resolve(),
    faultFor(method: string) {
      asked = method;
      return null;
    },
    sleep: () => (asked === 'getHierarchy_v2' ? slow.lasts() : Promise.resolve()),
  };
  return slow;
}

describe('the place of a user', () => {
  test.each([
    ['disable', disable],
    ['update', change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } })],
  ])('that is another by now makes a change that is no move (%s) stale', async (_, given) => {
    await withBench({}, async (bench) => {
      const asPlanned = await bench.target.read();
      nodeOf(bench.sandbox, ADA).parent = NIGHT;

      const done = await apply(bench, [given], asPlanned);

      expect(done[0]).toMatch(/^stale: The user stands in Technicians\/Night by now, not where it stood when the plan/);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('that is the planned one already is as good as a move', async () => {
    await withBench({}, async (bench) => {
      const asPlanned = await bench.target.read();
      nodeOf(bench.sandbox, ADA).parent = NIGHT;

      const move = change({ before: { group: 'Technicians/Day' }, after: { group: 'Technicians/Night' } });
      const done = await apply(bench, [move], asPlanned);

      expect(done).toEqual(['done']);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('is asked for all changes together, and again after a while', async () => {
    await withBench({}, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());
      const before = calls(bench.sandbox)['getHierarchy_v2'] ?? 0;
      const early = await Promise.all([applier.apply(enableBob), applier.apply(enableBob)]);
      const shared = calls(bench.sandbox)['getHierarchy_v2'] ?? 0;
      nodeOf(bench.sandbox, ADA).parent = NIGHT;
      await bench.world.sleep(FRESH + 1, null);

      const late = await applier.apply(disable);

      expect(early.map(({ result }) => result)).toEqual(['done', 'done']);
      expect(shared - before).toBe(1);
      expect(late.result).toBe('stale');
    });
  });

  test('is asked for again a little early by one change, while the others go on', async () => {
    const slow = slowTree();
    await withBench(slow, async (bench) => {
      slow.lasts = () => bench.world.sleep(1_000, null);
      const applier = bench.target.begin(await bench.target.read());
      const looks = (): number => calls(bench.sandbox)['getHierarchy_v2'] ?? 0;
      await applier.apply(enableBob);
      const before = looks();
      await bench.world.sleep(FRESH - 1_500, null);
      let end: () => void = () => undefined;
      slow.lasts = () => new Promise<void>((resolve) => (end = resolve));

      const asks = applier.apply(enableBob);
      const goesOn = await applier.apply(enableBob);
      const meanwhile = looks() - before;
      await bench.world.sleep(1_000, null);
      nodeOf(bench.sandbox, ADA).parent = NIGHT;
      end();
      const asked = await asks;
      const later = await applier.apply(disable);

      expect([goesOn.result, meanwhile, asked.result]).toEqual(['done', 0, 'done']);
      expect(later.result).toBe('stale');
      expect(looks() - before).toBe(1);
    });
  });

  test('that cannot be read fails this change, and is asked again for the next', async () => {
    await withBench({}, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());
      bench.sandbox.faults.push({ kind: 'errorBefore', method: 'getHierarchy_v2' });
      const first = await applier.apply(disable);
      bench.sandbox.faults.length = 0;

      const second = await applier.apply(disable);

      expect(first).toMatchObject({ result: 'failed', serviceFailed: true });
      expect(second.result).toBe('done');
    });
  });
});

test('a group that somebody has made since the account was read is used, and not made twice', async () => {
  await withBench({}, async (bench) => {
    const asPlanned = await bench.target.read();
    bench.sandbox.account.nodes.push(
      sandboxNode({ id: 500_001, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'helpdesk' }),
    );

    const done = await apply(
      bench,
      [groupCreation('Technicians/Helpdesk'), creation('new@corp.example', 'Technicians/Helpdesk')],
      asPlanned,
    );

    expect(done).toEqual(['done', 'done']);
    expect(calls(bench.sandbox)['createGroup']).toBeUndefined();
    expect(withEmail(bench.sandbox, 'new@corp.example')[0]?.parent).toBe(500_001);
  });
});

describe('the last enabled master administrator', () => {
  const [MIA, MAX] = [500_003, 500_004];
  function disableMaster(id: number, name: string): Change {
    return change({
      role: 'masterAdministrator',
      operations: ['disable'],
      name,
      node: String(id) as NodeId,
      fromNode: String(MASTERS) as NodeId,
      before: { status: 'enabled' },
      after: { status: 'disabled' },
    });
  }
  /** Worked on by an administrator: a master administrator or holder who works would be one who is left. */
  const credentials = { kind: 'password', email: 'gus@corp.example', password: new Secret('Gus-Pass%1') } as const;
  function withMasters(): ReturnType<typeof testAccount> {
    const account = testAccount(
      sandboxNode({
        id: 500_005,
        parent: ADMINISTRATORS,
        type: 'Administrator',
        name: 'Gus',
        email: credentials.email,
        password: credentials.password.reveal(),
      }),
      sandboxNode({ id: MIA, parent: MASTERS, type: 'Masteradministrator', name: 'Mia', email: 'mia@corp.example' }),
      sandboxNode({ id: MAX, parent: MASTERS, type: 'Masteradministrator', name: 'Max', email: 'max@corp.example' }),
    );
    for (const node of account.nodes) if (node.accountHolder) node.status = 'Disabled';
    return account;
  }

  test('is kept where somebody has disabled the other one since the plan was made', async () => {
    await withBench({ account: withMasters(), settings: { credentials } }, async (bench) => {
      const asPlanned = await bench.target.read();
      nodeOf(bench.sandbox, MAX).status = 'Disabled';

      const done = await apply(bench, [disableMaster(MIA, 'Mia')], asPlanned);

      expect(done[0]).toMatch(/^stale: This is the last enabled master administrator by now/);
      expect(nodeOf(bench.sandbox, MIA).status).not.toBe('Disabled');
    });
  });

  test('is kept where the last two are disabled at the same time', async () => {
    await withBench({ account: withMasters(), settings: { credentials } }, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());

      const both = await Promise.all([
        applier.apply(disableMaster(MIA, 'Mia')),
        applier.apply(disableMaster(MAX, 'Max')),
      ]);

      expect(both.map(({ result }) => result).sort()).toEqual(['done', 'stale']);
    });
  });
});
