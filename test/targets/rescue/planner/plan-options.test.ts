import { describe, expect, test } from '@jest/globals';
import { accountOf, HELPDESK, lines, mapping, planOf, readingOf, settingsOf } from './builders.ts';

describe('options', () => {
  test('loginId: upn uses the UPN as the address', () => {
    const directory = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);

    const { plan } = planOf(
      settingsOf([HELPDESK], { loginId: 'upn' }),
      directory,
      accountOf({ 'Technicians/Helpdesk': {} }),
    );

    expect(plan.changes[0]?.email).toBe('ada@corp.local');
  });

  test('attributes keep the other fields of existing users as they are', () => {
    const only = mapping('Helpdesk', 'Technicians/Helpdesk', { attributes: ['status'] });
    const directory = readingOf(
      { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'New', mail: 'new@x.example' } } },
      [only],
    );

    const { plan } = planOf(
      settingsOf([only]),
      directory,
      accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' } } }),
    );

    expect(lines(plan)).toEqual([]);
  });

  test('ssoId is set on new users and kept in step on others', () => {
    const sso = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
    const directory = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [sso]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada', ssoId: 'old', linkedSsoId: 'old' } } });

    const { plan } = planOf(settingsOf([sso]), directory, account);

    expect(plan.changes.map(({ after }) => after.ssoId)).toEqual(['ada@corp.local', 'bob@corp.local']);
  });

  test('an unlinked user is recognised by its SSO id when the address is unknown', () => {
    const sso = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
    const directory = readingOf({ groups: { Helpdesk: ['ada'] } }, [sso]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { email: 'old@x.example', ssoId: 'ADA@corp.local' } } });

    const { plan } = planOf(settingsOf([sso]), directory, account);

    expect(lines(plan)).toEqual(['update ada@corp.example in Technicians/Helpdesk (email,link) ADOPTED']);
  });

  test.each([
    [
      'flatten',
      [
        'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
        'create bob@corp.example in Technicians/Helpdesk MEMBER_OF',
      ],
    ],
    ['ignore', ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']],
  ] as const)('subgroups: %s', (subgroups, changes) => {
    const flat = mapping('Helpdesk', 'Technicians/Helpdesk', { subgroups });
    const directory = readingOf({ groups: { Helpdesk: ['ada', '@Tier 1'], 'Tier 1': ['bob'] } }, [flat]);

    const { plan } = planOf(settingsOf([flat]), directory, accountOf({ 'Technicians/Helpdesk': {} }));

    expect(lines(plan)).toEqual(changes);
  });
});

describe('details are asked for only where the plan depends on them', () => {
  test('5,000 linked users without a difference need none', () => {
    const words = Array.from({ length: 5000 }, (_, index) => `p${index}`);
    const directory = readingOf({ groups: { Helpdesk: words } }, [HELPDESK]);
    const account = accountOf({
      'Technicians/Helpdesk': Object.fromEntries(words.map((word) => [word, { link: word }])),
    });

    const ceilings = { groups: 999, membersPerGroup: 5000 };
    const { plan, asked } = planOf(settingsOf([HELPDESK], { ceilings }), directory, account);

    expect(plan.changes).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a fingerprint that does not vouch for the wanted SSO id makes the planner look', () => {
    const sso = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'email' });
    const directory = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [sso]);
    const account = accountOf({
      'Technicians/Helpdesk': {
        ada: { link: 'ada', ssoId: 'ada@corp.example', linkedSsoId: 'ada@corp.example' },
        bob: { link: 'bob', ssoId: 'bob@corp.example' },
      },
    });

    const { plan, asked } = planOf(settingsOf([sso]), directory, account);

    expect(asked).toHaveLength(1);
    expect(lines(plan)).toEqual(['update bob@corp.example in Technicians/Helpdesk (link) LINK_RENEWED']);
  });
});
