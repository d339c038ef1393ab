import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { sandboxNode, type SandboxSwitches } from '../../../../src/sandbox/index.ts';
import {
  ADA,
  apply,
  calls,
  change,
  creation,
  DAY,
  GROUP_MARKER,
  groupCreation,
  groupUpdate,
  MARKER,
  NIGHT,
  nodeOf,
  sealed,
  TECHNICIANS,
  testAccount,
  withBench,
  withEmail,
} from '../support.ts';

const INNER = 500001;
const DAY_ID = String(DAY) as NodeId;
const renamed = groupUpdate(DAY, 'Technicians/Early', { before: { name: 'Day' }, after: { name: 'Early' } });
const linked = groupUpdate(NIGHT, 'Technicians/Night', { before: {}, after: {} });

/** Two groups with everything a group can hold, and one inside the first. */
function richAccount(): ReturnType<typeof testAccount> {
  const account = testAccount(sandboxNode({ id: INNER, parent: DAY, type: 'TechnicianGroup', name: 'Inner' }));
  for (const node of account.nodes.filter(({ id }) => id === DAY || id === NIGHT)) {
    Object.assign(node, {
      description: 'Desk 1',
      permissions: ['RemoteControl', 'SendFile'],
      lockedPermissions: ['SendFile'],
      limits: [3, 2, 1],
    });
  }
  return account;
}

test.each([
  ['', ['RemoteControl', 'ConnectOnLan']],
  ['ConnectOnLan', ['RemoteControl']],
])('a permission that is hidden from readings (%j) cannot be kept, and plans warn of it', async (hidden, kept) => {
  await withBench({ switches: { hiddenPermission: hidden } }, async (bench) => {
    nodeOf(bench.sandbox, DAY).permissions = ['RemoteControl', 'ConnectOnLan'];

    expect(await apply(bench, [renamed])).toEqual(['done']);

    expect(nodeOf(bench.sandbox, DAY)).toMatchObject({ name: 'Early', permissions: kept });
  });
});

describe('renaming and linking groups', () => {
  test.each<Partial<SandboxSwitches>>([
    { omittedFields: 'keep' },
    { omittedFields: 'clear' },
    { omittedFields: 'keep', limitNames: 'other' },
    { omittedFields: 'keep', limitNames: 'ignored' },
    { layout: 'oneLine', blankAfterColon: true, lineEnd: 'crlf' },
    { strictAliases: 'node' },
    { strictAliases: 'nodeID' },
  ])('keeps description, status, permissions and limits (%j)', async (switches) => {
    await withBench({ account: richAccount(), switches }, async (bench) => {
      const before = { ...nodeOf(bench.sandbox, DAY) };

      const done = await apply(bench, [renamed, linked]);

      expect(done).toEqual(['done', 'done']);
      expect(nodeOf(bench.sandbox, DAY)).toEqual({
        ...before,
        name: 'Early',
        description: `Desk 1 ${sealed(GROUP_MARKER, DAY)}`,
      });
      expect(nodeOf(bench.sandbox, NIGHT)).toMatchObject({
        name: 'Night',
        description: `Desk 1 ${sealed(GROUP_MARKER, NIGHT)}`,
      });
    });
  });

  test('a group with limits is left alone unless the file says that it may be written', async () => {
    const settings = { groupsWithLimits: 'refuse' } as const;
    await withBench({ account: richAccount(), settings }, async (bench) => {
      const before = { ...nodeOf(bench.sandbox, DAY) };

      const done = await apply(bench, [renamed]);

      expect(done).toEqual([expect.stringContaining('failed: The group has concurrent-licence limits')]);
      expect(nodeOf(bench.sandbox, DAY)).toEqual(before);
    });
  });

  test('a disabled group stays disabled', async () => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, DAY).status = 'Disabled';

      await apply(bench, [renamed]);

      expect(nodeOf(bench.sandbox, DAY)).toMatchObject({ name: 'Early', status: 'Disabled' });
    });
  });

  test('writes nothing when name and link are in place already', async () => {
    await withBench({}, async (bench) => {
      await apply(bench, [renamed, linked]);
      const writes = bench.sandbox.log.filter(({ wrote }) => wrote).length;

      const done = await apply(bench, [renamed, linked]);

      expect(done).toEqual(['done', 'done']);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toHaveLength(writes);
    });
  });

  test.each([
    ['somebody has renamed it', { name: 'Noon' }, /^stale: The group is named "Noon" by now, not "Day"/],
    ['it feeds from another directory group', { description: MARKER }, /^stale: .*another directory group/],
  ])('is stale when %s, and writes nothing', async (_, found, why) => {
    await withBench({}, async (bench) => {
      const reading = await bench.target.read();
      Object.assign(nodeOf(bench.sandbox, DAY), found);

      const done = await apply(bench, [renamed], reading);

      expect(done[0]).toMatch(why);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('takes a link over that was there when the plan was made', async () => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, DAY).description = MARKER;
      const link = MARKER.slice('[adsync '.length, -' 0a1b2c3d]'.length);

      const done = await apply(bench, [groupUpdate(DAY, 'Technicians/Day', { before: { link }, after: {} })]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, DAY).description).toBe(sealed(GROUP_MARKER, DAY));
    });
  });

  test('a copied link is not in the way', async () => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, DAY).description = sealed(MARKER, NIGHT);

      const done = await apply(bench, [groupUpdate(DAY, 'Technicians/Day', { before: { link: null }, after: {} })]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, DAY).description).toBe(sealed(GROUP_MARKER, DAY));
    });
  });

  test('a group that is gone is stale', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [groupUpdate(999999, 'Technicians/Early', { after: { name: 'Early' } })]);

      expect(done[0]).toMatch(/^stale: The group is not in the account any more/);
    });
  });

  test('a name that the service refuses fails this group alone', async () => {
    await withBench({ switches: { nameMaxLength: 5 } }, async (bench) => {
      const long = groupUpdate(DAY, 'Technicians/Too long', { before: { name: 'Day' }, after: { name: 'Too long' } });

      const done = await apply(bench, [long, linked]);

      expect(done).toEqual([expect.stringMatching(/^failed: The service refuses the name/), 'done']);
    });
  });
});

describe('a service that drops what a group holds', () => {
  const drops: Partial<SandboxSwitches> = { limitNames: 'ignored', omittedFields: 'clear' };

  test.each<Partial<SandboxSwitches>>([drops, { limitNames: 'other', omittedFields: 'clear' }])(
    '%j: the first group fails with what it had, and no other is updated in this run',
    async (switches) => {
      await withBench({ account: richAccount(), switches }, async (bench) => {
        const done = await apply(bench, [renamed, linked, groupCreation('Technicians/Late')]);

        expect(done).toEqual([
          'failed: The group was written, but the service did not keep all it had. Restore in the Admin Center: concurrent limit: 3 (now 0); concurrent limit of mobile licences: 2 (now 0); concurrent limit of RPAT licences: 1 (now 0).',
          'skipped: No further group is updated in this run, because of what happened to the group Technicians/Early.',
          'done',
        ]);
        expect(nodeOf(bench.sandbox, NIGHT)).toMatchObject({ limits: [3, 2, 1], description: 'Desk 1' });
      });
    },
  );

  test('nothing is lost, and nothing fails, where no group has limits', async () => {
    await withBench({ switches: drops }, async (bench) => {
      expect(await apply(bench, [renamed, linked])).toEqual(['done', 'done']);
    });
  });

  test('updates that are begun side by side still go one by one', async () => {
    await withBench({ account: richAccount(), switches: drops }, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());

      const ends = await Promise.all([renamed, linked].map((one) => applier.apply(one)));

      expect(ends.map(({ result }) => result)).toEqual(['failed', 'skipped']);
      expect(calls(bench.sandbox)['setGroup_v2']).toBe(1);
    });
  });

  test('lost permissions are named as well', async () => {
    await withBench({ account: richAccount() }, async (bench) => {
      let held = ['SendFile', 'RemoteControl', 'Retired'];
      const permissions = {
        get: () => held,
        set(given: string[]) {
          held = given.filter((one) => one !== 'Retired').reverse();
        },
      };
      Object.defineProperty(nodeOf(bench.sandbox, DAY), 'permissions', permissions);

      const done = await apply(bench, [renamed]);

      expect(done[0]).toMatch(
        /^failed: .* permissions: RemoteControl, Retired, SendFile \(now RemoteControl, SendFile\)\.$/,
      );
    });
  });

  test('a group that cannot be read again fails with all it had, and ends the updates', async () => {
    const faults = [{ kind: 'errorBefore', method: 'getGroup_v2', nth: [2, 100] } as const];
    await withBench({ account: richAccount(), faults }, async (bench) => {
      const done = await apply(bench, [renamed, linked]);

      expect(done[0]).toMatch(/^failed: Whether the group was written, and kept everything, is not known/);
      expect(done[0]).toContain(
        'permissions: RemoteControl, SendFile; locked permissions: SendFile; concurrent limit: 3',
      );
      expect(done[1]).toMatch(/^skipped: /);
    });
  });
});

describe('places while groups change', () => {
  test('the old path of a renamed group is free for a new one, and what stands in the renamed group stays there', async () => {
    await withBench({ account: richAccount() }, async (bench) => {
      const done = await apply(bench, [
        renamed,
        groupCreation('Technicians/Day', { toNode: String(TECHNICIANS) as NodeId, marker: GROUP_MARKER }),
        groupCreation('Technicians/Day/Inner'),
        groupCreation('Technicians/Early/Inner'),
        creation('one@corp.example', 'Technicians/Day/Inner'),
        creation('two@corp.example', 'Technicians/Early', { toNode: DAY_ID }),
        change({ before: { group: 'Technicians/Early' }, after: { group: 'Technicians/Day' } }),
      ]);

      expect(done).toEqual(Array.from({ length: 7 }, () => 'done'));
      const { groups } = await bench.target.read();
      const paths = groups.filter(({ role }) => role === 'technician').map(({ id, path }) => [path.join('/'), id]);
      const made = Object.fromEntries(paths) as Record<string, string>;
      expect(Object.keys(made).sort()).toEqual([
        'Technicians',
        'Technicians/Day',
        'Technicians/Day/Inner',
        'Technicians/Early',
        'Technicians/Early/Inner',
        'Technicians/Night',
      ]);
      expect(made['Technicians/Early']).toBe(DAY_ID);
      expect(made['Technicians/Early/Inner']).toBe(String(INNER));
      expect(withEmail(bench.sandbox, 'one@corp.example')[0]?.parent).toBe(Number(made['Technicians/Day/Inner']));
      expect(withEmail(bench.sandbox, 'two@corp.example')[0]?.parent).toBe(DAY);
      expect(nodeOf(bench.sandbox, ADA).parent).toBe(Number(made['Technicians/Day']));
    });
  });

  test('groups of one name are told apart by their node', async () => {
    const twin = sandboxNode({ id: 500002, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'Night' });
    await withBench({ account: testAccount(twin) }, async (bench) => {
      const done = await apply(bench, [
        creation('one@corp.example', 'Technicians/Night', { toNode: '500002' as NodeId }),
        creation('two@corp.example', 'Technicians/Night'),
      ]);

      expect(done).toEqual(['done', expect.stringMatching(/^failed: .*or there are several of that name/)]);
      expect(withEmail(bench.sandbox, 'one@corp.example')[0]?.parent).toBe(500002);
    });
  });

  test('a new group is linked as it is named, and one that a broken-off run has made is linked later', async () => {
    const there = sandboxNode({ id: 500002, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'late' });
    await withBench({ account: testAccount(there) }, async (bench) => {
      const done = await apply(bench, [
        groupCreation('Technicians/New', { marker: GROUP_MARKER }),
        groupCreation('Technicians/Late', { marker: GROUP_MARKER }),
      ]);

      expect(done).toEqual(['done', 'done']);
      const made = bench.sandbox.account.nodes.at(-1);
      expect(made).toMatchObject({ name: 'New', description: sealed(GROUP_MARKER, made?.id) });
      expect(nodeOf(bench.sandbox, 500002)).toMatchObject({
        name: 'late',
        description: sealed(GROUP_MARKER, 500002),
      });
      expect(calls(bench.sandbox)['setGroup_v2']).toBe(2);
    });
  });
});
