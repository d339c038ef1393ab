import { expect, test } from '@jest/globals';
import type { Job } from '../../src/run/job.ts';
import { explainAsTest } from '../../src/run/explain-as-test.ts';
import { chooseTargets } from '../../src/run/chosen-targets.ts';
import { targetId } from '../../src/core/target-id.ts';
import { personFacts } from '../../src/plan/explain/person.ts';
import { explainerOf } from '../../src/targets/rescue/planner/explain.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import {
  accountOf,
  type DirectoryLiteral,
  groupId,
  mapping,
  personId,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';
import { openWorld } from '../toy/world.ts';

/** A case of what is explained, where the case alone is not the whole story. */

const OTHER = 'CN=Other,OU=B,DC=corp';

async function caseOf(literal: DirectoryLiteral, rename: Readonly<Record<string, string>> = {}) {
  const mappings = [mapping('Same', 'Technicians/A'), mapping(OTHER, 'Technicians/B')];
  const settings = settingsOf(mappings);
  const read = readingOf(literal, mappings);
  const groups = new Map([...read.groups].map(([id, one]) => [id, { ...one, name: rename[one.name] ?? one.name }]));
  const { plan, input } = planOf(settings, { ...read, groups }, accountOf({}));
  const id = targetId('rescue', '1');
  const ada = personId('ada');
  const explained = {
    kind: 'explained',
    asked: 'ada',
    plan,
    person: personFacts(ada, input.reading, null, null),
    directory: [],
    targets: [{ target: id, ...explainerOf(input).explain({ person: ada, node: null }) }],
  } as const;
  const world = await openWorld();
  const base = await world.job();
  await world.close();
  const job: Job = { ...base, settings, targets: chooseTargets(settings, [rescueKind], []) };
  return await explainAsTest(explained, new Map([[id, input]]), job);
}

test('what the case alone says is what the plan says', async () => {
  const { text, otherwise } = await caseOf({ groups: { Same: ['ada', 'bob'], [OTHER]: ['ada'] } });

  expect(otherwise).toEqual([]);
  expect(text).toContain('group: "Technicians/A"');
  expect(text).not.toContain('bob');
});

test('where somebody else decides, it is said', async () => {
  const people = { bob: { mail: 'ada@corp.example' } };
  const { otherwise } = await caseOf({ groups: { Same: ['ada', 'bob'], [OTHER]: [] }, people });

  expect(otherwise).toEqual(['rescue']);
});

test('where a group was not read, it is said', async () => {
  const { otherwise } = await caseOf({ groups: { Same: [], [OTHER]: ['ada'] }, incomplete: ['Same'] });

  expect(otherwise).toEqual(['rescue']);
});

test('CASE_UNWRITABLE: two groups of one name, one of which is mapped by it', async () => {
  const literal = { groups: { Same: ['ada'], [OTHER]: ['ada'] } };

  expect(groupId('Same')).not.toBe(groupId(OTHER));
  await expect(caseOf(literal, { [OTHER]: 'Same' })).rejects.toMatchObject({
    code: 'CASE_UNWRITABLE',
    message: expect.stringContaining('may mean several of the given groups'),
  });
});
