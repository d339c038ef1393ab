import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import { isPassword } from '../../../../src/sandbox/rescue/passwords.ts';
import {
  apply,
  calls,
  change,
  creation,
  groupCreation,
  MARKER,
  NIGHT,
  nodeOf,
  sealed,
  TECHNICIANS,
  testAccount,
  withBench,
  withEmail,
} from '../support.ts';

describe('creating users', () => {
  test('fills in everything, links the user, and gives away no licence that was not asked for', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

      expect(done).toEqual(['done']);
      const [user] = withEmail(bench.sandbox, 'new@corp.example');
      expect(withEmail(bench.sandbox, 'new@corp.example')).toEqual([
        expect.objectContaining({
          parent: NIGHT,
          type: 'Technician',
          name: 'New new@corp.example',
          description: sealed(MARKER, user?.id),
          status: 'Offline',
          mobileAddon: false,
          rpatAddon: false,
          password: expect.stringMatching(/^sha256:/),
        }),
      ]);
    });
  });

  test('uses the password of the file when there is one', async () => {
    const settings = { newUserPassword: new Secret('Default-Pass%9') };
    await withBench({ settings }, async (bench) => {
      await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

      const [user] = withEmail(bench.sandbox, 'new@corp.example');
      expect(user !== undefined && isPassword(user, 'Default-Pass%9')).toBe(true);
    });
  });

  test('creates groups on the way and users in them', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        groupCreation('Technicians/Helpdesk'),
        groupCreation('Technicians/Helpdesk/Tier 1'),
        creation('new@corp.example', 'Technicians/Helpdesk/Tier 1'),
      ]);

      expect(done).toEqual(['done', 'done', 'done']);
      const reading = await bench.target.read();
      const group = reading.groups.find(({ path }) => path.join('/') === 'Technicians/Helpdesk/Tier 1');
      expect(reading.users.find(({ email }) => email === 'new@corp.example')?.group).toBe(group?.id);
    });
  });

  test.each(['keep', 'clear'] as const)(
    'a new group keeps the permissions it was born with (%s)',
    async (omittedFields) => {
      await withBench({ switches: { omittedFields } }, async (bench) => {
        await apply(bench, [groupCreation('Technicians/Helpdesk')]);

        const group = bench.sandbox.account.nodes.find(({ name }) => name === 'Helpdesk');
        expect(group?.permissions).toContain('RemoteControl');
        expect(group?.status).toBe('Offline');
      });
    },
  );

  test('takes the bare nodes that a broken-off run has left, groups and users', async () => {
    const left = [
      sandboxNode({ id: 500001, parent: TECHNICIANS, type: 'TechnicianGroup' }),
      sandboxNode({ id: 500002, parent: NIGHT, type: 'Technician', status: '' }),
      sandboxNode({ id: 500003, parent: NIGHT, type: 'Technician', status: '' }),
    ];
    await withBench({ account: testAccount(...left) }, async (bench) => {
      const done = await apply(bench, [
        groupCreation('Technicians/Helpdesk'),
        creation('one@corp.example', 'Technicians/Night', { node: '500003' as NodeId }),
        creation('two@corp.example', 'Technicians/Night'),
        creation('three@corp.example', 'Technicians/Night', { node: '500003' as NodeId }),
      ]);

      expect(done).toEqual(['done', 'done', 'done', 'done']);
      expect(nodeOf(bench.sandbox, 500001).name).toBe('Helpdesk');
      expect(nodeOf(bench.sandbox, 500003).email).toBe('one@corp.example');
      expect(nodeOf(bench.sandbox, 500002).email).toBe('two@corp.example');
      expect(calls(bench.sandbox)['createUser']).toBe(1);
      expect(calls(bench.sandbox)['createGroup']).toBeUndefined();
    });
  });

  test('leaves a bare node alone that somebody has filled in meanwhile', async () => {
    const left = sandboxNode({ id: 500002, parent: NIGHT, type: 'Technician', status: '' });
    await withBench({ account: testAccount(left) }, async (bench) => {
      const reading = await bench.target.read();
      nodeOf(bench.sandbox, 500002).email = 'eve@corp.example';
      nodeOf(bench.sandbox, 500002).status = 'Online';

      const done = await apply(
        bench,
        [creation('one@corp.example', 'Technicians/Night', { node: '500002' as NodeId })],
        reading,
      );

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, 500002).email).toBe('eve@corp.example');
      expect(withEmail(bench.sandbox, 'one@corp.example')).toHaveLength(1);
    });
  });

  test('done once is done: the same change again writes nothing', async () => {
    await withBench({}, async (bench) => {
      const changes = [groupCreation('Technicians/Helpdesk'), creation('new@corp.example', 'Technicians/Night')];
      await apply(bench, changes);
      const writes = bench.sandbox.log.filter(({ wrote }) => wrote).length;

      const done = await apply(bench, changes);

      expect(done).toEqual(['done', 'done']);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toHaveLength(writes);
    });
  });

  test('is stale when somebody else has the address by now', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [creation('BOB@corp.example', 'Technicians/Night')]);

      expect(done[0]).toMatch(
        /^stale: A user with the e-mail address bob@corp.example is there already: Bob in Technicians\/Day/,
      );
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('an address that an earlier change has given up is free', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        change({ before: { email: 'ada@corp.example' }, after: { email: 'lovelace@corp.example' } }),
        creation('ada@corp.example', 'Technicians/Night'),
      ]);

      expect(done).toEqual(['done', 'done']);
    });
  });

  test('an address that somebody has taken since the plan was made is stale, and nothing is created', async () => {
    const admin = sandboxNode({
      id: 500001,
      parent: 337362,
      type: 'Administrator',
      name: 'A',
      email: 'admin@corp.example',
    });
    await withBench({}, async (bench) => {
      const reading = await bench.target.read();
      bench.sandbox.account.nodes.push(admin);

      const done = await apply(bench, [creation('admin@corp.example', 'Technicians/Night')], reading);

      expect(done[0]).toMatch(/^stale: A user with the e-mail address admin@corp.example is there already: A\./);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('a refusal fails this change alone, and its bare node serves the next', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        creation('no address', 'Technicians/Night'),
        creation('new@corp.example', 'Technicians/Night'),
      ]);

      expect(done[0]).toMatch(/^failed: The service refuses the e-mail address.* An empty user is left/);
      expect(done[1]).toBe('done');
      expect(calls(bench.sandbox)['createUser']).toBe(1);
    });
  });

  test.each([
    [{ seatLimit: 1 }, /seats are taken/],
    [{ nameMaxLength: 5 }, /too long/],
  ])('%j: fails with a reason', async (switches, why) => {
    await withBench({ switches }, async (bench) => {
      const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

      expect(done[0]).toMatch(/^failed: /);
      expect(done[0]).toMatch(why);
    });
  });

  test('a password that the account refuses fails with a reason, and is not told', async () => {
    const settings = { newUserPassword: new Secret('weakpass') };
    await withBench({ settings }, async (bench) => {
      const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

      expect(done[0]).toMatch(/^failed: The service refuses the password of the new user/);
      expect(done[0]).not.toContain('weakpass');
    });
  });

  test('a group that is not there fails', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        creation('new@corp.example', 'Technicians/Nowhere'),
        groupCreation('Technicians/A/B'),
      ]);

      expect(done).toEqual([
        expect.stringMatching(/^failed: There is no group Technicians\/Nowhere/),
        expect.stringMatching(/^failed: There is no group Technicians\/A /),
      ]);
    });
  });
});
