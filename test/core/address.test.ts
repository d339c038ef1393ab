import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressFault, apparentAddress } from '../../src/core/address.ts';
import { cleanName, visibleName } from '../../src/core/text.ts';
import { loginIdOf, ssoIdOf } from '../../src/targets/rescue/planner/login-id.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';
import {
  accountOf,
  type DirectoryLiteral,
  HELPDESK,
  mapping,
  person,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';

const ADA = 'ada@corp.example';

/** Each is the address of Ada with something in it that nobody sees, or that is read in two ways. */
const REFUSED: readonly (readonly [what: string, address: string, fault: string])[] = [
  ['a zero-width space', 'ada@corp.example\u200b', 'holds U+200B ZERO WIDTH SPACE'],
  ['a zero-width space within', 'a\u200bda@corp.example', 'holds U+200B ZERO WIDTH SPACE'],
  ['a zero-width joiner', 'ad\u200da@corp.example', 'holds U+200D ZERO WIDTH JOINER'],
  ['a byte order mark before it', '\ufeffada@corp.example', 'holds U+FEFF ZERO WIDTH NO-BREAK SPACE'],
  ['a byte order mark behind it', 'ada@corp.example\ufeff', 'holds U+FEFF ZERO WIDTH NO-BREAK SPACE'],
  ['a no-break space behind it', 'ada@corp.example\u00a0', 'holds U+00A0 NO-BREAK SPACE'],
  ['a line separator behind it', 'ada@corp.example\u2028', 'holds U+2028 LINE SEPARATOR'],
  ['a right-to-left override', '\u202eada@corp.example', 'holds U+202E RIGHT-TO-LEFT OVERRIDE'],
  ['an isolate', 'ada@\u2066corp.example', 'holds U+2066 LEFT-TO-RIGHT ISOLATE'],
  ['a soft hyphen', 'ada@co\u00adrp.example', 'holds U+00AD SOFT HYPHEN'],
  ['a joiner of graphemes', 'ada\u034f@corp.example', 'holds U+034F COMBINING GRAPHEME JOINER'],
  ['a Hangul filler', 'ada\u3164@corp.example', 'holds U+3164 HANGUL FILLER'],
  ['a variation selector', 'ada\ufe0f@corp.example', 'holds U+FE0F VARIATION SELECTOR-16'],
  ['an ignorable character without a name here', 'ada\u{1bca0}@corp.example', 'holds U+1BCA0 (an invisible character)'],
  ['a tag', 'ada\u{e0061}@corp.example', 'holds U+E0061 (a tag character)'],
  ['a private-use character', 'ada\ue001@corp.example', 'holds U+E001 (a private-use character)'],
  ['an empty Braille pattern', 'ada\u2800@corp.example', 'holds U+2800 BRAILLE PATTERN BLANK'],
  ['a character that could not be read', 'ada\ufffd@corp.example', 'holds U+FFFD REPLACEMENT CHARACTER'],
  ['a control character', 'ada\u0007@corp.example', 'holds U+0007 (a control character)'],
  ['half a character', 'ada\ud800@corp.example', 'holds U+D800 (half a character)'],
  ['a blank', 'ada @corp.example', 'holds U+0020 SPACE'],
  ['a Cyrillic letter in the name', '\u0430da@corp.example', 'mixes scripts in "\u0430da": U+0430 is Cyrillic'],
  ['a Greek letter in the domain', 'ada@c\u03bfrp.example', 'mixes scripts in "c\u03bfrp": U+03BF is Greek'],
  ['an Armenian letter', 'a\u0570a@corp.example', 'mixes scripts in "a\u0570a": U+0570 is Armenian'],
  ['a letter of a rare script', 'ad\u{10400}@corp.example', 'mixes scripts in "ad\u{10400}": U+10400 is another one'],
  ['Cyrillic and Greek', '\u0430\u03b1@corp.example', 'mixes scripts in "\u0430\u03b1": U+03B1 is Greek'],
  ['a wide letter', '\uff41da@corp.example', 'holds U+FF41, another way to write a'],
  ['a bold letter', '\u{1d41a}da@corp.example', 'holds U+1D41A, another way to write a'],
  ['the sign of Kelvin', 'miKe@corp.example'.replace('K', '\u212a'), 'holds U+212A, another way to write K'],
  ['a wide dot', 'ada@corp\uff0eexample', 'holds U+FF0E, another way to write .'],
  ['the prefix of Exchange', 'SMTP:ada@corp.example', 'begins with SMTP: which belongs to no address'],
  ['the prefix of links', 'mailto:ada@corp.example', 'begins with mailto: which belongs to no address'],
  ['brackets', '<ada@corp.example>', 'holds <'],
  ['a comma', 'ada,@corp.example', 'holds ,'],
  ['a dot at the beginning', '.ada@corp.example', 'has a dot at the wrong place'],
  ['a dot before the @', 'ada.@corp.example', 'has a dot at the wrong place'],
  ['two dots', 'ada@corp..example', 'has a dot at the wrong place'],
  ['a dot behind the @', 'ada@.corp.example', 'has a dot at the wrong place'],
  ['a dot at the end', 'ada@corp.example.', 'has a dot at the wrong place'],
  [
    'the name of an external member',
    'ada_corp.example#EXT#@tenant.example',
    'is the name of an external member (#EXT#), which is no address',
  ],
  ['no @', 'ada.corp.example', 'is not one name, one @ and one domain'],
  ['two @', 'ada@corp@example', 'is not one name, one @ and one domain'],
  ['no name', '@corp.example', 'is not one name, one @ and one domain'],
  ['no end', `${'a'.repeat(400)}@corp.example`, 'is longer than 320 characters'],
];

/** Letters of other languages are no trick. */
const TAKEN = [
  ADA,
  "Ada.O'Neill+rescue@corp-1.example",
  'zoë.müller@bücher.example',
  'zoe\u0308@corp.example',
  'иван@почта.рф',
  'иван.smith@corp.example',
  'νίκος@παράδειγμα.example',
  '山田-taro@例え.example',
  'タロウ太郎たろう@corp.example',
  '김kim@corp.example',
  'נועה@corp.example',
  'संदीप@corp.example',
  'สมชาย1@corp.example',
];

describe('an address that can be mistaken is no login id', () => {
  test.each(REFUSED)('with %s', (_what, address, fault) => {
    expect(addressFault(address)).toBe(fault);
    for (const source of ['email', 'upn'] as const) {
      const holder = person('ada', { mail: address, upn: address });
      expect(loginIdOf(holder, source)).toBeNull();
      expect(ssoIdOf(holder, source)).toBeNull();
    }
  });

  test.each(TAKEN)('but %s is one', (address) => {
    expect(loginIdOf(person('ada', { mail: address }), 'email')).toBe(address);
  });

  test('blanks of a slip at its ends are taken off', () => {
    expect(loginIdOf(person('ada', { mail: ' \tada@corp.example\r\n' }), 'email')).toBe(ADA);
  });

  test('a very long text takes no time', () => {
    const long = `a${' '.repeat(500_000)}b`;
    const start = process.cpuUsage().user;

    expect(addressFault(long)).toBe('holds U+0020 SPACE');
    expect((process.cpuUsage().user - start) / 1000).toBeLessThan(1000);
  });

  test('whatever is put into one of ASCII letters: it is refused, or it can be seen', () => {
    const anything = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(anything, fc.nat(ADA.length), (character, at) => {
        const address = `${ADA.slice(0, at)}${character}${ADA.slice(at)}`;
        const taken = loginIdOf(person('ada', { mail: address }), 'email');
        expect(taken === null || taken === ADA || apparentAddress(taken) === taken).toBe(true);
        if (taken === ADA) expect(character).toMatch(/[ \t\r\n]/);
      }),
      { numRuns: 2000 },
    );
  });
});

interface Situation {
  readonly directory: DirectoryLiteral;
  readonly account: Parameters<typeof accountOf>[0];
  readonly mappings?: readonly Mapping[];
  readonly settings?: Partial<RescueSettings>;
}

function planned({ directory, account, mappings = [HELPDESK], settings = {} }: Situation): Plan {
  return planOf(settingsOf(mappings, settings), readingOf(directory, mappings), accountOf(account)).plan;
}

function notices(
  people: NonNullable<DirectoryLiteral['people']>,
  more: Partial<Situation> = {},
): (readonly [string, string])[] {
  const directory = { groups: { Helpdesk: ['ada'] }, people };
  const plan = planned({ directory, account: { 'Technicians/Helpdesk': {} }, ...more });
  return plan.notices.map(({ code, text }) => [code, text]);
}

describe('what is wrong with an address is said', () => {
  test('of a login id by e-mail', () => {
    expect(notices({ ada: { mail: 'ada@corp.example\u200b' } })).toEqual([
      [
        'NO_LOGIN_ID',
        'Ada has no usable e-mail address and is skipped: "ada@corp.example\u200b" holds U+200B ZERO WIDTH SPACE. Correct it in the directory.',
      ],
    ]);
  });

  test('of a login id by UPN', () => {
    const upn = 'ada_corp.example#EXT#@tenant.example';

    expect(notices({ ada: { upn } }, { settings: { loginId: 'upn' } })).toEqual([
      [
        'NO_LOGIN_ID',
        `Ada has no usable userPrincipalName and is skipped: "${upn}" is the name of an external member (#EXT#), which is no address. Correct it in the directory.`,
      ],
    ]);
  });

  test.each([
    ['upn', { upn: 'ada_corp.example#EXT#@tenant.example' }, 'userPrincipalName', 'is the name of an external member'],
    ['email', { mail: 'SMTP:ada@corp.example', upn: ADA }, 'e-mail address', 'begins with SMTP:'],
  ] as const)('of an SSO id by %s', (ssoId, fields, source, fault) => {
    const settings = { loginId: ssoId === 'upn' ? 'email' : 'upn' } as const;
    const mappings = [mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId })];

    const found = notices({ ada: fields }, { settings, mappings });

    expect(found).toEqual([['NO_SSO_ID', expect.stringContaining(`the ${source} "`)]]);
    expect(found[0]?.[1]).toContain(fault);
  });

  test('but not of an SSO id that nobody wants, or of one for which there is nothing', () => {
    expect(notices({ ada: { upn: 'x' } })).toEqual([]);
    expect(notices({ ada: { upn: null } }, { mappings: [{ ...HELPDESK, ssoId: 'upn' }] })).toEqual([]);
  });

  test('of somebody whose name shows nothing, by the place in the directory', () => {
    const found = notices({ ada: { name: '\u200b\u2800', mail: 'x', label: 'CN=ada' } });

    expect(found[0]?.[1]).toMatch(/^CN=ada has no usable/);
  });

  test('in a length that can be read', () => {
    const found = notices({ ada: { mail: 'x'.repeat(10_000) } });

    expect(found[0]?.[1]?.length).toBeLessThan(300);
  });
});

describe('a person whose address cannot be used', () => {
  test('keeps the unlinked user whose address it looks like: that might be theirs', () => {
    const plan = planned({
      directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { mail: 'SMTP:a\u200bda@corp.example' } } },
      account: { 'Technicians/Helpdesk': { ada: {}, bob: {} } },
    });

    expect(plan.changes.map(({ name, operations }) => [name, ...operations])).toEqual([['Bob', 'disable']]);
  });
});

describe('a name that shows nothing', () => {
  test.each(['', ' ', '\u200b', '\u2800\u3164', '\ue001\ufeff', '\u00a0'])('%j is none', (name) => {
    expect(visibleName(name)).toBe('');
  });

  test('is not given to a user, who is called by the login id instead', () => {
    const plan = planned({
      directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: '\u200b\u2800' } } },
      account: { 'Technicians/Helpdesk': {} },
    });

    expect(plan.changes.map(({ after }) => after.name)).toEqual([ADA]);
  });

  test('is not given to a group, which is called by its id instead', () => {
    const plan = planned({
      directory: { groups: { Helpdesk: ['@\u2800'], '\u2800': ['ada'] } },
      account: { 'Technicians/Helpdesk': {} },
    });
    const created = plan.changes.find(({ kind }) => kind === 'group');

    expect(created?.group).toMatch(/^Technicians\/Helpdesk\/[0-9a-f-]{36}$/);
  });

  test('but one with something to see stays as it is', () => {
    expect(visibleName('👩\u200d🔧 Ada')).toBe(cleanName('👩\u200d🔧 Ada'));
  });
});
