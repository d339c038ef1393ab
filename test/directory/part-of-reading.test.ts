import { describe, expect, test } from '@jest/globals';
import type { WantedGroup } from '../../src/core/people.ts';
import { openLdifFile } from '../../src/directory/file/ldif-file.ts';
import { partOfReading } from '../../src/directory/part-of-reading.ts';
import { newFolder } from '../e2e/adsync.ts';
import { guid } from '../e2e/kinds.ts';

const PEOPLE = ['ada', 'bob', 'cleo', 'dan'].map(
  (word) => `dn: CN=${word},DC=corp
objectClass: user
objectGUID: ${guid(word)}
cn: ${word}
mail: ${word}@corp.example
userAccountControl: 512
${word === 'dan' ? 'department: Sales\ntitle:: /w==\n' : ''}`,
);
const GROUPS = Object.entries({
  Day: ['ada', 'Inner'],
  Inner: ['bob', 'PC'],
  Night: ['cleo', 'gone'],
  Sales: ['dan', 'Day'],
}).map(
  ([name, members]) => `dn: CN=${name},DC=corp
objectClass: group
objectGUID: ${guid(name)}
cn: ${name}
${members.map((member) => `member: CN=${member},DC=corp`).join('\n')}
`,
);
const COMPUTER = `dn: CN=PC,DC=corp\nobjectClass: computer\nobjectGUID: ${guid('pc')}\ncn: PC\n`;

const day: WantedGroup = { ref: 'Day', nested: false };
const dayNested: WantedGroup = { ref: 'Day', nested: true };
const night: WantedGroup = { ref: 'Night', nested: true };
const sales: WantedGroup = { ref: 'Sales', nested: true };
const flatSales: WantedGroup = { ref: 'Sales', nested: false };
const missing: WantedGroup = { ref: 'Nobody', nested: false };

/** Parts of one reading: the wanted groups and attributes of the file, and what another one wants besides. */
const CASES: readonly [string, WantedGroup[], string[], WantedGroup[], string[]][] = [
  ['one group of two', [day], [], [night], []],
  ['a group alone, which the other wants with those inside', [day], [], [dayNested], []],
  ['the same group the other way round', [dayNested], [], [day, night], []],
  ['a group inside another', [dayNested], [], [sales], []],
  ['only the outer one', [flatSales], [], [dayNested], []],
  ['complete, although the other misses a group', [day], [], [missing], []],
  ['partial, for it misses one itself', [missing, day], [], [sales], []],
  ['a group read in part', [night], [], [day], []],
  ['without attributes that the other wants', [sales], [], [day], ['department']],
  ['with an attribute that nobody in it has', [dayNested], ['department'], [sales], ['department', 'title']],
  ['with an attribute that cannot be used', [sales], ['title'], [day], ['department']],
  ['with one that nobody has at all', [sales], ['costCenter'], [night], []],
  ['nothing', [], [], [day, night], ['department']],
];

describe('a part of a reading for two files', () => {
  test.each(CASES)('is what its file alone would have read: %s', async (_title, wanted, attributes, more, others) => {
    const folder = await newFolder({ 'd.ldif': [...PEOPLE, ...GROUPS, COMPUTER].join('\n') });
    const directory = openLdifFile({ type: 'file', path: `${folder.path}/d.ldif`, shown: 'd.ldif' });
    const rest = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };
    const asked = [...new Set([...attributes, ...others])];
    const alone = await directory.read(wanted, { ...rest, attributes });
    const whole = await directory.read([...wanted, ...more], { ...rest, attributes: asked });

    const part = partOfReading(whole, { wanted, roots: whole.roots.slice(0, wanted.length), attributes }, asked);
    await folder.remove();

    expect(part).toEqual(alone);
    expect([...part.people.keys()]).toEqual([...alone.people.keys()]);
    expect([...part.groups.keys()]).toEqual([...alone.groups.keys()]);
  });
});
