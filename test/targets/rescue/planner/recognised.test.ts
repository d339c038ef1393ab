import { describe, expect, test } from '@jest/globals';
import { accountOf, codes, HELPDESK, lines, mapping, planOf, readingOf, settingsOf } from './builders.ts';

const SSO = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn', fullGroup: false });
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20 });

describe('a user who is somebody else’s is nobody’s by address', () => {
  test('the second bearer of a link, whoever has its address', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'ada' } } });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(plan.changes).toEqual([]);
    expect(codes(plan)).toEqual(['DOUBLE_LINK', 'EMAIL_IN_USE']);
  });

  test('the user of a former role, whose address another person has now', () => {
    const both = [HELPDESK, LEADS];
    const people = { tom: { mail: 'old@corp.example' } };
    const reading = readingOf({ groups: { Helpdesk: ['tom'], Leads: ['ada'] }, people }, both);
    const account = accountOf({
      'Technicians/Helpdesk': { ada: { link: 'ada', email: 'old@corp.example' } },
      'Administrators/Leads': {},
    });

    const { plan } = planOf(settingsOf(both), reading, account);

    expect(plan.changes.filter(({ reason }) => ['ADOPTED', 'RELINKED'].includes(reason.code))).toEqual([]);
    expect(plan.changes.filter(({ email }) => email === 'old@corp.example').map(({ after }) => after)).toEqual([
      { status: 'disabled' },
    ]);
    expect(codes(plan)).toEqual(['EMAIL_IN_USE']);
  });
});

describe('an SSO id', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [SSO]);

  test('finds an unlinked user of whom nothing else would be asked', () => {
    const old = { email: 'old@x.example', name: 'Ada', ssoId: 'ada@corp.local' };

    const { plan } = planOf(settingsOf([SSO]), reading, accountOf({ 'Technicians/Helpdesk': { ada: old } }));

    expect(plan.changes.map(({ operations }) => operations)).toEqual([['update']]);
    expect(plan.changes[0]).toMatchObject({ node: '104', reason: { code: 'ADOPTED' } });
  });

  test('finds nobody who is linked to another person', () => {
    const gone = { email: 'old@x.example', link: 'gone', ssoId: 'ada@corp.local', linkedSsoId: 'ada@corp.local' };

    const { plan } = planOf(settingsOf([SSO]), reading, accountOf({ 'Technicians/Helpdesk': { gone } }));

    const touched = plan.changes.filter(({ node }) => node === '104');
    expect(touched.map(({ reason }) => reason.code)).toEqual(['LEFT']);
    expect(touched.map(({ after }) => after.link)).toEqual([undefined]);
  });

  test('finds nobody of another role', () => {
    const account = accountOf({
      'Technicians/Helpdesk': {},
      Administrators: { boss: { ssoId: 'ada@corp.local' } },
    });

    const { plan } = planOf(settingsOf([SSO]), reading, account);

    const boss = account.reading.users[0]?.id;
    expect(plan.changes.filter(({ node }) => node === boss)).toEqual([]);
  });

  test('asks about nobody while everybody is found without', () => {
    const known = { link: 'ada', ssoId: 'ada@corp.local', linkedSsoId: 'ada@corp.local' };
    const account = accountOf({ 'Technicians/Helpdesk': { ada: known, other: {} } });

    expect(planOf(settingsOf([SSO]), reading, account).asked).toEqual([]);
  });
});

describe('a person of whom was read that it ends', () => {
  test('loses the user of a former role, too', () => {
    const people = { ada: { state: 'disabled' } } as const;
    const reading = readingOf({ groups: { Leads: ['ada'] }, people }, [LEADS]);
    const account = accountOf({ 'Technicians/Red': { ada: { link: 'ada' } }, 'Administrators/Leads': {} });

    const { plan } = planOf(settingsOf([LEADS]), reading, account);

    expect(lines(plan)).toEqual(['disable ada@corp.example in Technicians/Red (status) PERSON_DISABLED']);
  });
});

describe('a half-read directory', () => {
  const both = [LEADS, HELPDESK];

  test('ends no user of a former role', () => {
    const reading = readingOf({ groups: { Leads: ['ada'] } }, both);
    const account = accountOf({
      'Technicians/Red': { ada: { link: 'ada', email: 'old@corp.example' } },
      'Administrators/Leads': {},
      'Technicians/Helpdesk': {},
    });

    const { plan } = planOf(settingsOf(both), reading, account);

    expect(lines(plan)).toEqual(['create ada@corp.example in Administrators/Leads MEMBER_OF']);
  });

  test('says how many disables and moves wait: only of enabled users, and only those it would have made', () => {
    const reading = readingOf({ groups: { Helpdesk: ['cy', 'dan', 'eve'] } }, [HELPDESK, LEADS]);
    const account = accountOf({
      'Technicians/Helpdesk': { a: {}, b: {}, c: { link: 'c' }, off: { enabled: false }, cy: { link: 'cy' } },
      'Technicians/Night': { d: { link: 'd' }, e: {}, dan: { link: 'dan' }, eve: {} },
      'Administrators/Leads': {},
    });
    const turned = [LEADS, HELPDESK];
    const again = readingOf({ groups: { Helpdesk: ['cy', 'dan', 'eve'] } }, turned);

    const first = planOf(settingsOf([HELPDESK, LEADS]), reading, account).plan;
    const second = planOf(settingsOf(turned), again, account).plan;

    const waits = (plan: typeof first): unknown => plan.notices.find(({ code }) => code === 'REMOVALS_WITHHELD')?.text;
    expect(waits(first)).toContain(': 4 possible disables and 1 possible moves');
    expect(waits(second)).toContain(': 4 possible disables and 2 possible moves');
  });
});

describe('a leaver', () => {
  test('with the address of somebody who has another user is disabled all the same', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);
    const account = accountOf({
      'Technicians/Helpdesk': { ada: { link: 'ada', email: 'old@corp.example' } },
      'Technicians/Night': { gone: { link: 'gone', email: 'ada@corp.example' } },
    });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(lines(plan)).toEqual(['disable ada@corp.example in Technicians/Night (status) NOT_MAPPED']);
    expect(codes(plan)).toEqual(['EMAIL_IN_USE']);
  });
});
