import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isIdentity } from '../../../../src/core/group-ref.ts';
import { readRef } from '../../../../src/directory/ad/group-ref.ts';
import { ENV, withLine } from '../../../config/files.ts';
import { codes, load } from '../../../config/memory-inputs.ts';

const ID = '5cdd3231-c66c-46e7-a074-3702c4c64a69';

function ldap(group: string, place: string): string {
  return withLine(12, `    - directoryGroup: '${group}'\n      rescueGroup: ${place}\n    - directoryGroup: Tier 1`);
}

function entra(group: string): string {
  const directory =
    'directory: { type: entra, tenantId: corp.example, clientId: 5cdd3231-c66c-46e7-a074-3702c4c64a69, clientSecret: "${BIND}" }';
  return `version: 1\n${directory}\nrescue:\n  region: us\n  apiToken: "\${TOKEN}"\n  groups:\n    - { directoryGroup: '${group}', rescueGroup: Administrators }\n`;
}

describe('who becomes an administrator does not hang on a name', () => {
  test.each(['Administrators', 'Administrators/Leads', 'Master Administrators'])('%s', async (place) => {
    const loaded = await load(ldap('Support Leads', place));

    expect(codes(loaded)).toEqual(['GROUP_BY_NAME 12:23']);
    expect(loaded.ok ? null : loaded.diagnostics[0]).toMatchObject({
      message: expect.stringContaining(
        '"Support Leads" is a name, and whoever may create or rename groups can give it',
      ),
      advice:
        'Run: adsync groups search "Support Leads", and write the DN (or the objectGUID) that it prints as directoryGroup.',
    });
  });

  test.each([
    ['a DN', 'CN=Support Leads,OU=Groups,DC=corp,DC=example', []],
    ['a DN as a search prints it', 'CN=Smith\\, J,OU=A/B,DC=corp,DC=example', []],
    ['an objectGUID', ID, []],
    ['an objectGUID in braces', `{${ID.toUpperCase()}}`, []],
    ['half a DN', 'CN=Support Leads', ['GROUP_BY_NAME 12:23']],
    ['a DN of another kind of directory', 'CN=Support Leads,O=corp', ['GROUP_BY_NAME 12:23']],
  ])('%s', async (_, group, expected) => {
    expect(codes(await load(ldap(group, 'Administrators')))).toEqual(expected);
  });

  test('Entra ID knows no DN: a group could be called like one', async () => {
    expect(codes(await load(entra('CN=Leads,DC=corp,DC=example')))).toEqual(['GROUP_BY_NAME 7:25']);
    expect(codes(await load(entra(ID)))).toEqual([]);
  });

  test('a name from outside of the file is refused as such, and not shown', async () => {
    const loaded = await load(ldap('${GROUP}', 'Administrators'), {}, { ...ENV, GROUP: 'Secret Project' });

    expect(codes(loaded)).toEqual(['REFERENCE_NOT_ALLOWED 12:24']);
    expect(JSON.stringify(loaded)).not.toContain('Secret Project');
  });

  test('a file with names is good enough to look for their groups', async () => {
    const loaded = await load(ldap('Support Leads', 'Administrators'), {}, ENV, 'search');

    expect(loaded.ok).toBe(true);
    expect(codes(loaded)).toEqual(['GROUP_BY_NAME 12:23']);
  });

  test.each(['search', 'count'] as const)('so it is for %s, which decides nothing', async (purpose) => {
    expect((await load(ldap('Support Leads', 'Administrators'), {}, ENV, purpose)).ok).toBe(true);
  });

  test('technicians may be mapped by name', async () => {
    expect(codes(await load(ldap('Support Leads', 'Technicians/Leads')))).toEqual([]);
  });

  test('whatever counts as an identity is looked up as one', () => {
    const step = fc
      .tuple(fc.constantFrom('CN', 'ou', 'DC', 'x-1', '2.5.4.3', ''), fc.stringMatching(/^[ -~é\n]{0,8}$/))
      .map(([type, value]) => `${type}=${value}`);
    const text = fc.oneof(
      fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `${steps.join(',')},DC=x`),
      fc.string(),
      fc.uuid(),
    );
    fc.assert(
      fc.property(text, (ref) => {
        if (isIdentity(ref, 'ldap')) expect(readRef(ref).kind).not.toBe('name');
        if (isIdentity(ref, 'entra')) expect(readRef(ref).kind).toBe('guid');
      }),
      { numRuns: 5000, seed: 7 },
    );
  });
});

describe('rescue.linkKey', () => {
  test.each([
    ['from the environment', '${KEY}', []],
    ['in the file itself', 'k'.repeat(32), ['SECRET_IN_FILE 9:12']],
    ['too short', '${BIND}', ['LINK_KEY_SHORT 9:12']],
    ['empty', '""', ['SECRET_EMPTY 9:12']],
  ])('%s', async (_, key, expected) => {
    const loaded = await load(withLine(9, `  linkKey: ${key}\n  region: us`), {}, { ...ENV, KEY: 'x'.repeat(64) });

    expect(codes(loaded)).toEqual(expected);
    expect(JSON.stringify(loaded)).not.toMatch(/x{64}|k{32}/);
    if (loaded.ok) expect(loaded.settings.rescue.linkKey?.reveal()).toMatch(/^(x{64}|k{32})$/);
  });
});

describe('rescue.protect', () => {
  test('knows the line of each entry', async () => {
    const loaded = await load(withLine(9, '  region: us\n  protect:\n    - a@x.example\n    - "*@y.example"'));

    expect(loaded.ok && loaded.settings.rescue.protectLines).toEqual([11, 12]);
  });

  test.each([
    ['an entry that is longer than any address', `["${'*a'.repeat(200)}@x"]`, 'OUT_OF_RANGE 10:13'],
    [
      'more entries than anybody reads',
      `[${Array.from({ length: 1001 }, (_, at) => `a${at}@x`).join(', ')}]`,
      'OUT_OF_RANGE 10:12',
    ],
  ])('%s is refused', async (_, list, expected) => {
    expect(codes(await load(withLine(9, `  region: us\n  protect: ${list}`)))).toEqual([expected]);
  });
});
