import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PERMISSIONS } from '../../../../src/targets/goto/settings/roles.ts';
import { advice, found, GOTO_FILE, loadRules, loadWith } from './goto-file.ts';

const ENTRA = '  type: entra\n  tenantId: 00000000-0000-0000-0000-000000000001\n  credential: azureCli';

describe('a directory group that makes admins', () => {
  const rule = '    - { directoryGroup: Sales, products: [Meeting, Connect], role: admin }';

  test('may be a name while somebody looks for its id', async () => {
    const loaded = await loadWith({ 14: rule }, { purpose: 'search' });

    expect(loaded.ok).toBe(true);
    expect(found(loaded)).toEqual([expect.stringContaining('warning GROUP_BY_NAME 14:25')]);
  });

  test.each([
    ['a file', {}, 'adsync groups search "Sales", and write the DN (or the objectGUID)'],
    ['Entra ID', { 3: ENTRA, 4: '' }, 'adsync groups search "Sales", and write the object id'],
  ])('is looked for by the means of %s', async (_name, lines, expected) => {
    const loaded = await loadWith({ ...lines, 14: rule });

    expect(advice(loaded)).toEqual([expect.stringContaining(expected)]);
  });

  test('is not put into a command when its name could be read as one', async () => {
    const loaded = await loadRules("{ directoryGroup: '$(rm *)', products: [Meeting, Connect], role: admin }");

    expect(advice(loaded)).toEqual([expect.stringContaining('adsync groups search "PART OF THE NAME"')]);
  });

  test('is not judged while nobody knows which directory it is of', async () => {
    const loaded = await loadWith({ 3: '  type: ldpa', 14: rule });

    expect(found(loaded).join('\n')).not.toContain('GROUP_BY_NAME');
  });
});

describe('a name that goto.products does not have', () => {
  test('is shown beside those that it has', async () => {
    const loaded = await loadRules('{ directoryGroup: A, products: [Meeting, Connect, Rescue] }');

    expect(advice(loaded)).toEqual([expect.stringMatching(/ It has: Meeting, Connect\.$/)]);
  });

  test('is shown beside the first 20 of many', async () => {
    const names = Array.from({ length: 21 }, (_, index) => `P${index}`);
    const products = names.map((name, index) => `${name}: "${index}"`).join(', ');
    const loaded = await loadWith({ 12: `  products: { ${products} }` });

    expect(advice(loaded)[0]).toMatch(/ It has: P0, .*, P19, …\.$/);
  });

  test('is cut, for it may be of any length', async () => {
    const loaded = await loadRules(`{ directoryGroup: A, products: [Meeting, Connect, ${'x'.repeat(5000)}] }`);

    expect(found(loaded)).toEqual([`PRODUCT_UNKNOWN 14:57 goto.products has no "${'x'.repeat(80)}…".`]);
  });
});

test('what nobody can set is said together with what can be done instead', async () => {
  const loaded = await loadWith({ 11: '  welcomeMail: true\n  deviceGroups: [A]\n  welcomeTemplate: B' });

  expect(advice(loaded)).toEqual([
    'Remove the key, and set it in the Admin Center.',
    'Remove the key. goto.welcomeMail says whether the mail is sent at all.',
  ]);
});

test('a rule that takes rights away by its place is said with whoever could do it', async () => {
  const loaded = await loadRules(
    '{ directoryGroup: A, products: [Meeting, Connect], role: member }',
    '{ directoryGroup: "CN=B,DC=corp", role: superAdmin }',
  );

  expect(advice(loaded)).toEqual([
    'The strongest rule that sets a role counts, so whoever manages this directory group can take away the rights of super admins by adding them to it. Put the rules of higher roles first.',
  ]);
});

test('all faults of the section are said together', async () => {
  const loaded = await loadWith({
    6: '  account: x',
    10: '  domains: [corp]',
    14: '    - { directoryGroup: A, products: [Meting, Connect], role: amin, userGroup: " " }',
  });

  expect(found(loaded).map((text) => text.split(' ')[0])).toEqual([
    'KEY_NOT_DIGITS',
    'WRONG_VALUE',
    'PRODUCT_UNKNOWN',
    'WRONG_VALUE',
    'EMPTY',
  ]);
});

test('a key that belongs into the section is sent there', async () => {
  const loaded = await loadWith({ 1: 'version: 1\nwelcomeMail: true' });

  expect(found(loaded)).toEqual(['UNKNOWN_KEY 2:1 "welcomeMail" is not a key of the file. It belongs under goto.']);
  expect(GOTO_FILE[0]).toBe('version: 1');
});

test('editors offer the permissions that are known', () => {
  const file = new URL('../../../../src/targets/goto/settings/section.schema.json', import.meta.url);

  expect(readFileSync(file, 'utf8').match(/"[A-Z]+_[A-Z_]+"(?=,?\n)/g)).toEqual(
    PERMISSIONS.map((name) => JSON.stringify(name)),
  );
});

test('a reference in a role is refused once, and never shown', async () => {
  const said = found(await loadRules('{ directoryGroup: A, products: [Meeting, Connect], role: "${PAT}" }'));

  expect(said).toEqual([expect.stringContaining('REFERENCE_NOT_ALLOWED 14:65 ')]);
  expect(said.join('')).not.toContain('pat-value');
});
