import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import {
  ADA,
  apply,
  BOB,
  change,
  creation,
  DAY,
  groupCreation,
  HOLDER,
  MARKER,
  NIGHT,
  nodeOf,
  sealed,
  PERSON,
  testAccount,
  withBench,
} from '../support.ts';

const HOLDER_ID = '337364' as NodeId;

describe('changing users', () => {
  test.each(['keep', 'clear'] as const)(
    'nothing else of a record is lost (%s omitted fields)',
    async (omittedFields) => {
      await withBench({ switches: { omittedFields } }, async (bench) => {
        const before = { ...nodeOf(bench.sandbox, ADA) };

        const done = await apply(bench, [
          change({
            before: { name: 'Ada Lovelace', link: null },
            after: { name: 'Ada King', link: PERSON },
            marker: MARKER,
          }),
        ]);

        expect(done).toEqual(['done']);
        expect(nodeOf(bench.sandbox, ADA)).toEqual({
          ...before,
          name: 'Ada King',
          description: `Desk 4 ${sealed(MARKER, ADA)}`,
        });
      });
    },
  );

  test('moves, renames and disables in one change', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        change({
          operations: ['move', 'disable', 'update'],
          group: 'Technicians/Night',
          before: { group: 'Technicians/Day', name: 'Ada Lovelace', status: 'enabled', mobile: true },
          after: { group: 'Technicians/Night', name: 'Ada King', status: 'disabled', mobile: false },
        }),
      ]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, ADA)).toMatchObject({
        parent: NIGHT,
        name: 'Ada King',
        status: 'Disabled',
        mobileAddon: false,
        rpatAddon: true,
        nick: 'Countess',
      });
    });
  });

  test('enables', async () => {
    await withBench({}, async (bench) => {
      const enable = change({
        node: String(BOB) as NodeId,
        before: { status: 'disabled' },
        after: { status: 'enabled' },
      });

      expect(await apply(bench, [enable])).toEqual(['done']);
      expect(nodeOf(bench.sandbox, BOB).status).toBe('Offline');
    });
  });

  test('writes nothing when everything is in place already', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        change({
          before: { name: 'A. Lovelace', group: 'Technicians/Night' },
          after: { name: 'Ada Lovelace', group: 'Technicians/Day' },
        }),
      ]);

      expect(done).toEqual(['done']);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('brings a half-made change to its end', async () => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [
        change({
          before: { name: 'Ada Lovelace', email: 'old@corp.example' },
          after: { name: 'Ada King', email: 'ada@corp.example' },
        }),
      ]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, ADA).name).toBe('Ada King');
    });
  });

  test.each([
    [
      'a field differs',
      { before: { name: 'Ada B' }, after: { name: 'Ada C' } },
      /name is "Ada Lovelace" by now, not "Ada B"/,
    ],
    [
      'the status differs',
      { before: { status: 'disabled' }, after: { status: 'disabled', ssoId: 'x' } },
      /status is "enabled"/,
    ],
    ['an add-on differs', { before: { mobile: undefined }, after: { mobile: false } }, /mobile add-on is on/],
    [
      'it stands elsewhere',
      { fromNode: String(NIGHT) as NodeId, before: { group: 'Technicians/Night' }, after: { group: 'Technicians' } },
      /stands in Technicians\/Day/,
    ],
    [
      'it is gone',
      { node: '999999' as NodeId, before: { name: 'x' }, after: { name: 'y' } },
      /not in the account any more/,
    ],
    [
      'it is the account holder',
      { node: HOLDER_ID, before: { name: HOLDER.name }, after: { name: 'y' } },
      /account holder/,
    ],
  ] as const)('is stale when %s, and writes nothing', async (_, given, why) => {
    await withBench({}, async (bench) => {
      const done = await apply(bench, [change(given as Partial<Parameters<typeof change>[0]>)]);

      expect(done[0]).toMatch(/^stale: /);
      expect(done[0]).toMatch(why);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('is stale when the user is linked to somebody else by now', async () => {
    await withBench({}, async (bench) => {
      nodeOf(bench.sandbox, ADA).description = '[adsync 99999999-2222-4333-8444-555555555555 0a1b2c3d]';

      const done = await apply(bench, [
        change({ before: { link: null }, after: { link: PERSON }, marker: MARKER }),
        change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' }, marker: MARKER }),
      ]);

      expect(done[0]).toMatch(/^stale: The link is/);
      expect(done[1]).toMatch(/^stale: The user is linked to another person/);
    });
  });

  test('a copied marker is no link: it is neither in the way nor kept', async () => {
    await withBench({}, async (bench) => {
      const copy = sealed('[adsync 99999999-2222-4333-8444-555555555555 0a1b2c3d]', BOB);
      nodeOf(bench.sandbox, ADA).description = copy;

      const done = await apply(bench, [change({ before: { link: null }, after: { link: PERSON }, marker: MARKER })]);

      expect(done).toEqual(['done']);
      expect(nodeOf(bench.sandbox, ADA).description).toBe(sealed(MARKER, ADA));
    });
  });

  test('never touches the user whose credentials are used, whatever the plan says', async () => {
    const own = sandboxNode({ id: 500001, parent: DAY, type: 'Technician', name: 'Me', email: HOLDER.email });
    await withBench({ account: testAccount(own) }, async (bench) => {
      const done = await apply(bench, [
        change({ node: '500001' as NodeId, before: { name: 'Me' }, after: { name: 'You' } }),
      ]);

      expect(done[0]).toMatch(/^stale: .*whose credentials are used/);
      expect(nodeOf(bench.sandbox, 500001).name).toBe('Me');
    });
  });

  test('a move that the service refuses fails with a reason', async () => {
    const group = sandboxNode({ id: 500001, parent: 337362, type: 'AdministratorGroup', name: 'Leads' });
    await withBench({ account: testAccount(group) }, async (bench) => {
      const done = await apply(bench, [
        change({ before: { group: 'Technicians/Day' }, after: { group: 'Administrators/Leads' } }),
      ]);

      expect(done[0]).toMatch(/^failed: The service does not allow this move/);
    });
  });

  test.each(['node', 'nodeID'] as const)('works when only the spelling %s counts', async (strictAliases) => {
    await withBench({ switches: { strictAliases } }, async (bench) => {
      const done = await apply(bench, [
        groupCreation('Technicians/Helpdesk'),
        creation('new@corp.example', 'Technicians/Helpdesk'),
        change({ before: { group: 'Technicians/Day' }, after: { group: 'Technicians/Helpdesk' } }),
      ]);

      expect(done).toEqual(['done', 'done', 'done']);
    });
  });
});

test('an unknown word fails the change and is named', async () => {
  await withBench({ switches: { seatLimit: 0, seatWord: 'NO_SEAT_FOR_YOU' } }, async (bench) => {
    const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

    expect(done[0]).toMatch(/^failed: .*NO_SEAT_FOR_YOU, which adsync does not know/);
  });
});

test('a refused token ends the run while it is under way', async () => {
  await withBench({}, async (bench) => {
    const reading = await bench.target.read();
    bench.sandbox.account.apiTokens = [];

    const applying = apply(bench, [creation('new@corp.example', 'Technicians/Night')], reading);

    await expect(applying).rejects.toMatchObject({ code: 'RESCUE_TOKEN_REFUSED' });
  });
});
