import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import { isPassword } from '../../../../src/sandbox/rescue/passwords.ts';
import { randomPassword } from '../../../../src/targets/rescue/apply/password.ts';
import { ADA, apply, change, MARKER, nodeOf, PERSON, sealed, withBench } from '../support.ts';

const OLD = 'Ada-Pass%1';

/** Ada's user passes to another person. */
const takeOver = (): ReturnType<typeof change> =>
  change({
    before: { link: null, ssoId: 'ada@sso.example' },
    after: { link: PERSON, ssoId: '', password: 'new' },
    marker: MARKER,
  });

describe('a user that passes to another person', () => {
  test('cannot be entered by the former one any more: not by password, and not by SSO', async () => {
    await withBench({}, async (bench) => {
      const before = { ...nodeOf(bench.sandbox, ADA) };
      expect(isPassword(nodeOf(bench.sandbox, ADA), OLD)).toBe(true);

      const done = await apply(bench, [takeOver()]);

      const user = nodeOf(bench.sandbox, ADA);
      expect(done).toEqual(['done']);
      expect(isPassword(user, OLD)).toBe(false);
      expect(user).toEqual({
        ...before,
        ssoId: '',
        description: `Desk 4 ${sealed(MARKER, ADA)}`,
        password: user.password,
      });
    });
  });

  test('gets a random one like new users', async () => {
    await withBench({ world: { randomBytes: countingBytes() } }, async (bench) => {
      await apply(bench, [takeOver()]);

      expect(isPassword(nodeOf(bench.sandbox, ADA), randomPassword(countingBytes()))).toBe(true);
    });
  });

  test('gets the password that the file gives new users', async () => {
    const settings = { newUserPassword: new Secret('Default-Pass%9') };
    await withBench({ settings }, async (bench) => {
      await apply(bench, [takeOver()]);

      expect(isPassword(nodeOf(bench.sandbox, ADA), 'Default-Pass%9')).toBe(true);
    });
  });

  test('gets it once, also where the answer to the write is lost', async () => {
    await withBench({ faults: [{ kind: 'dropAfter', method: 'setUser_v2' }] }, async (bench) => {
      const done = await apply(bench, [takeOver()]);

      expect(done).toEqual(['done']);
      expect(isPassword(nodeOf(bench.sandbox, ADA), OLD)).toBe(false);
    });
  });
});

test('any other change leaves the password alone', async () => {
  await withBench({}, async (bench) => {
    await apply(bench, [change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } })]);

    expect(isPassword(nodeOf(bench.sandbox, ADA), OLD)).toBe(true);
  });
});

/** Bytes that count up. */
function countingBytes(): (size: number) => Uint8Array {
  let next = 0;
  return (size) => Uint8Array.from({ length: size }, () => next++ % 251);
}
