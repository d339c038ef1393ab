import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson } from '../../../../src/core/exact-json.ts';
import { attributeRow, attributesBody, attributesIn } from '../../../../src/targets/goto/wire/attributes.ts';
import { emailFilter, isPlain } from '../../../../src/targets/goto/wire/filter.ts';
import { keyOf } from '../../../../src/targets/goto/wire/json.ts';
import { Key, pathOf, printJson } from '../../../../src/targets/goto/wire/print.ts';
import { addedOf, groupRow, licenceRow, meOf, roleSetRow } from '../../../../src/targets/goto/wire/rows.ts';
import { userRow } from '../../../../src/targets/goto/wire/user-row.ts';

const LONG = '70000000000000000000000001';
const digits = fc.stringMatching(/^[1-9][0-9]{0,25}$/);

describe('keys', () => {
  test('of any length survive the way out and back, as text and as number', () => {
    fc.assert(
      fc.property(digits, fc.constantFrom('text', 'numbers'), (key, form) => {
        const printed = printJson({ keys: [new Key(key)] }, form);

        expect(printed).toBe(form === 'text' ? `{"keys":["${key}"]}` : `{"keys":[${key}]}`);
        expect(parseExactJson(printed)).toEqual({ keys: [key.length < 16 && form === 'numbers' ? Number(key) : key] });
        expect(keyOf(Reflect.get(parseExactJson(printed) as { keys: unknown[] }, 'keys')[0], 'a key')).toBe(key);
      }),
    );
  });

  test('that are no number stay texts', () => {
    expect(printJson([new Key('007'), new Key('a-b')], 'numbers')).toBe('["007","a-b"]');
  });

  test.each([[''], ['a/b'], ['..'], ['a b'], [1.5], [-1], [null], ['x'.repeat(101)], [{}]])('%j is none', (value) => {
    expect(() => keyOf(value, 'this')).toThrow('this is no key');
  });
});

describe('paths', () => {
  test('are encoded part by part, and a blank is never a plus', () => {
    expect(pathOf(['a', 'b/c', 'd e'], { filter: 'email eq "a+b@x"' })).toBe(
      '/a/b%2Fc/d%20e?filter=email%20eq%20%22a%2Bb%40x%22',
    );
  });

  test('and bodies leave out what is undefined', () => {
    expect(printJson({ a: undefined, b: true, c: ['"\n'], d: {} }, 'text')).toBe('{"b":true,"c":["\\"\\n"],"d":{}}');
  });
});

describe('filters', () => {
  test.each([
    ['a.b@x.org', 'email eq "a.b@x.org"', '(email="(?i)a\\.b@x\\.org")'],
    ['a"b\\c@x', 'email eq "a\\"b\\\\c@x"', '(email="(?i)a\\"b\\\\c@x")'],
    ['(a|b)*@x', 'email eq "(a|b)*@x"', '(email="(?i)\\(a\\|b\\)\\*@x")'],
  ])('for %s', (email, eq, regex) => {
    expect(emailFilter(email, 'eq')).toBe(eq);
    expect(emailFilter(email, 'regex')).toBe(regex);
  });

  test.each([
    ['a@x', true],
    ["o'neil+1@x", true],
    ['', false],
    ['a"@x', false],
    ['a\\@x', false],
    ['a\n@x', false],
  ])('%j is plain: %p', (email, plain) => {
    expect(isPlain(email)).toBe(plain);
  });
});

describe('rows', () => {
  test('take what may be missing as unknown, or as empty', () => {
    expect(licenceRow({ key: 7 })).toEqual({
      key: '7',
      description: '',
      products: [],
      enabled: true,
      seats: null,
      inUse: null,
    });
    expect(groupRow({ key: LONG, name: 'Sales', namePath: ['All', 'Sales'] })).toMatchObject({
      path: ['All', 'Sales'],
    });
    expect(groupRow({ key: LONG, name: 'Sales' })).toMatchObject({ path: ['Sales'] });
    expect(roleSetRow({ key: LONG, name: 'Helpdesk' })).toEqual({ id: LONG, name: 'Helpdesk' });
    const shown = { managedGroups: false, attributes: false };
    expect(userRow({ key: '1', email: ' a@x ' }, null, shown)).toEqual({
      key: '1',
      email: 'a@x',
      firstName: '',
      lastName: '',
      locale: null,
      licences: [],
      adminRoles: [],
      roleSets: [],
      managedGroups: null,
      group: null,
      status: 'unknown',
      identityReadOnly: false,
      attributes: null,
    });
    expect(shown).toEqual({ managedGroups: false, attributes: false });
  });

  test('have sorted sets, without doubles, and a status whatever its case', () => {
    const row = { key: 1, email: 'a@x', licenseKeys: [2, '10', 2], adminRoles: ['b', 'a'], status: 'invited' };
    expect(userRow(row, null, { managedGroups: false, attributes: false })).toMatchObject({
      licences: ['10', '2'],
      adminRoles: ['a', 'b'],
      status: 'INVITED',
    });
  });

  test.each<[string, () => unknown]>([
    ['a user without an address', () => userRow({ key: '1' }, null, { managedGroups: false, attributes: false })],
    ['the key of a user', () => userRow({ email: 'a@x' }, null, { managedGroups: false, attributes: false })],
    [
      'licenseKeys is no list',
      () => userRow({ key: '1', email: 'a@x', licenseKeys: '7' }, null, { managedGroups: false, attributes: false }),
    ],
    [
      'identityReadOnly is neither',
      () =>
        userRow({ key: '1', email: 'a@x', identityReadOnly: 'no' }, null, { managedGroups: false, attributes: false }),
    ],
    ['seats is no count', () => licenceRow({ key: '1', seats: -1 })],
    ['enabled is neither', () => licenceRow({ key: '1', enabled: 1 })],
    ['a user group without a name', () => groupRow({ key: '1' })],
    ['a custom role without a name', () => roleSetRow({ id: '1', name: '' })],
    ['an attribute without a name', () => attributeRow({ key: '1' })],
    ['the key of the caller', () => meOf({})],
  ])('%s ends the reading', (why, read) => {
    expect(read).toThrow(why);
  });

  test.each<[unknown, readonly string[]]>([
    [{ key: 1, accounts: [{ key: LONG, name: 'Corp' }], accountKey: LONG }, [LONG]],
    [{ key: 1, accounts: [{ key: LONG }], accountKey: '7' }, [LONG, '7']],
    [{ key: 1, accountKey: 7 }, ['7']],
    [{ key: 1 }, []],
  ])('of the caller name its accounts: %j', (body, accounts) => {
    expect(meOf(body).accounts.map(({ key }) => key)).toEqual(accounts);
  });
});

describe('the answer to an addition', () => {
  const email = 'a@x';
  test.each<[unknown, unknown]>([
    [[{ key: LONG, email }], { kind: 'added', key: LONG }],
    [[{ key: 5, email: 'A@X' }], { kind: 'added', key: '5' }],
    [
      [
        { key: '9', email: 'b@x' },
        { key: '5', email },
      ],
      { kind: 'added', key: '5' },
    ],
    [{ results: [{ key: '5', email }] }, { kind: 'added', key: '5' }],
    [{ key: '5' }, { kind: 'added', key: '5' }],
    [[{ key: '5' }], { kind: 'added', key: '5' }],
    [[{ email }], { kind: 'conflict', refusal: null }],
    [[{ email, key: '' }], { kind: 'conflict', refusal: null }],
    [[{ email, key: null }], { kind: 'conflict', refusal: null }],
  ])('%j', (body, added) => {
    expect(addedOf(body, email)).toEqual(added);
  });

  test.each<[unknown]>([
    [[]],
    [undefined],
    [{}],
    [[{ key: '5', email: 'b@x' }]],
    [[{}]],
    ['5'],
    [[{ email, key: 'a/b' }]],
  ])('%j cannot be right', (body) => {
    expect(() => addedOf(body, email)).toThrow();
  });
});

describe('custom attributes', () => {
  const known = [
    { key: '1', name: 'department' },
    { key: LONG, name: 'link' },
  ];

  test.each<[unknown, unknown]>([
    [{}, null],
    [{ attributes: [] }, {}],
    [{ attributes: { department: 'Sales' } }, { department: 'Sales' }],
    [{ attributes: [{ attributeKey: 1, value: 'Sales' }] }, { department: 'Sales' }],
    [
      {
        attributes: [
          { key: LONG, value: 'x' },
          { name: 'other', value: 'y' },
        ],
      },
      { link: 'x', other: 'y' },
    ],
    [{ attributes: [{ name: 'department' }] }, { department: '' }],
  ])('in the row %j', (row, values) => {
    expect(attributesIn(row, known)).toEqual(values);
  });

  test.each([
    [{ attributes: 'none' }, 'neither a list nor an object'],
    [{ attributes: [{ attributeKey: 9, value: 'x' }] }, 'unknown attribute'],
    [{ attributes: { department: 7 } }, 'department is no text'],
  ])('%j cannot be right', (row, why) => {
    expect(() => attributesIn(row, known)).toThrow(why);
  });

  test('are written by their keys, all of them or none', () => {
    const body = attributesBody({ link: 'x', department: '' }, known);

    expect(printJson(body ?? '', 'numbers')).toBe(
      `[{"attributeKey":${LONG},"value":"x"},{"attributeKey":1,"value":""}]`,
    );
    expect(attributesBody({ link: 'x', gone: 'y' }, known)).toBeNull();
  });
});
