import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { type SandboxNode, sandboxNode } from '../../../../src/sandbox/index.ts';
import { newClient } from '../../../../src/targets/rescue/wire/client.ts';
import { readUser } from '../../../../src/targets/rescue/wire/user-record.ts';
import {
  ADA,
  ADMINISTRATORS,
  apply,
  BOB,
  calls,
  change,
  creation,
  DAY,
  MARKER,
  MASTERS,
  NIGHT,
  nodeOf,
  sealed,
  testAccount,
  testSettings,
  withBench,
} from '../support.ts';

const HOLDER_NODE = 337364;

/** What ends the writer's node where nobody sees it, and begins others that end where the writer's does. */
function ghosts(count: number, first = 900000, group = DAY): string {
  const nodes = Array.from({ length: count }, (_, index) =>
    [
      'Status:Offline',
      'Type:Technician',
      '',
      `NodeID:${first + index}`,
      `ParentID:${group}`,
      `Name:Ghost ${index}`,
      `Email:ghost${index}@corp.example`,
      'Description:',
    ].join('\n'),
  );
  return `\n${nodes.join('\n')}`;
}

describe('text that looks like nodes', () => {
  test('is found out by one odd line, however many nodes it shows, in a few requests', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      nodeOf(sandbox, BOB).description = `${ghosts(20_000)}one line\nand another`;

      const reading = await target.read();

      expect(reading.users.map(({ id }) => id)).toEqual([String(HOLDER_NODE), String(ADA), String(BOB)]);
      expect(reading.users[2]).toMatchObject({ name: 'Bob', enabled: false });
      expect(sandbox.log.length).toBeLessThan(100);
    });
  });

  test.each<[string, (id: number) => string]>([
    ['the number of somebody else', () => ghosts(1, ADA)],
    [
      'the number of a group',
      () => ghosts(2, NIGHT, 337362).replace(/Type:Technician(?=\n\nNodeID:400002)/, 'Type:AdministratorGroup'),
    ],
    ['the address of somebody else', () => ghosts(1).replace('ghost0@corp.example', 'ADA@corp.example')],
    ['a group that is none', () => ghosts(1, 900000, 999999)],
    ['a user for its group', () => ghosts(1, 900000, ADA)],
    ['a second root category', () => ghosts(1).replace('Type:Technician', 'Type:Technicians')],
    ['an unknown type', () => ghosts(1).replace('Type:Technician', 'Type:constructor')],
    ['an unknown status', () => ghosts(1).replace('Status:Offline', 'Status:Asleep')],
  ])('is no node when it shows %s', async (_, text) => {
    await withBench({}, async ({ target, sandbox }) => {
      nodeOf(sandbox, BOB).description = text(BOB);
      const honest = sandbox.account.nodes.filter(({ email }) => email !== '').map(({ id }) => String(id));

      const reading = await target.read();

      expect(reading.users.map(({ id }) => id)).toEqual(honest);
      expect(reading.users[1]).toMatchObject({ id: String(ADA), group: String(DAY), enabled: true });
      expect(reading.users[2]).toMatchObject({ id: String(BOB), enabled: false, description: text(BOB).trim() });
      expect(reading.unreadable).toBeUndefined();
    });
  });

  test('tells nothing about whoever answers in another role: the next reading looks more closely', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      nodeOf(sandbox, BOB).description = ghosts(1).replace('Type:Technician', 'Type:Administrator');
      const first = await target.read();

      const details = await target.readDetails([String(BOB) as NodeId], () => undefined);
      const second = await target.read();

      expect(first.users.map(({ id, role }) => [id, role])).toContainEqual([String(BOB), 'administrator']);
      expect(details.size).toBe(0);
      expect(second.users.map(({ id, role }) => [id, role])).toContainEqual([String(BOB), 'technician']);
      expect(second.users).toHaveLength(3);
    });
  });

  test('makes no further requests once it is known, as long as it stays the same', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      nodeOf(sandbox, BOB).description = 'two\nlines';
      await target.read();
      const before = sandbox.log.length;
      nodeOf(sandbox, BOB).status = 'Online';

      const reading = await target.read();

      expect(sandbox.log.length - before).toBe(2);
      expect(reading.users[2]).toMatchObject({ id: String(BOB), enabled: true });
    });
  });

  test('keeps the last master administrator, who is not disabled for one that is none', async () => {
    const mia = sandboxNode({
      id: 500010,
      parent: MASTERS,
      type: 'Masteradministrator',
      name: 'Mia',
      email: 'mia@corp.example',
    });
    const account = testAccount(mia);
    account.nodes = account.nodes.map((node) => {
      return node.id === HOLDER_NODE ? { ...node, type: 'Administrator', parent: ADMINISTRATORS } : node;
    });
    await withBench({ account }, async (bench) => {
      const ghost = ghosts(2, 900000, MASTERS).replace(
        /Type:Technician(?=\n\nNodeID:900001)/,
        'Type:Masteradministrator',
      );
      nodeOf(bench.sandbox, BOB).description = ghost;
      const disable = change({
        role: 'masterAdministrator',
        operations: ['disable'],
        before: { status: 'enabled' },
        after: { status: 'disabled' },
        node: '500010' as NodeId,
        fromNode: String(MASTERS) as NodeId,
        group: 'Master Administrators',
      });
      const reading = await bench.target.read();

      const [done] = await apply(bench, [disable], reading);

      expect(reading.users.map(({ id }) => id)).toContain('900000');
      expect(done).toMatch(/^stale: This is the last enabled master administrator/);
      expect(nodeOf(bench.sandbox, 500010).status).not.toBe('Disabled');
    });
  });
});

describe('text that looks like fields of the same user', () => {
  test.each(['lines', 'oneLine'] as const)('spoils nobody on %s as far as it can be told apart', async (layout) => {
    await withBench({ switches: { layout } }, async ({ target, sandbox }) => {
      nodeOf(sandbox, BOB).name = 'Eve Status: Disabled';
      nodeOf(sandbox, ADA).description = 'x\nSTATUS:Disabled\nTYPE:Channel';

      const details = await target.readDetails([String(ADA), String(BOB)] as NodeId[], () => undefined);

      expect(details.get(String(BOB) as NodeId)?.record?.name).toBe('Eve Status: Disabled');
      expect(details.get(String(ADA) as NodeId)?.record?.enabled).toBe(true);
    });
  });

  test.each([
    'x\nSSOID:master@corp.example',
    'x\nSSOID:master@corp.example\nDESCRIPTION:y',
    'x\nEMAIL:eve@corp.example\nSSOID:master@corp.example\nDESCRIPTION:y\nTYPE:Technician\nSTATUS:Disabled',
  ])('is never written back as a field: %j', async (description) => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, ADA).description = description;
      const rename = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });

      const done = await apply(bench, [rename]);

      expect(done).toEqual(['done']);
      const { name, email, nick, ssoId, description: kept, status } = nodeOf(bench.sandbox, ADA);
      expect({ name, email, nick, ssoId, kept, status }).toEqual({
        name: 'Ada King',
        email: 'ada@corp.example',
        nick: 'Countess',
        ssoId: 'ada@sso.example',
        kept: description,
        status: 'Online',
      });
    });
  });

  test('that can be read in two ways leaves the user alone: not read, not written', async () => {
    await withBench({}, async (bench) => {
      const before = await bench.target.read();
      nodeOf(bench.sandbox, ADA).nick = 'n\nEMAIL:ada@corp.example\nSSOID:master@corp.example';
      const rename = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });

      const [done] = await apply(bench, [rename], before);
      const details = await bench.target.readDetails([String(ADA) as NodeId], () => undefined);
      const after = await bench.target.read();

      expect(done).toMatch(/^failed: The fields of the user with the node 400010 cannot be told apart/);
      expect(calls(bench.sandbox)['setUser_v2']).toBeUndefined();
      expect(details.size).toBe(0);
      expect(after.users.map(({ id }) => id)).not.toContain(String(ADA));
      expect(after.unreadable).toEqual([
        { id: String(ADA), group: String(DAY), text: expect.stringContaining('master@corp.example'), why: 'text' },
      ]);
    });
  });

  test('that can be read in two ways is an error that says what to clean', async () => {
    await withBench({}, async ({ sandbox, world }) => {
      nodeOf(sandbox, ADA).nick = 'n\nEMAIL:ada@corp.example\nSSOID:master@corp.example';
      const client = newClient(sandbox.url, testSettings(sandbox.url), world);

      const read = readUser(client, String(ADA) as NodeId, null);

      await expect(read).rejects.toMatchObject({
        name: 'Failure',
        code: 'RESCUE_USER_UNREADABLE',
        message: expect.stringContaining('the node 400010 cannot be told apart'),
        advice: 'Clean them in the Admin Center.',
      });
    });
  });

  test('in a group that can be read in two ways leaves its place alone, and nobody else', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      nodeOf(sandbox, NIGHT).description = 'x\nDescription:y';

      const { groups, users } = await target.read();

      expect(groups.find(({ id }) => id === String(NIGHT))).toMatchObject({ unreadable: 'text', parent: '337363' });
      expect(users).toHaveLength(3);
    });
  });
});

describe('a node for a new user', () => {
  test.each<[string, object]>([
    ['an SSO id', { ssoId: 'eve@corp.example' }],
    ['a nickname', { nick: 'Eve' }],
    ['a description', { description: 'Desk 4' }],
    ['the mobile add-on', { mobileAddon: true }],
    ['the RPAT add-on', { rpatAddon: true }],
  ])('is not one that has %s: that stays as it is, and another is created', async (_, field) => {
    const left = sandboxNode({ id: 500002, parent: NIGHT, type: 'Technician', status: '', ...field });
    await withBench({ account: testAccount(left) }, async (bench) => {
      const done = await apply(bench, [
        creation('one@corp.example', 'Technicians/Night', { node: '500002' as NodeId }),
      ]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, 500002)).toEqual(left);
      expect(bench.sandbox.account.nodes.at(-1)).toMatchObject({ email: 'one@corp.example', nick: '', ssoId: '' });
    });
  });

  test('loses whatever else is in it', async () => {
    const field = { name: 'New user', nick: 'Eve', ssoId: 'eve@corp.example', description: 'Desk', mobileAddon: true };
    let newest = (): SandboxNode | undefined => undefined;
    const filling: typeof fetch = async (...given) => {
      const response = await fetch(...given);
      if (typeof given[0] === 'string' && given[0].includes('createUser'))
        Object.assign(newest() ?? {}, field, { rpatAddon: true });
      return response;
    };
    await withBench({ switches: { omittedFields: 'keep' }, world: { fetch: filling } }, async (bench) => {
      newest = () => bench.sandbox.account.nodes.at(-1);

      const done = await apply(bench, [creation('one@corp.example', 'Technicians/Night')]);

      expect(done).toEqual(['done']);
      expect(newest()).toMatchObject({
        name: 'New one@corp.example',
        nick: '',
        ssoId: '',
        description: sealed(MARKER, newest()?.id),
        mobileAddon: false,
        rpatAddon: false,
      });
    });
  });
});
