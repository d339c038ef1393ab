import { afterEach, describe, expect, test } from '@jest/globals';
import type { Failure } from '../../src/core/failure.ts';
import { first, fromEntra, fromFile, fromLdap, type Read } from './carrying.ts';
import { closeAll } from './entra/fixture.ts';
import { failureOf } from './failure-of.ts';

afterEach(closeAll);

const KINDS: readonly (readonly [string, Read, { readonly surname: string }])[] = [
  ['ldap', fromLdap, { surname: 'sn' }],
  ['file', fromFile, { surname: 'sn' }],
  ['entra', fromEntra, { surname: 'surname' }],
];

describe.each(KINDS)('a person of a directory of type %s', (type, read, own) => {
  const ada = { givenName: 'Ada', [own.surname]: 'Lovelace', department: 'Engines' };

  test('carries what was asked for, by the names under which it was asked for', async () => {
    const person = first(await read([ada], ['givenName', 'surname', 'department']));

    expect(person.attributes).toEqual({ givenName: 'Ada', surname: 'Lovelace', department: 'Engines' });
    expect(person.unread).toBeUndefined();
  });

  test('carries nothing where nothing was asked for', async () => {
    for (const asked of [undefined, []]) {
      const reading = await read([ada], asked);

      expect(Object.keys(first(reading))).toEqual(['id', 'name', 'mail', 'upn', 'state', 'label']);
      expect(reading.notices).toEqual([]);
    }
  });

  test.each([
    ['blanks at its ends', '  Research '],
    ['a byte order mark', '\ufeffResearch'],
    ['marks of other languages', '<b>::set-output\u202e=1+1'],
    ['line breaks', 'Research\r\ndepartment: Sales'],
    ['only blanks', ' '],
    ['1,024 characters', 'é'.repeat(1024)],
  ])('carries a value with %s as it stands', async (_name, department) => {
    const reading = await read([{ department }], ['department']);

    expect(first(reading).attributes).toEqual({ department });
    expect(reading.notices).toEqual([]);
  });

  test('has no attribute that is absent or empty, if somebody has it', async () => {
    const reading = await read(
      [{}, { department: '' }, { department: 'Sales' }],
      ['department', 'surname', 'givenName'],
    );

    const [absent, empty, full] = reading.people.values();
    expect([absent?.attributes, empty?.attributes, full?.attributes]).toEqual([{}, {}, { department: 'Sales' }]);
    expect([absent?.unread, empty?.unread]).toEqual([
      ['surname', 'givenName'],
      ['surname', 'givenName'],
    ]);
  });

  test('is not said to lack what nobody shows: it may be a mistyped name', async () => {
    const reading = await read([ada, ada], ['department', 'jobTitle']);

    expect(reading.kind).toBe('complete');
    expect([...reading.people.values()].map(({ unread }) => unread)).toEqual([['jobTitle'], ['jobTitle']]);
    expect(reading.notices).toEqual([
      {
        code: 'ATTRIBUTE_OF_NOBODY',
        severity: 'warning',
        subject: 'jobTitle',
        line: null,
        text: 'The attribute "jobTitle" is empty or not shown for everybody who was read (2 accounts), so nothing is concluded from it. Check how it is spelt in the directory, and who may read it.',
      },
    ]);
  });

  test('nothing is said of the attributes of nobody', async () => {
    expect((await read([], ['department'])).notices).toEqual([]);
  });

  test('a value of more than 1,024 characters is left out, with a notice', async () => {
    const reading = await read([{ ...ada, department: 'x'.repeat(1025) }, ada], ['department', 'surname']);

    const [long, other] = reading.people.values();
    expect(reading.kind).toBe('complete');
    expect(long).toMatchObject({ attributes: { surname: 'Lovelace' }, unread: ['department'] });
    expect(long?.attributes).not.toHaveProperty('department');
    expect(other).toMatchObject({ attributes: { department: 'Engines' } });
    expect(reading.notices).toEqual([
      {
        code: 'ATTRIBUTE_LEFT_OUT',
        severity: 'warning',
        subject: 'User 1',
        line: null,
        text: 'The attribute "department" of "User 1" is left out: it is no text of at most 1,024 characters. Correct it in the directory, or name another attribute.',
      },
    ]);
  });

  test('what nobody has in usable form is said once for each person, and not as of nobody', async () => {
    const reading = await read([{ department: 'x'.repeat(2000) }], ['department']);

    expect(reading.notices.map(({ code }) => code)).toEqual(['ATTRIBUTE_LEFT_OUT']);
    expect(first(reading).unread).toEqual(['department']);
  });

  test.each([
    '',
    '*',
    '+',
    '1.1',
    'a b',
    'cn)(mail=*',
    'a,b',
    'a;binary',
    'a&$top=1',
    '#',
    '__proto__',
    'constructor',
    'x'.repeat(257),
  ])('an attribute %j is refused, and nothing is read', async (name) => {
    const failure: Failure = await failureOf(read([ada], ['department', name]));

    expect(failure.code).toBe('ATTRIBUTE_NAME_INVALID');
    expect(failure.message).toContain(JSON.stringify(name.slice(0, 80)));
    expect(failure.advice).toContain('givenName');
    expect(type).toMatch(/ldap|file|entra/);
  });
});

describe.each(KINDS.filter(([type]) => type !== 'entra'))('Active Directory, read from %s', (_type, read) => {
  test('attributes are found in whatever case, and each is asked for once', async () => {
    const held = { department: 'Engines', sn: 'Lovelace', displayName: 'Ada', extensionAttribute3: 'CC-1' };
    const asked = ['DEPARTMENT', 'department', 'Surname', 'sn', 'displayName', 'ExtensionAttribute3'];

    const { attributes } = first(await read([held], asked));

    expect(attributes).toEqual({
      DEPARTMENT: 'Engines',
      department: 'Engines',
      Surname: 'Lovelace',
      sn: 'Lovelace',
      displayName: 'Ada',
      ExtensionAttribute3: 'CC-1',
    });
  });

  test('of several values the first counts', async () => {
    const reading = await read([{ otherTelephone: ['2', '1'] }], ['otherTelephone']);

    expect(first(reading).attributes).toEqual({ otherTelephone: '2' });
  });

  test.each([
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['half a character', Buffer.from([0x41, 0xc3])],
  ])('%s is left out, with a notice, and the rest is read', async (_name, thumbnailPhoto) => {
    const reading = await read([{ thumbnailPhoto, department: 'Engines' }], ['thumbnailPhoto', 'department']);

    expect(first(reading)).toMatchObject({ attributes: { department: 'Engines' }, unread: ['thumbnailPhoto'] });
    expect(reading.notices).toMatchObject([{ code: 'ATTRIBUTE_LEFT_OUT', subject: 'User 1' }]);
  });

  test('an attribute with options is another one', async () => {
    const reading = await read([{ 'department;lang-de': 'Technik' }, { department: 'Engines' }], ['department']);

    expect([...reading.people.values()].map(({ attributes }) => attributes)).toEqual([{}, { department: 'Engines' }]);
  });
});
