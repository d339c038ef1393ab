import { expect, test } from '@jest/globals';
import type { DirectoryReading } from '../../../src/core/people.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { keepReading, newReadings, takeCounts } from '../../../src/run/rounds/kept-reading.ts';
import { startFakeDc } from '../../directory/ldap/fake-dc.ts';
import { ldapSettings } from '../../directory/ldap/fixture.ts';
import { LivingDomain } from '../../directory/ldap/living-domain.ts';

test('rounds on Active Directory read in full when something counts, and else ask a handful of questions', async () => {
  const domain = new LivingDomain();
  const [ann = 0, zoe = 0, left = 0] = ['Ann', 'Zoe', 'Left'].map((name) => domain.add('user', name));
  const support = domain.add('group', 'Support');
  domain.join(support, ann).remove(left);
  const dc = await startFakeDc(domain.options());
  const settings = { directory: ldapSettings(`ldap://127.0.0.1:${dc.port}`), fullReadingEvery: 8 };
  const readings = newReadings();
  const said: string[] = [];

  /** A round opens the directory anew. Gives the searches that it took. */
  async function round(): Promise<[DirectoryReading, number]> {
    const before = dc.searches.length;
    const directory = keepReading(await openDirectory(settings.directory), readings, {
      settings,
      tell: (text) => said.push(text),
    });
    const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
    const reading = await directory.read([{ ref: 'Support', nested: true }], options);
    return [reading, dc.searches.length - before];
  }

  const [first] = await round();
  const [second, quiet] = await round();
  domain.set(zoe, 'description', 'x');
  const [third, busy] = await round();
  domain.join(support, zoe);
  const [fourth] = await round();
  await dc.close();

  expect(takeCounts(readings)).toEqual({ full: 2, kept: 2 });
  expect([second, third]).toEqual([first, first]);
  expect([quiet, busy]).toEqual([3, 6]);
  expect(fourth.people.size).toBe(2);
  expect(said.at(-1)).toMatch(/^The directory is read in full\. The groups of an account are others/);
});
