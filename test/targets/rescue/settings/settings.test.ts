import { type TestSettings } from '../planner/builders.ts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GOOD_FILE } from '../../../config/files.ts';
import { load } from '../../../config/memory-inputs.ts';

const good = GOOD_FILE.join('\n');

async function settingsOf(text: string): Promise<TestSettings> {
  const loaded = await load(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.settings;
}

describe('the account', () => {
  test.each([
    ['us', 'https://secure.logmeinrescue.com'],
    ['eu', 'https://secure.logmeinrescue.eu'],
    ['enterprise', 'https://secure.logmeinrescue-enterprise.com'],
  ])('region %s stands for %s', async (region, url) => {
    const settings = await settingsOf(good.replace('region: us', `region: ${region}`));

    expect(settings.rescue.url).toBe(url);
  });

  test.each([
    ['https://rescue.example/', 'https://rescue.example'],
    ['https://rescue.example:8443', 'https://rescue.example:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['sandbox:account.json', 'sandbox:/etc/adsync/account.json'],
    ['sandbox:/tmp/a.json', 'sandbox:/tmp/a.json'],
  ])('url %s becomes %s', async (url, expected) => {
    const settings = await settingsOf(good.replace('region: us', `url: ${url}`));

    expect(settings.rescue.url).toBe(expected);
  });

  test('is the one target of the file', async () => {
    const { targets, rescue } = await settingsOf(good);

    expect(targets).toEqual([rescue]);
    expect(rescue.type).toBe('rescue');
  });

  test.each([
    ['', { groups: 999, membersPerGroup: 999 }],
    ['limits: { groups: 2000 }', { groups: 2000, membersPerGroup: 999 }],
    ['limits: { membersPerGroup: 5 }', { groups: 999, membersPerGroup: 5 }],
  ])('takes as many groups and members as %j says', async (line, ceilings) => {
    const { rescue } = await settingsOf(`${good}\n${line}\n`);

    expect(rescue.ceilings).toEqual(ceilings);
  });
});

describe('what stands behind a name', () => {
  test.each([
    ['Sales #2', 'Sales', 'Sales #2'],
    ['Sales  # ours ', 'Sales', 'Sales  # ours'],
    ['Sales#2', 'Sales#2', undefined],
    ['"Sales" # ours', 'Sales', undefined],
    ["'Sales #2'", 'Sales #2', undefined],
    ['"Desk "', 'Desk ', undefined],
    ['Desk ', 'Desk', undefined],
  ])('%j is the name %j, with its comment %j', async (written, directoryGroup, commented) => {
    const { rescue } = await settingsOf(good.replace(/directoryGroup: .*/, `directoryGroup: ${written}`));

    const [part] = rescue.mappings[0]?.parts ?? [];
    expect([part?.directoryGroup, part?.commented]).toEqual([directoryGroup, commented]);
  });
});

describe('several directory groups', () => {
  const parts = async (written: string): Promise<unknown> => {
    const { rescue } = await settingsOf(good.replace('directoryGroup: Tier 1', `directoryGroup: ${written}`));
    return rescue.mappings.map((mapping) => [mapping.line, mapping.parts]);
  };

  test('keep their order and their places', async () => {
    const berlin = { directoryGroup: 'Berlin', place: { line: 12, column: 24 } };
    const vienna = { directoryGroup: 'Vienna', place: { line: 12, column: 32 } };

    expect(await parts('[Berlin, Vienna]')).toEqual([[12, [berlin, vienna]]]);
    expect(await parts('\n      - Berlin #2\n      - Vienna')).toEqual([
      [
        12,
        [
          { ...berlin, commented: 'Berlin #2', place: { line: 13, column: 9 } },
          { ...vienna, place: { line: 14, column: 9 } },
        ],
      ],
    ]);
  });

  test('a list of one is what the text alone is, so that all plans are the same', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\p{Cc}\p{Cs}$]/u.test(text));
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const written = JSON.stringify(text);
        const alone = await parts(written);

        expect(await parts(`[${written}]`)).toEqual(alone);
        expect(await parts(`\n        - ${written}`)).toEqual(alone);
        expect(alone).toEqual([[12, [{ directoryGroup: text }]]]);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

describe('mappings', () => {
  test.each([
    [
      'an SSO option brings its attribute',
      'ssoId: upn',
      { ssoId: 'upn', attributes: ['name', 'email', 'status', 'ssoId'] },
    ],
    ['attributes come in a fixed order', 'attributes: [status, name]', { attributes: ['name', 'status'] }],
    ['no attribute at all may be kept in step', 'attributes: []', { attributes: [] }],
    ['an SSO attribute without option does nothing', 'attributes: [name, ssoId]', { attributes: ['name'] }],
    ['subgroups can be flattened', 'subgroups: flatten', { subgroups: 'flatten' }],
    ['subgroups can be ignored', 'subgroups: ignore', { subgroups: 'ignore' }],
    ['what is the default may be said', 'fullGroup: true', { subgroups: 'mirror' }],
  ])('%s', async (_name, line, expected) => {
    const { rescue } = await settingsOf(`${good}\n      ${line}\n`);

    expect(rescue.mappings[0]).toMatchObject(expected);
  });

  test('the SSO option of the account holds for all but those that say otherwise', async () => {
    const text = good.replace(
      '  groups:',
      '  ssoId: email\n  groups:\n    - { directoryGroup: B, rescueGroup: Technicians/B, ssoId: none }',
    );

    const { rescue } = await settingsOf(text);

    expect(rescue.mappings.map(({ ssoId, line }) => [ssoId, line])).toEqual([
      ['none', 13],
      ['email', 14],
    ]);
  });

  test('a slash inside a name is kept', async () => {
    const { rescue } = await settingsOf(good.replace('Technicians/Tier 1', 'Technicians/Day\\/Night/Tier 1'));

    expect(rescue.mappings[0]?.rescueGroup).toEqual(['Technicians', 'Day/Night', 'Tier 1']);
  });
});
