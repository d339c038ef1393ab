import { expect, test } from '@jest/globals';
import { unseenPermissions } from '../../../../src/targets/rescue/planner/unseen-permissions.ts';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { change, groupCreation, groupUpdate } from '../support.ts';

const HELD = { limit: 'adopt', id: 'a1-0', also: [] } as unknown as NonNullable<RescueChange['held']>;
const many = Array.from({ length: 12 }, (_, index) => groupUpdate(500 + index, `Technicians/G${10 + index}`));

test.each<[string, readonly RescueChange[], readonly (readonly [string, RegExp])[]]>([
  ['no change', [], []],
  ['users and new groups', [change({}), groupCreation('Technicians/A')], []],
  ['a group that is held', [groupUpdate(1, 'Technicians/A', { held: HELD })], []],
  [
    'one group',
    [groupUpdate(1, 'Technicians/A')],
    [['Technicians/A', /^Technicians\/A: this group gets .*ConnectOnLan/]],
  ],
  [
    'two groups',
    [groupUpdate(2, 'Technicians/B'), groupUpdate(1, 'Technicians/A')],
    [['rescue.groups', /^Technicians\/A, Technicians\/B: these groups get /]],
  ],
  ['many groups', many, [['rescue.groups', /Technicians\/G19, 2 more: these groups get /]]],
])('permissions that a reading may hide are warned of once: %s', (_, changes, notices) => {
  const found = unseenPermissions(changes);

  expect(found.map(({ code, severity }) => [code, severity])).toEqual(
    notices.map(() => ['GROUP_PERMISSIONS_UNSEEN', 'warning']),
  );
  expect(found.map(({ subject }) => subject)).toEqual(notices.map(([subject]) => subject));
  for (const [index, [, text]] of notices.entries()) expect(found[index]?.text).toMatch(text);
});
