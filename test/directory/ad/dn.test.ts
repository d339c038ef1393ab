import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalDn, parseDn, plainDn } from '../../../src/directory/ad/dn.ts';

describe('two spellings of one DN have the same normal form', () => {
  const same: [what: string, a: string, b: string][] = [
    ['letter case', 'CN=Anna,DC=Corp', 'cn=ANNA,dc=corp'],
    ['blanks around separators', 'CN=Anna,OU=a b,DC=corp', ' CN = Anna , OU= a b ,  DC=corp '],
    ['semicolons as separators', 'CN=Anna,DC=corp', 'CN=Anna;DC=corp'],
    ['an escaped comma', 'CN=Smith\\, John,DC=corp', 'CN=Smith\\2C John,DC=corp'],
    ['an escaped comma, quoted', 'CN=Smith\\, John,DC=corp', 'CN="Smith, John",DC=corp'],
    ['a quoted value with quotes', 'CN=a \\"b\\" \\\\,DC=corp', 'CN="a \\"b\\" \\\\" ,DC=corp'],
    ['= as itself, escaped, in hex', 'CN=a\\=b,DC=corp', 'CN=a\\3Db,DC=corp'],
    ['= not escaped', 'CN=a=b,DC=corp', 'CN=a\\3db,DC=corp'],
    ['; in hex', 'CN=a\\;b,DC=corp', 'CN=a\\3Bb,DC=corp'],
    ['+ escaped and in hex', 'CN=a\\+b,DC=corp', 'CN=a\\2bb,DC=corp'],
    ['a trailing blank', 'CN=Trailing Space\\20,DC=corp', 'CN=Trailing Space\\ ,DC=corp'],
    ['a trailing blank, quoted', 'CN=Trailing Space\\20,DC=corp', 'CN="Trailing Space ",DC=corp'],
    ['a leading blank', 'CN=\\ Leading,DC=corp', 'CN=\\20Leading,DC=corp'],
    ['a leading #', 'CN=\\#1 Hashley,DC=corp', 'CN=\\231 Hashley,DC=corp'],
    ['angle brackets', 'CN=\\<D\\> / E,DC=corp', 'CN=\\3cD\\3E \\2f E,DC=corp'],
    ['UTF-8 in hex', 'CN=José 🚀,DC=corp', 'CN=Jos\\C3\\A9 \\f0\\9f\\9a\\80,DC=corp'],
    ['BER in hex', 'CN=Anna,DC=corp', 'CN=#0404416E6E61,DC=corp'],
    ['BER in hex, UTF8String', 'CN=é,DC=corp', 'CN=#0c02c3a9,DC=corp'],
    ['an OID as the type', 'CN=Anna,OU=b,DC=corp', '2.5.4.3=Anna,oid.2.5.4.11=b,0.9.2342.19200300.100.1.25=corp'],
    ['the order of a multi-valued name', 'CN=a+OU=b,DC=corp', 'ou=B + cn=A,DC=corp'],
    ['accents in another case', 'OU=Zürich \\+ Genève,DC=corp', 'OU=ZÜRICH \\+ GENÈVE,DC=corp'],
    [
      'the odd group of the lab, as written and as Samba gives it back',
      'CN=Odd (name)\\, \\"quoted\\" \\\\ \\+ \\; \\<x\\> \\=\\20,OU=Groups,DC=corp',
      'CN=Odd (name)\\, \\"quoted\\" \\\\ \\+ \\3B \\<x\\> \\3D\\ ,OU=Groups,DC=corp',
    ],
    ['a tombstone', 'CN=Rita\\0ADEL:1f,CN=Deleted Objects,DC=corp', 'CN=Rita\\0adel:1f,CN=deleted objects,DC=corp'],
  ];
  test.each(same)('%s', (_, a, b) => {
    expect(normalDn(a)).not.toBeNull();

    expect(normalDn(a)).toBe(normalDn(b));
    expect(normalDn(plainDn(a) ?? '')).toBe(normalDn(a));
  });
});

describe('two DNs of different objects have different normal forms', () => {
  const different: [string, string][] = [
    ['CN=a\\,OU=b,DC=corp', 'CN=a,OU=b,DC=corp'],
    ['CN=a\\+OU=b,DC=corp', 'CN=a+OU=b,DC=corp'],
    ['CN=a\\20,DC=corp', 'CN=a,DC=corp'],
    ['CN=Groß,DC=corp', 'CN=Gross,DC=corp'],
    ['CN=Işıl,DC=corp', 'CN=Isil,DC=corp'],
    ['CN=\\#0404416E6E61,DC=corp', 'CN=#0404416E6E61,DC=corp'],
    ['CN=Jose,DC=corp', 'CN=José,DC=corp'],
    ['CN=a\\\\,DC=corp', 'CN=a\\\\\\\\,DC=corp'],
  ];
  test.each(different)('%s and %s', (a, b) => {
    expect(normalDn(a)).not.toBe(normalDn(b));
  });
});

test('a DN in its plainest spelling has the same normal form as behind a blank, whatever ASCII its values hold', () => {
  const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });

  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
      const text = values.map((one) => `OU=${one}`).join(',');

      expect(normalDn(text)).toBe(normalDn(` ${text}`));
    }),
  );
});

test('the parts of a DN come decoded, leaf first', () => {
  const rdns = parseDn('CN=Smith\\, John+UID=7,OU="R&D ""x,DC=corp');

  expect(rdns).toBeNull();
  expect(parseDn('CN=Smith\\, John+UID=7,OU="R&D",DC=corp')).toEqual([
    [
      { type: 'cn', value: 'Smith, John' },
      { type: 'uid', value: '7' },
    ],
    [{ type: 'ou', value: 'R&D' }],
    [{ type: 'dc', value: 'corp' }],
  ]);
});

test.each([
  'Sales',
  'CN',
  'CN=a,,DC=b',
  'CN=a,',
  ',CN=a',
  'CN=a\\',
  'CN=a\\x,DC=b',
  'CN="a,DC=b',
  'CN="a"b,DC=c',
  '=a',
])('%j is no DN', (text) => {
  expect(normalDn(text)).toBeNull();
});

test.each([
  ['2.5.4.3="Odd, ""x";DC=corp', null],
  ['2.5.4.3="Odd, x" ;DC=corp', 'CN=Odd\\, x,DC=corp'],
  ['CN=#0404416E6E61 , DC=corp', 'CN=Anna,DC=corp'],
  ['CN=\\20a\\=b\\3b\\20,DC=corp', 'CN=\\ a\\=b\\;\\ ,DC=corp'],
  ['CN=\\#1,DC=corp', 'CN=\\#1,DC=corp'],
  ['CN=Rita\\0ADEL:1f,DC=corp', 'CN=Rita\\0aDEL:1f,DC=corp'],
])('%s is sent to a server as %s', (text, plain) => {
  expect(plainDn(text)).toBe(plain);
});

test('a value in hex that is no text keeps its hex form', () => {
  expect(normalDn('CN=#0101FF,DC=corp')).toBe('cn=#0101ff,dc=corp');
});
