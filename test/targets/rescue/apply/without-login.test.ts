import { describe, expect, test } from '@jest/globals';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { ADA, apply, BOB, calls, change, creation, NIGHT, nodeOf, testAccount, withBench } from '../support.ts';

/** Whether the service lets an enabled user be written with neither password nor SSO id in the call is not known. */

const CY = 500_001;
const REFUSED =
  /^failed: The service refuses to write an enabled user without an SSO ID unless a password is sent along/;

const cy = {
  id: CY,
  parent: NIGHT,
  type: 'Technician',
  name: 'Cy',
  email: 'cy@corp.example',
  password: 'Cy-Pass%1',
} as const;
const account = (): ReturnType<typeof testAccount> => {
  const made = testAccount(sandboxNode(cy));
  for (const node of made.nodes) if (node.id === ADA) node.ssoId = '';
  return made;
};
const ofCy = { node: String(CY) as NodeId, fromNode: String(NIGHT) as NodeId, group: 'Technicians/Night', name: 'Cy' };
const renameAda = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });
const renameCy = change({ ...ofCy, before: { name: 'Cy' }, after: { name: 'Cyrus' } });

describe.each([false, true])('an enabled call needs password or SSO id: %j', (enabledCallNeedsPasswordOrSsoId) => {
  const switches = { enabledCallNeedsPasswordOrSsoId };
  const isRefused = enabledCallNeedsPasswordOrSsoId;

  test('users without an SSO id are written, or it is tried once and said', async () => {
    await withBench({ account: account(), switches }, async (bench) => {
      const done = await apply(bench, [renameAda, renameCy]);

      expect(done).toEqual(
        isRefused ? [expect.stringMatching(REFUSED), expect.stringMatching(REFUSED)] : ['done', 'done'],
      );
      expect(calls(bench.sandbox)['setUser_v2']).toBe(isRefused ? 1 : 2);
      expect(bench.sandbox.log.filter(({ parameters }) => 'pwd' in parameters)).toEqual([]);
      expect(nodeOf(bench.sandbox, CY)).toMatchObject({ ...cy, name: isRefused ? 'Cy' : 'Cyrus' });
    });
  });

  test('users with an SSO id, or who get one, are written after that all the same, and others are disabled', async () => {
    await withBench({ account: account(), switches }, async (bench) => {
      const done = await apply(bench, [
        renameAda,
        change({ ...ofCy, before: { ssoId: '' }, after: { ssoId: 'cy@sso.example' } }),
        change({ before: { status: 'enabled' }, after: { status: 'disabled' } }),
        creation('new@corp.example', 'Technicians/Night'),
      ]);

      expect(done.slice(1)).toEqual(['done', 'done', 'done']);
      expect(nodeOf(bench.sandbox, CY).ssoId).toBe('cy@sso.example');
      expect(nodeOf(bench.sandbox, ADA).status).toBe('Disabled');
    });
  });

  test('enabling somebody is refused with both reasons that there may be, and is not tried once it is known', async () => {
    const enableBob = change({
      node: String(BOB) as NodeId,
      name: 'Bob',
      before: { status: 'disabled' },
      after: { status: 'enabled' },
    });
    await withBench({ account: account(), switches }, async (bench) => {
      const done = await apply(bench, [enableBob, renameAda, enableBob]);

      const both = expect.stringMatching(/^failed: The service refuses the new status\. Perhaps all technician seats/);
      const known = expect.stringMatching(REFUSED);
      expect(done).toEqual(isRefused ? [both, known, known] : ['done', 'done', 'done']);
      expect(nodeOf(bench.sandbox, BOB).status).toBe(isRefused ? 'Disabled' : 'Offline');
    });
  });
});

test.each([
  ['INVALIDPARAM_STATUS', REFUSED],
  ['INVALIDPARAM_PASSWORD_MISSING', REFUSED],
  ['INVALIDPARAM_SSOID', REFUSED],
  ['INVALIDPARAM_NICK', /^failed: The service refuses the change with the word INVALIDPARAM_NICK/],
])('the word %s for it', async (enableWord, end) => {
  const switches = { enabledCallNeedsPasswordOrSsoId: true, enableWord };
  await withBench({ account: account(), switches }, async (bench) => {
    expect((await apply(bench, [renameAda]))[0]).toMatch(end);
  });
});
