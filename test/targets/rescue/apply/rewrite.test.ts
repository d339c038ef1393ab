import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { type FaultKind, sandboxNode, type SandboxNode } from '../../../../src/sandbox/index.ts';
import {
  ADA,
  apply,
  calls,
  change,
  creation,
  groupCreation,
  DAY,
  groupUpdate,
  NIGHT,
  nodeOf,
  testAccount,
  testWorld,
  withBench,
} from '../support.ts';

/** A record is read, changed and written back whole: a write that is repeated must not undo what others did meanwhile. */

/** The first call of a method fails, and right then somebody edits a node by hand. */
function editedAt(method: string, kind: FaultKind, id: number, edit: Partial<SandboxNode>) {
  const account = testAccount();
  let struck = false;
  function faultFor(called: string): { kind: FaultKind } | null {
    if (called !== method || struck) return null;
    struck = true;
    Object.assign(account.nodes.find((node) => node.id === id) ?? {}, edit);
    return { kind };
  }
  return { account, faultFor };
}

const rename = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });

describe('a user who is edited by hand while a write fails', () => {
  test.each<[FaultKind, Partial<SandboxNode>]>([
    ['errorBefore', { status: 'Disabled' }],
    ['dropBefore', { status: 'Disabled' }],
    ['http503', { nick: 'By hand' }],
    ['http429', { email: 'hand@corp.example' }],
    ['hangBefore', { description: 'By hand' }],
  ])('keeps the edit: %s, %o', async (kind, edit) => {
    await withBench(editedAt('setUser_v2', kind, ADA, edit), async (bench) => {
      const done = await apply(bench, [rename]);

      expect(done[0]).toMatch(/^stale: Somebody else has changed the user while it was being written/);
      expect(nodeOf(bench.sandbox, ADA)).toMatchObject({ name: 'Ada Lovelace', ...edit });
      expect(calls(bench.sandbox)['setUser_v2']).toBe(1);
    });
  });

  test('whose presence alone has changed is written all the same', async () => {
    await withBench(editedAt('setUser_v2', 'errorBefore', ADA, { status: 'Away' }), async (bench) => {
      expect(await apply(bench, [rename])).toEqual(['done']);
      expect(nodeOf(bench.sandbox, ADA).name).toBe('Ada King');
    });
  });

  test('is looked at again after a move', async () => {
    await withBench(editedAt('moveNode', 'errorBefore', ADA, { status: 'Disabled' }), async (bench) => {
      const both = change({
        before: { group: 'Technicians/Day', status: 'enabled', name: 'Ada Lovelace' },
        after: { group: 'Technicians/Night', name: 'Ada King' },
        facts: { name: 'Ada Lovelace', email: 'ada@corp.example', status: 'enabled', link: null },
      });

      const done = await apply(bench, [both]);

      expect(done[0]).toMatch(/^stale: The user was moved, and nothing else: The status is "disabled" by now/);
      expect(nodeOf(bench.sandbox, ADA)).toMatchObject({ parent: NIGHT, status: 'Disabled', name: 'Ada Lovelace' });
    });
  });
});

test('a group that is edited by hand while a write fails keeps the edit', async () => {
  await withBench(editedAt('setGroup_v2', 'errorBefore', DAY, { permissions: ['SendFile'] }), async (bench) => {
    const done = await apply(bench, [
      groupUpdate(DAY, 'Technicians/Noon', { before: { name: 'Day' }, after: { name: 'Noon' } }),
    ]);

    expect(done[0]).toMatch(/^stale: Somebody else has changed the group/);
    expect(nodeOf(bench.sandbox, DAY)).toMatchObject({ name: 'Day', permissions: ['SendFile'] });
  });
});

describe('a group that is planned to hold somebody', () => {
  const move = change({
    before: { group: 'Technicians/Day' },
    after: { group: 'Technicians/Night' },
    toNode: String(NIGHT) as NodeId,
  });
  const create = creation('new@corp.example', 'Technicians/Night', { toNode: String(NIGHT) as NodeId });

  test.each([
    ['create', create],
    ['move', move],
  ])('and was renamed by hand since makes a %s stale', async (_, given) => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, NIGHT).name = 'Domain controllers, full access';

      const done = await apply(bench, [given]);

      expect(done[0]).toMatch(
        /^stale: The group Technicians\/Night is no longer where it was.*named "Domain controllers/,
      );
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('and was moved below another group is no longer the planned one', async () => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, NIGHT).parent = DAY;

      const done = await apply(bench, [create]);

      expect(done[0]).toMatch(/^stale: The group Technicians\/Night is no longer where it was/);
    });
  });

  test.each([
    ['is renamed by the plan itself', false],
    ['could not be renamed by the plan', true],
  ])('and %s takes them', async (_, refused) => {
    const limits = refused ? { limits: [3, 0, 0] as [number, number, number] } : {};
    const group = sandboxNode({ id: 500001, parent: 337363, type: 'TechnicianGroup', name: 'Dusk', ...limits });
    await withBench({ account: testAccount(group), settings: { groupsWithLimits: 'refuse' } }, async (bench) => {
      const done = await apply(bench, [
        groupUpdate(500001, 'Technicians/Dawn', { before: { name: 'Dusk' }, after: { name: 'Dawn' } }),
        creation('new@corp.example', 'Technicians/Dawn', { toNode: '500001' as NodeId }),
      ]);

      expect(done).toEqual([refused ? expect.stringMatching(/^failed: The group has concurrent/) : 'done', 'done']);
    });
  });
});

describe('a run that is interrupted', () => {
  test('repeats no call any more, and looks once what became of the last one', async () => {
    const stop = new AbortController();
    const world = testWorld({
      signal: stop.signal,
      sleep: () => {
        stop.abort();
        return Promise.resolve();
      },
    });
    const faults = [{ kind: 'errorAfter', method: 'setUser_v2' } as const];
    await withBench({ faults, world }, async (bench) => {
      const reading = await bench.target.read();

      const done = await apply(bench, [rename], reading);

      expect(done).toEqual(['done']);
      expect(calls(bench.sandbox)['setUser_v2']).toBe(1);
    });
  });

  test('begins no creation of a group that has waited for its turn', async () => {
    const stop = new AbortController();
    const faultFor = (method: string): null => {
      if (method === 'createGroup') stop.abort();
      return null;
    };
    await withBench({ faultFor }, async (bench) => {
      const applier = bench.target.begin(await bench.target.read(), { stop: stop.signal });

      const ends = await Promise.all(
        ['a', 'b', 'c'].map((word) => applier.apply(groupCreation(`Technicians/Night/${word}`))),
      );

      expect(ends.map(({ result }) => result)).toEqual(['done', 'skipped', 'skipped']);
      expect(calls(bench.sandbox)['createGroup']).toBe(1);
    });
  });
});

describe('a call that something between chokes on', () => {
  test('fails its own change, and the others are made', async () => {
    let refused = false;
    const firewall: typeof fetch = async (url, init) => {
      if (refused || (typeof url === 'string' && !url.includes('setUser_v2'))) return await fetch(url, init);
      refused = true;
      return new Response('Request blocked', { status: 403 });
    };
    await withBench({ world: { fetch: firewall } }, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());

      const one = await applier.apply(rename);
      const two = await applier.apply(creation('new@corp.example', 'Technicians/Night'));

      expect(one).toMatchObject({ result: 'failed', serviceFailed: true, text: expect.stringContaining('HTTP 403') });
      expect(two.result).toBe('done');
    });
  });
});
