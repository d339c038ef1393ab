import { describe, expect, test } from '@jest/globals';
import type { RescueChange as Change } from '../../../../src/targets/rescue/planner/change.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import {
  ADMINISTRATORS,
  apply,
  calls,
  change,
  creation,
  DAY,
  groupCreation,
  groupUpdate,
  HOLDER,
  MASTERS,
  nodeOf,
  testAccount,
  withBench,
  withEmail,
  type Given,
} from '../support.ts';

const LEADS = 500001;
const GRACE = 500002;
const MASTER = 500003;

/** An administrator group, an administrator in it who is also a technician, and a second master administrator. */
function mixedAccount(): ReturnType<typeof testAccount> {
  const grace = { name: 'Grace', email: 'grace@corp.example', status: 'Online', password: 'Grace-Pass%1' } as const;
  return testAccount(
    sandboxNode({ id: LEADS, parent: ADMINISTRATORS, type: 'AdministratorGroup', name: 'Leads' }),
    sandboxNode({ id: GRACE, parent: LEADS, type: 'Administrator', ...grace }),
    sandboxNode({ id: 500004, parent: DAY, type: 'Technician', ...grace }),
    sandboxNode({ id: MASTER, parent: MASTERS, type: 'Masteradministrator', name: 'Mia', email: 'mia@corp.example' }),
  );
}

function node(id: number): NodeId {
  return String(id) as NodeId;
}

function ofGrace(given: Given): Change {
  return change({ role: 'administrator', name: 'Grace', node: node(GRACE), fromNode: node(LEADS), ...given });
}

describe('administrators', () => {
  test.each([
    ['the root itself', 'administrator', 'Administrators', ADMINISTRATORS, 'Administrator'],
    ['a group', 'administrator', 'Administrators/Leads', LEADS, 'Administrator'],
    ['the root of the masters', 'masterAdministrator', 'Master Administrators', MASTERS, 'Masteradministrator'],
  ] as const)('are created in %s, and done once is done', async (_, role, group, home, type) => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const create = creation('new@corp.example', group, { role, toNode: node(home) });

      const done = [...(await apply(bench, [create])), ...(await apply(bench, [create]))];

      expect(done).toEqual(['done', 'done']);
      expect(withEmail(bench.sandbox, 'new@corp.example')).toEqual([
        expect.objectContaining({ parent: home, type, status: 'Offline', mobileAddon: false }),
      ]);
      expect(calls(bench.sandbox)['createUser']).toBe(1);
    });
  });

  test('are created in groups that are made on the way', async () => {
    await withBench({}, async (bench) => {
      const role = 'administrator';

      const done = await apply(bench, [
        groupCreation('Administrators/Leads', { role, toNode: node(ADMINISTRATORS) }),
        groupCreation('Administrators/Leads/East', { role }),
        creation('new@corp.example', 'Administrators/Leads/East', { role }),
      ]);

      expect(done).toEqual(['done', 'done', 'done']);
      const { groups } = await bench.target.read();
      expect(groups.map(({ path }) => path.join('/'))).toContain('Administrators/Leads/East');
    });
  });

  test('move between their groups and to the root', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const role = 'administrator';

      const done = await apply(bench, [
        groupCreation('Administrators/East', { role, toNode: node(ADMINISTRATORS) }),
        ofGrace({
          operations: ['move'],
          before: { group: 'Administrators/Leads' },
          after: { group: 'Administrators/East' },
        }),
      ]);
      const east = nodeOf(bench.sandbox, GRACE).parent ?? 0;
      const toRoot = { fromNode: node(east), toNode: node(ADMINISTRATORS) };
      done.push(...(await apply(bench, [ofGrace({ ...toRoot, after: { group: 'Administrators' } })])));

      expect(done).toEqual(['done', 'done', 'done']);
      expect(bench.sandbox.account.nodes.find(({ id }) => id === east)?.name).toBe('East');
      expect(nodeOf(bench.sandbox, GRACE).parent).toBe(ADMINISTRATORS);
    });
  });

  test('are renamed, disabled and enabled again, and the technician of the same person is left alone', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const done = await apply(bench, [
        ofGrace({
          before: { name: 'Grace', status: 'enabled' },
          after: { name: 'Grace Hopper', status: 'disabled' },
        }),
      ]);
      const disabled = { ...nodeOf(bench.sandbox, GRACE) };
      done.push(...(await apply(bench, [ofGrace({ before: { status: 'disabled' }, after: { status: 'enabled' } })])));

      expect(done).toEqual(['done', 'done']);
      expect(disabled).toMatchObject({ name: 'Grace Hopper', status: 'Disabled' });
      expect(nodeOf(bench.sandbox, GRACE).status).toBe('Offline');
      expect(nodeOf(bench.sandbox, 500004)).toMatchObject({ name: 'Grace', status: 'Online' });
    });
  });

  test('take no technician seats, and no budget of these holds them up', async () => {
    await withBench({ account: mixedAccount(), switches: { seatLimit: 0 } }, async (bench) => {
      const group = 'Administrators';
      const role = 'administrator';

      const done = await apply(bench, [creation('new@corp.example', group, { role, toNode: node(ADMINISTRATORS) })]);

      expect(done).toEqual(['done']);
    });
  });

  test('their groups are renamed like others', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const done = await apply(bench, [
        groupUpdate(LEADS, 'Administrators/Heads', {
          role: 'administrator',
          before: { name: 'Leads' },
          after: { name: 'Heads' },
        }),
      ]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, LEADS)).toMatchObject({ name: 'Heads', type: 'AdministratorGroup' });
    });
  });
});

describe('master administrators', () => {
  const mia: Given = {
    role: 'masterAdministrator',
    name: 'Mia',
    node: node(MASTER),
    fromNode: node(MASTERS),
  };

  test('are disabled and enabled', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      nodeOf(bench.sandbox, MASTER).password = 'Mia-Pass%1';
      const done = await apply(bench, [
        change({ ...mia, before: { status: 'enabled' }, after: { status: 'disabled' } }),
        change({ ...mia, before: { status: 'disabled' }, after: { status: 'enabled' } }),
      ]);

      expect(done).toEqual(['done', 'done']);
      expect(nodeOf(bench.sandbox, MASTER).status).toBe('Offline');
    });
  });

  test('the holder of the account is never touched', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const holder = { role: 'masterAdministrator', node: '337364' as NodeId, fromNode: node(MASTERS) } as const;

      const done = await apply(bench, [
        change({ ...holder, before: { status: 'enabled' }, after: { status: 'disabled' } }),
      ]);

      expect(done[0]).toMatch(/^stale: This is the account holder/);
    });
  });

  test('have no groups', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const done = await apply(bench, [
        groupCreation('Master Administrators/Inner', { role: 'masterAdministrator', toNode: node(MASTERS) }),
      ]);

      expect(done[0]).toMatch(/^failed: The group it should be created in is gone, or cannot hold it/);
    });
  });
});

describe('what roles do not allow', () => {
  test.each([
    ['an administrator', 'grace@corp.example', /Grace in Administrators\/Leads/],
    ['a master administrator', HOLDER.email, /Olga Owner in Master Administrators/],
  ])('a technician with the address of %s is stale, and nothing is created', async (_, email, where) => {
    const account = mixedAccount();
    account.nodes = account.nodes.filter(({ id }) => id !== 500004);
    await withBench({ account }, async (bench) => {
      const done = await apply(bench, [creation(email, 'Technicians/Day')]);

      expect(done[0]).toMatch(/^stale: A user with the e-mail address/);
      expect(done[0]).toMatch(where);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('an administrator is never dragged onto a technician group, where it would be assigned and not moved', async () => {
    const switches = { adminToTechnicianGroup: 'link' } as const;
    await withBench({ account: mixedAccount(), switches }, async (bench) => {
      const done = await apply(bench, [
        ofGrace({ before: { group: 'Administrators/Leads' }, after: { group: 'Technicians/Day' }, toNode: node(DAY) }),
      ]);

      expect(done[0]).toMatch(/^failed: The service does not allow this move/);
      expect(calls(bench.sandbox)['moveNode']).toBeUndefined();
    });
  });

  test('nobody is created in a group of another role', async () => {
    await withBench({ account: mixedAccount() }, async (bench) => {
      const done = await apply(bench, [creation('new@corp.example', 'Administrators/Leads', { toNode: node(LEADS) })]);

      expect(done[0]).toMatch(/^failed: The group it should be created in is gone, or cannot hold it/);
      expect(calls(bench.sandbox)['createUser']).toBeUndefined();
    });
  });
});
