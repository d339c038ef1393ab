import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DirectoryReading } from '../../src/core/people.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { runPlan } from '../../src/run/plan.ts';
import { openWorld, WISHES, type World } from '../toy/world.ts';

/** Nobody is absent by a reading of an earlier round: the directory is asked first, as often as without it. */

let world: World;
let whole: DirectoryReading;

beforeEach(async () => {
  world = await openWorld();
  const { directory } = world.settings();
  const wanted = ['Red', 'Blue'].map((ref) => ({ ref, nested: false }));
  const options = { signal: new AbortController().signal, now: new Date(), progress: () => undefined };
  whole = await (await openDirectory(directory)).read(wanted, options);
  world.toy.users.set('cleo@corp.example', ['red', 'blue']);
  world.toy.users.set('dan@corp.example', ['red']);
});

afterEach(() => world.close());

type Type = DirectoryReading['type'];

/** The reading without the people of this name. */
function without(name: string, type: Type): DirectoryReading {
  const gone = [...whole.people.values()].filter((person) => person.name === name).map(({ id }) => id);
  const groups = [...whole.groups].map(
    ([id, group]) => [id, { ...group, people: group.people.filter((one) => !gone.includes(one)) }] as const,
  );
  return { ...whole, type, groups: new Map(groups) };
}

/** A plan of readings one after the other, of which the first is a kept one, each without somebody. */
async function planOn(type: Type, missing: readonly string[]): Promise<{ ends: string[]; fresh: boolean[] }> {
  const readings = missing.map((name) => without(name, type));
  const fresh: boolean[] = [];
  const seenThrough = (directory: Directory): Directory => ({
    ...directory,
    read: (_wanted, options) => {
      const next = readings[fresh.length];
      fresh.push(options.fresh ?? false);
      return next === undefined ? Promise.reject(new Error('one reading too many')) : Promise.resolve(next);
    },
    isKept: (reading) => reading === readings[0],
  });
  const { changes } = await runPlan({ ...(await world.job()), seenThrough }, WISHES);
  return { ends: changes.map(({ name, evidence }) => `${name} ${evidence}`), fresh };
}

const DAN = ['dan@corp.example absence'];

test.each<[name: string, type: Type, missing: string[], ends: string[]]>([
  ['a kept reading that misses nobody is enough', 'ldap', ['nobody'], []],
  ['so it is of a file', 'file', ['nobody'], []],
  ['whom only the kept reading misses is not absent', 'ldap', ['Dan', 'nobody'], []],
  ['so it is with a file', 'file', ['Dan', 'nobody'], []],
  ['whom a file misses once more is absent', 'file', ['Dan', 'Dan'], DAN],
  ['whom a directory misses twice more is absent', 'ldap', ['Dan', 'Dan', 'Dan'], DAN],
  ['whom it misses once more only is not', 'ldap', ['Dan', 'Dan', 'nobody'], []],
  ['the kept reading does not count as one of two', 'ldap', ['Dan', 'Dan', 'Cleo', 'Dan', 'Dan'], DAN],
])('%s', async (_, type, missing, ends) => {
  const found = await planOn(type, missing);

  expect(found.ends).toEqual(ends);
  expect(found.fresh).toEqual(missing.map((_name, index) => index > 0));
});

test('a directory that misses others each time is given up after as many fresh readings as without a kept one', async () => {
  const attempt = planOn('entra', ['Dan', 'Cleo', 'Dan', 'Cleo', 'Dan']);

  await expect(attempt).rejects.toMatchObject({ code: 'DIRECTORY_UNSTEADY' });
});
