import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/core/failure.ts';
import { accountOf, mapping, planOf, readingOf, settingsOf } from './builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const BLUE = mapping('Blue', 'Technicians/Blue', { line: 20 });
const reading = readingOf({ groups: { Red: ['ada', 'bob', '@Night'], Night: ['cy'], Blue: ['dan'] } }, [RED, BLUE]);

/** The code that planning is refused with; null when it is not. */
function refusal(groups: number, membersPerGroup: number): string | null {
  try {
    planOf(settingsOf([RED, BLUE], { ceilings: { groups, membersPerGroup } }), reading, accountOf({}));
    return null;
  } catch (error) {
    if (error instanceof Failure) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe('a plan over a ceiling is refused', () => {
  test.each<[string, number, number, string | null]>([
    ['three groups are no more than three', 3, 2, null],
    ['three groups are more than two, mirrored ones counted', 2, 2, 'TOO_MANY_GROUPS The mappings feed 3 groups'],
    ['two members are more than one, in the group that has them', 3, 1, 'Technicians/Red (2, line 10).'],
    ['no members at all are allowed', 3, 0, 'Technicians/Red (2, line 10), Technicians/Blue (1, line 20), '],
  ])('%s', (_name, groups, members, expected) => {
    const refused = refusal(groups, members);

    if (expected === null) expect(refused).toBeNull();
    else expect(refused).toContain(expected);
  });
});
