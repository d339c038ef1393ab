import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import {
  ADA,
  apply,
  BOB,
  calls,
  change,
  creation,
  MARKER,
  NIGHT,
  nodeOf,
  sealed,
  PERSON,
  withBench,
  withEmail,
} from '../support.ts';

const REMARK =
  'done: No mobile licence was left; everything else is as planned. The next run asks for the licence again.';
const OPEN_MARKER = `[adsync ${PERSON} 00000000]`;
const bob = { node: String(BOB) as NodeId, name: 'Bob' };
const grant = change({ ...bob, before: { mobile: false }, after: { mobile: true }, marker: MARKER });

describe('the mobile add-on', () => {
  test.each(['INVALIDPARAM_MOBILEADDON', 'NO_MOBILE_LICENSE_LEFT'])(
    'when none is left (%s) everything else is written, and the link vouches for nothing',
    async (mobileWord) => {
      await withBench({ switches: { mobileLimit: 1, mobileWord } }, async (bench) => {
        const done = await apply(bench, [
          change({
            ...bob,
            before: { name: 'Bob', mobile: false, status: 'disabled', ssoId: '' },
            after: { name: 'Robert', mobile: true, status: 'enabled', ssoId: 'bob@sso.example' },
            marker: MARKER,
          }),
        ]);

        expect(done).toEqual([REMARK]);
        expect(nodeOf(bench.sandbox, BOB)).toMatchObject({
          name: 'Robert',
          status: 'Offline',
          ssoId: 'bob@sso.example',
          mobileAddon: false,
          description: sealed(OPEN_MARKER, BOB),
        });
      });
    },
  );

  test('a new user is created without it, once, and may log in', async () => {
    await withBench({ switches: { mobileLimit: 1 } }, async (bench) => {
      const create = creation('new@corp.example', 'Technicians/Night');

      const done = await apply(bench, [{ ...create, after: { ...create.after, mobile: true } }]);

      expect(done).toEqual([REMARK]);
      const [user] = withEmail(bench.sandbox, 'new@corp.example');
      expect(withEmail(bench.sandbox, 'new@corp.example')).toEqual([
        expect.objectContaining({
          parent: NIGHT,
          status: 'Offline',
          mobileAddon: false,
          description: sealed(OPEN_MARKER, user?.id),
          password: expect.stringMatching(/^sha256:/),
        }),
      ]);
    });
  });

  test('asking again and again in vain writes nothing, and is granted once there is a licence', async () => {
    await withBench({ switches: { mobileLimit: 1 } }, async (bench) => {
      const first = await apply(bench, [grant]);
      const writes = bench.sandbox.log.filter(({ wrote }) => wrote).length;

      const second = await apply(bench, [grant]);
      const after = bench.sandbox.log.filter(({ wrote }) => wrote).length;
      nodeOf(bench.sandbox, ADA).mobileAddon = false;
      const third = await apply(bench, [grant]);

      expect([...first, ...second, ...third]).toEqual([REMARK, REMARK, 'done']);
      expect(after).toBe(writes);
      expect(nodeOf(bench.sandbox, BOB)).toMatchObject({ mobileAddon: true, description: sealed(MARKER, BOB) });
    });
  });

  test('a licence given back earlier in the plan is there for the next', async () => {
    await withBench({ switches: { mobileLimit: 1 } }, async (bench) => {
      const release = change({ before: { mobile: true }, after: { mobile: false, status: 'disabled' } });

      const done = await apply(bench, [{ ...release, before: { mobile: true, status: 'enabled' } }, grant]);

      expect(done).toEqual(['done', 'done']);
      expect(nodeOf(bench.sandbox, BOB).mobileAddon).toBe(true);
    });
  });

  test('two who ask at once for the last one: one gets it, the other a remark', async () => {
    await withBench({ switches: { mobileLimit: 2 } }, async (bench) => {
      const applier = bench.target.begin(await bench.target.read());
      const asking = ['one@corp.example', 'two@corp.example'].map((email) => {
        const create = creation(email, 'Technicians/Night');
        return { ...create, after: { ...create.after, mobile: true } };
      });

      const ends = await Promise.all(asking.map((one) => applier.apply(one)));

      expect(ends.map(({ result }) => result)).toEqual(['done', 'done']);
      expect(ends.filter(({ text }) => text !== '')).toHaveLength(1);
      expect(bench.sandbox.account.nodes.filter(({ mobileAddon }) => mobileAddon)).toHaveLength(2);
    });
  });

  test('is no excuse for anything else that is refused', async () => {
    await withBench({ switches: { mobileLimit: 1, seatLimit: 1 } }, async (bench) => {
      const enable = change({ ...grant, before: { status: 'disabled' }, after: { status: 'enabled', mobile: true } });

      const done = await apply(bench, [{ ...enable, before: { mobile: false, status: 'disabled' } }]);

      expect(done[0]).toMatch(/^failed: The service refuses the new status/);
      expect(nodeOf(bench.sandbox, BOB)).toMatchObject({ status: 'Disabled', description: '' });
    });
  });

  test('a refusal of a user who has it already, or did not ask, stays a failure', async () => {
    await withBench({ switches: { seatLimit: 1, seatWord: 'INVALIDPARAM_MOBILEADDON' } }, async (bench) => {
      const done = await apply(bench, [
        change({ ...bob, before: { status: 'disabled' }, after: { status: 'enabled' } }),
      ]);

      expect(done[0]).toMatch(/^failed: The service refuses the mobile add-on/);
      expect(calls(bench.sandbox)['setUser_v2']).toBe(1);
    });
  });
});

describe('seats', () => {
  test('a new user without a seat stays empty, and a later run makes it the user, once', async () => {
    await withBench({ switches: { seatLimit: 1 } }, async (bench) => {
      const create = creation('new@corp.example', 'Technicians/Night');
      const refused = await apply(bench, [create]);
      const left = bench.sandbox.account.nodes.at(-1);
      const [name, email] = [left?.name, left?.email];
      const again = await apply(bench, [create]);
      bench.sandbox.switches.seatLimit = 2;

      const later = await apply(bench, [create]);

      expect([name, email]).toEqual(['', '']);
      expect(refused[0]).toMatch(
        /^failed: The service refuses the new status\. Perhaps all technician seats are taken, .* An empty user is left in Technicians\/Night;/,
      );
      expect(again).toEqual(refused);
      expect(later).toEqual(['done']);
      expect(withEmail(bench.sandbox, 'new@corp.example')).toHaveLength(1);
      expect(calls(bench.sandbox)['createUser']).toBe(1);
    });
  });

  test.each(['', 'Disabled', 'Offline'] as const)(
    'an empty user that is born with the status "%s" takes no seat, and gets none beyond the limit',
    async (bareStatus) => {
      await withBench({ switches: { seatLimit: 1, bareStatus } }, async (bench) => {
        const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

        expect(done[0]).toMatch(/^failed: .*seats are taken/);
      });
    },
  );

  test('where empty users take seats, none is created that cannot be filled in', async () => {
    await withBench({ switches: { seatLimit: 1, createdUserTakesSeat: true } }, async (bench) => {
      const done = await apply(bench, [creation('new@corp.example', 'Technicians/Night')]);

      expect(done[0]).toMatch(/^failed: .*seats are taken/);
      expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });

  test('where the service writes all but the status, the user is linked, is named as left, and is never made twice', async () => {
    await withBench({ switches: { seatLimit: 1, seatRefusal: 'allButStatus' } }, async (bench) => {
      const create = creation('new@corp.example', 'Technicians/Night');
      const refused = await apply(bench, [create, creation('two@corp.example', 'Technicians/Night')]);
      const again = await apply(bench, [create]);
      const [left] = withEmail(bench.sandbox, 'new@corp.example');
      bench.sandbox.switches.seatLimit = 3;

      const node = String(left?.id) as NodeId;
      const later = await apply(bench, [
        change({
          node,
          fromNode: String(NIGHT) as NodeId,
          before: { status: 'disabled' },
          after: { status: 'enabled' },
        }),
      ]);

      expect(refused[0]).toMatch(/seats are taken.* The user is left in Technicians\/Night all the same, disabled/);
      expect(again[0]).toMatch(/^stale: A user with the e-mail address new@corp.example is there already/);
      expect(left?.description).toBe(sealed(MARKER, left?.id));
      expect(later).toEqual(['done']);
      for (const email of ['new@corp.example', 'two@corp.example']) {
        expect(withEmail(bench.sandbox, email)).toHaveLength(1);
      }
    });
  });
});
