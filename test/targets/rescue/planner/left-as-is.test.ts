import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import type { Notice } from '../../../../src/core/notice.ts';
import type { Mapping, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { type AccountLiteral, accountOf, HELPDESK, planOf, readingOf, settingsOf } from './builders.ts';

/** What a plan says of options that the file does not give any more, and of passwords that nobody knows. */

interface Given {
  readonly mapping?: Partial<Mapping>;
  readonly settings?: Partial<RescueSettings>;
  readonly account: AccountLiteral;
  readonly people?: readonly string[];
}

function noticesOf({ mapping = {}, settings = {}, account, people = ['ada'] }: Given): readonly Notice[] {
  const mappings = [{ ...HELPDESK, ...mapping }];
  const reading = readingOf({ groups: { Helpdesk: people } }, mappings);
  return planOf(settingsOf(mappings, settings), reading, accountOf(account)).plan.notices;
}

function codesOf(given: Given): string[] {
  return noticesOf(given).map(({ code, subject }) => `${code} ${subject}`);
}

const at = (ada: AccountLiteral[string][string]): AccountLiteral => ({ 'Technicians/Helpdesk': { ada } });

describe('an SSO id that the mapping does not give', () => {
  test('is left as it is, and a notice says so where it is known', () => {
    const account = at({ link: 'ada', name: 'Old', ssoId: 'ada@idp' });

    expect(noticesOf({ account })).toEqual([
      {
        code: 'SSO_ID_LEFT',
        severity: 'info',
        text: '1 user has an SSO id, though the mapping gives none (ssoId: none). It is left as it is: Old (ada@corp.example). Clear it in the Admin Center if that is not meant.',
        subject: 'ada@corp.example',
        line: 10,
      },
    ]);
  });

  test.each<[string, Given]>([
    ['there is none', { account: at({ link: 'ada', name: 'Old' }) }],
    ['the mapping gives one', { mapping: { ssoId: 'email' }, account: at({ link: 'ada', name: 'Old', ssoId: 'x' }) }],
    ['the user is protected', { settings: { protect: ['ada@*'] }, account: at({ link: 'ada', ssoId: 'x' }) }],
  ])('is no matter where %s', (_, given) => {
    expect(codesOf(given).filter((code) => code.startsWith('SSO_ID_LEFT'))).toEqual([]);
  });
});

describe('a mobile add-on that the mapping does not give', () => {
  test('is left as it is: the link vouches for it', () => {
    const account = at({ link: 'ada', mobile: true });

    expect(noticesOf({ account })).toEqual([
      {
        code: 'ADD_ON_LEFT',
        severity: 'info',
        text: '1 user has the mobile add-on, though the mapping gives none (mobileLicense: false). It is left as it is: Ada (ada@corp.example). Take it back in the Admin Center if that is not meant.',
        subject: 'ada@corp.example',
        line: 10,
      },
    ]);
  });

  test('is said once of all, and ten are named', () => {
    const people = Array.from('abcdefghijkl', (letter) => `${letter}x`);
    const users = Object.fromEntries(people.map((word) => [word, { link: word, mobile: true }]));

    const [notice, ...others] = noticesOf({ people, account: { 'Technicians/Helpdesk': users } });

    expect(others).toEqual([]);
    expect(notice).toMatchObject({ code: 'ADD_ON_LEFT', subject: 'rescue.groups' });
    expect(notice?.names).toHaveLength(12);
    expect(notice?.names?.at(-1)).toBe('Lx (lx@corp.example)');
    expect(notice?.text).toMatch(
      /^12 users have the mobile add-on.* Ax \(ax@corp\.example\), .*Jx \(jx@\S+\), 2 more\. /,
    );
  });

  test.each<[string, Given]>([
    ['there is none', { account: at({ link: 'ada' }) }],
    ['the mapping gives it', { mapping: { mobileLicense: true }, account: at({ link: 'ada', mobile: true }) }],
    ['the user is protected', { settings: { protect: ['ada@*'] }, account: at({ link: 'ada', mobile: true }) }],
    ['the person has left', { people: [], account: at({ link: 'ada', mobile: true }) }],
  ])('is no matter where %s', (_, given) => {
    expect(codesOf(given).filter((code) => code.startsWith('ADD_ON_LEFT'))).toEqual([]);
  });
});

describe('a password that nobody sees', () => {
  const random = { newUserPassword: null };

  test('is said once of all new users', () => {
    const people = ['ada', 'bob', 'cy'];

    expect(noticesOf({ settings: random, people, account: { 'Technicians/Helpdesk': {} } })).toEqual([
      {
        code: 'PASSWORD_UNSEEN',
        severity: 'info',
        text: '3 users get a random password that nobody sees, and no SSO id, so they cannot sign in until somebody sets a password for them in the Admin Center. Give everybody a first one with rescue.newUsers.password, or an SSO id with ssoId, if that is not meant.',
        subject: 'rescue.newUsers',
        names: ['Ada (ada@corp.example)', 'Bob (bob@corp.example)', 'Cy (cy@corp.example)'],
        line: null,
      },
    ]);
  });

  test.each<[string, Given, string[]]>([
    ['of one new user', { settings: random, account: {} }, ['PASSWORD_UNSEEN ada@corp.example']],
    [
      'of a user that passes on',
      { settings: random, account: at({ enabled: false }) },
      ['HELD all groups', 'PASSWORD_UNSEEN ada@corp.example'],
    ],
    ['not of who signs in with SSO', { settings: random, mapping: { ssoId: 'email' }, account: {} }, []],
    ['not where the file has a password', { settings: { newUserPassword: new Secret('x') }, account: {} }, []],
    ['not of who has a user', { settings: random, account: at({ link: 'ada' }) }, []],
  ])('is said %s', (_, given, expected) => {
    expect(codesOf(given)).toEqual(expected);
  });
});
