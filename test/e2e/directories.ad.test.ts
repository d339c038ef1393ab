import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Lab, startLab } from '../lab/lab.ts';
import { fileKind } from './kinds.ts';
import { sambaKind } from './samba-kind.ts';
import { linesOf, plain, SCENARIOS } from './scenarios.ts';
import { type Story, tell } from './story.ts';

/** The scenarios of directories.test.ts against a real Active Directory. */

let lab: Lab;
let stories: { ldap: Story; file: Story };

beforeAll(async () => {
  lab = await startLab('story', '127.0.0.9');
  stories = { ldap: await tell(await sambaKind(lab, 'Story')), file: await tell(fileKind()) };
});

afterAll(async () => {
  await lab.reset();
});

describe('directory: ldap', () => {
  test.each(SCENARIOS)('$title', (scenario) => {
    const { first, then } = stories.ldap;

    expect(linesOf(first, scenario)).toEqual(scenario.first.toSorted());
    expect(linesOf(then, scenario)).toEqual(scenario.then.toSorted());
  });

  test('nothing is left to do in the end', () => {
    expect(stories.ldap.last.changes).toEqual([]);
    expect(stories.ldap.last.directory).toMatchObject({ type: 'ldap', complete: true });
  });
});

test.each(['first', 'then', 'last'] as const)('the %s plan is the same, but for ids and names', (when) => {
  expect(plain(stories.ldap[when])).toEqual(plain(stories.file[when]));
});
