import { expect, test } from '@jest/globals';
import { profileFrom } from '../../../../src/targets/rescue/observe/profile-from.ts';
import { PROFILE_VALUES, type RescueProfile } from '../../../../src/targets/rescue/profile.ts';
import { recordDifferences, treeDifferences } from '../../../../src/targets/rescue/wire/profile-differences.ts';
import { blocksOf } from '../../../../src/targets/rescue/wire/tree-text.ts';
import { ADA, apply, calls, change, testAccount, withBench } from '../support.ts';

const REST = '\n\nNodeID:1\nParentID:0\nName:a\nEmail:\nDescription:\nStatus:Offline\nType:Technicians\n\n';

function differences(profile: RescueProfile, rest = REST): readonly string[] {
  return treeDifferences(profile, rest, blocksOf(rest));
}

test.each<[RescueProfile, string, number]>([
  [{}, REST, 0],
  [{ lineEnd: 'lf', blankAfterColon: false, treeEnd: 'lineBreaks', rootListed: false }, REST, 0],
  [{ lineEnd: 'crlf', blankAfterColon: true, treeEnd: 'none', rootListed: true }, REST, 4],
  [{ lineEnd: 'crlf' }, REST.replaceAll('\n', '\r\n'), 0],
  [{ blankAfterColon: true }, REST.replaceAll(':', ': '), 0],
  [{ treeEnd: 'none' }, REST.trimEnd(), 0],
  [{ rootListed: true }, REST.replace('Technicians', 'Root'), 0],
  // What somebody writes decides nothing.
  [{ blankAfterColon: false }, REST.replace('Name:a', 'Name: a'), 0],
])('%j against a tree', (profile, rest, count) => {
  expect(differences(profile, rest)).toHaveLength(count);
});

test('a difference says what came and what the file says', () => {
  expect(differences({ treeEnd: 'none' })).toEqual(['treeEnd is lineBreaks, and rescue.profile says none.']);
  expect(recordDifferences({ layout: 'lines' }, '\n\nNODEID: 1 NAME: a')).toEqual([
    'layout is oneLine, and rescue.profile says lines.',
  ]);
  expect(recordDifferences({ layout: 'lines' }, '\n\nNODEID:1\nNAME:a b:c')).toEqual([]);
});

test('where the file says that the tree ends with a line break, one without is never taken', async () => {
  const read = (profile: RescueProfile): Promise<unknown> => {
    const answer: unknown[] = [];
    return withBench({ switches: { treeEnd: 'none' }, settings: { profile } }, async ({ target }) => {
      answer.push(
        await target.read().then(
          () => 'read',
          (error: unknown) => error,
        ),
      );
    }).then(() => answer[0]);
  };

  expect(await read({})).toBe('read');
  expect(await read({ treeEnd: 'none' })).toBe('read');
  expect(await read({ treeEnd: 'lineBreaks' })).toMatchObject({ code: 'RESCUE_READING_INCOMPLETE' });
});

test('no profile takes a tree that was cut off', async () => {
  for (const treeEnd of PROFILE_VALUES.treeEnd) {
    const faults = [{ kind: 'truncated', method: 'getHierarchy_v2' }] as const;
    await withBench({ faults, settings: { profile: { treeEnd } } }, async ({ target }) => {
      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_READING_INCOMPLETE' });
    });
  }
});

test('where the file says that a call is refused, it is not sent', async () => {
  const account = testAccount();
  for (const node of account.nodes) if (node.id === ADA) node.ssoId = '';
  const profile = { enabledCallNeedsPasswordOrSsoId: true };
  await withBench({ account, settings: { profile } }, async (bench) => {
    const done = await apply(bench, [change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } })]);

    expect(done).toEqual([expect.stringMatching(/^failed: The service refuses to write an enabled user/)]);
    expect(calls(bench.sandbox)['setUser_v2']).toBeUndefined();
  });
});

test('the reading tells where the service answers otherwise', async () => {
  await withBench({ settings: { profile: { lineEnd: 'crlf', layout: 'lines' } } }, async ({ target }) => {
    await target.read({ thorough: true });

    expect(target.differences()).toEqual(['lineEnd is lf, and rescue.profile says crlf.']);
  });
});

test('whatever detectors answer, a profile holds only what it knows', () => {
  const answers = Object.keys(PROFILE_VALUES).map((id) => ({ id, question: '', answer: 'x', text: '' }));

  expect(profileFrom(answers)).toEqual({});
});
