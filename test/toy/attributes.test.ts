import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DirectoryGroup, DirectoryGroupId, DirectoryReading } from '../../src/core/people.ts';
import { notPeople } from '../../src/directory/reading.ts';
import { runPlan } from '../../src/run/plan.ts';
import { attributesOf, readingOf, wantedOf } from '../../src/run/wanted-groups.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import { toyKind, type ToySettings } from './toy.ts';
import { openWorld, toySettings, WISHES, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

/** What a plan says of attributes: nobody in this directory has any. */
async function missedBy(attributes: readonly string[]): Promise<string[]> {
  const toy: ToySettings = { ...toySettings(), attributes };
  const settings = world.settings({ targets: [toy] });
  const { notices } = await runPlan(await world.job(settings), WISHES);
  return notices.filter(({ code }) => code === 'ATTRIBUTE_OF_NOBODY').map(({ subject }) => subject);
}

test('a plan reads the attributes that its target looks at, and no others', async () => {
  expect(await missedBy(['department', 'displayName'])).toEqual(['department']);
  expect(await missedBy([])).toEqual([]);
});

test('what there is to say of attributes is said to whoever looks at them, and to nobody else', async () => {
  const toys = [toySettings(), { ...toySettings(), attributes: ['department'] }];
  const targets = toys.map((settings) =>
    toyKind(world.toy, { ...rescueKind.section, type: 'toy' }).configured(settings),
  );
  const directory = await openDirectory(world.settings().directory);
  const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };

  const reading = await directory.read(wantedOf(targets), { ...options, attributes: attributesOf(targets) });

  expect(targets.map((target) => readingOf(reading, target, targets).notices.map(({ code }) => code))).toEqual([
    [],
    ['ATTRIBUTE_OF_NOBODY'],
  ]);
});

test('an attribute that several targets look at is asked for once', () => {
  const targets = [['givenName', 'department'], [], ['department', 'surname']].map((attributes) => ({ attributes }));

  expect(attributesOf(targets)).toEqual(['givenName', 'department', 'surname']);
});

test('what there is to say of members that are no people is said to whoever wants their group', () => {
  const [outer, inner, other] = ['outer', 'inner', 'other'].map((word) =>
    group(word, word === 'outer' ? ['inner'] : []),
  );
  const groups = [outer, inner, other].flatMap((one) => one ?? []);
  const reading: DirectoryReading = {
    ...{ type: 'file', name: 'directory.ldif', kind: 'complete', people: new Map() },
    groups: new Map(groups.map((one) => [one.id, one])),
    roots: [outer, outer, other].flatMap((one) => (one === undefined ? [] : [{ kind: 'complete', group: one.id }])),
    notices: notPeople(groups),
  };
  const wanting = (nested: boolean) => ({ mappings: [{ ...MAPPING, nested }], attributes: [] });
  const targets = [wanting(true), wanting(false), wanting(true)];

  const said = targets.map((target) => readingOf(reading, target, targets).notices.map(({ subject }) => subject));

  expect(said).toEqual([['printer of outer', 'printer of inner'], ['printer of outer'], ['printer of other']]);
});

const MAPPING = { ref: 'any', line: 1, group: 'Any' };

function group(word: string, inside: readonly string[]): DirectoryGroup {
  const others = [{ kind: 'computer', name: `printer of ${word}` }] as const;
  return {
    id: word as DirectoryGroupId,
    name: word,
    label: word,
    people: [],
    groups: inside as DirectoryGroupId[],
    others,
  };
}
