import { describe, expect, test } from '@jest/globals';
import { parseMarker } from '../../../../src/targets/rescue/planner/marker.ts';
import { carryOut } from '../../../property/in-memory.ts';
import {
  accountOf,
  codes,
  HELPDESK,
  lines,
  mapping,
  noticesOf,
  personId,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from './builders.ts';

describe('a new user', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);

  test('has all fields, and the link to the person', () => {
    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': {} }));

    const [created] = plan.changes;
    expect(created?.before).toBeNull();
    expect(created?.after).toEqual({
      group: 'Technicians/Helpdesk',
      name: 'Ada',
      email: 'ada@corp.example',
      status: 'enabled',
      link: personId('ada'),
    });
    expect(parseMarker(created?.native.marker ?? '')?.person).toBe(personId('ada'));
  });

  test.each([0, 1])('is in step once it is made: with %i mobile add-ons nobody is asked about again', (mobile) => {
    const MOBILE = mapping('Helpdesk', 'Technicians/Helpdesk', { mobileLicense: true });
    const licenses = { technicians: null, mobile };
    const settings = settingsOf([MOBILE], { licenses });
    const empty = accountOf({ 'Technicians/Helpdesk': {} });

    const after = carryOut(planOf(settings, reading, empty).plan, empty, licenses);
    const { plan, asked } = planOf(settings, reading, after);

    expect(plan.changes).toEqual([]);
    expect(asked).toEqual([]);
    expect(budgetOf(plan, 'mobile')).toEqual({ held: mobile, before: mobile, after: mobile });
  });
});

describe('a name', () => {
  test.each([['Ada  Lovelace'], [' Ada Lovelace\t'], ['Ada\u2028Lovelace']])(
    'that the service would keep the same is no difference: %j',
    (name) => {
      const people = { ada: { name: 'Ada Lovelace' } };
      const reading = readingOf({ groups: { Helpdesk: ['ada'] }, people }, [HELPDESK]);
      const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada', name } } });

      expect(planOf(settingsOf([HELPDESK]), reading, account).plan.changes).toEqual([]);
    },
  );
});

describe('whoever is disabled', () => {
  test('keeps the link if there is one, and gets none if there is none', () => {
    const reading = readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, stranger: {} } });

    const { changes } = planOf(settingsOf([HELPDESK]), reading, account).plan;

    expect(changes.map(({ native: { marker } }) => (marker === null ? null : parseMarker(marker)?.person))).toEqual([
      personId('ada'),
      null,
    ]);
  });
});

describe('places that mappings share', () => {
  test('a place that the file names goes by that mapping, not by the one that mirrors into it', () => {
    const special = mapping('Special', 'Technicians/Helpdesk/Night', { line: 20, fullGroup: false });
    const both = [HELPDESK, special];
    const reading = readingOf({ groups: { Helpdesk: ['@Night'], Night: [], Special: [] } }, both);
    const account = accountOf({ 'Technicians/Helpdesk': { tom: {} }, 'Technicians/Helpdesk/Night': { stranger: {} } });

    const { plan } = planOf(settingsOf(both), reading, account);

    expect(lines(plan)).toEqual(['disable tom@corp.example in Technicians/Helpdesk (status) NOT_A_MEMBER']);
  });

  test('a group that a later mapping names is that mapping’s, though an earlier one goes through it', () => {
    const inner = mapping('Inner', 'Technicians/X/Y');
    const outer = mapping('Outer', 'Technicians/X', { line: 20 });
    const both = [inner, outer];
    const reading = readingOf({ groups: { Inner: [], Outer: [] } }, both);

    const { plan } = planOf(settingsOf(both), reading, accountOf({}));

    expect(plan.changes.map(({ group, reason }) => `${group} ${String(reason.line)}`)).toEqual([
      'Technicians/X 20',
      'Technicians/X/Y 10',
    ]);
  });

  test('a place in doubt stops those who belong there, and nobody else', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', '@NIGHT'], NIGHT: ['bob'] } }, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk/Night': {}, 'Technicians/Helpdesk/night': {} });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
    expect(plan.notices).toMatchObject([{ code: 'RESCUE_GROUP_AMBIGUOUS', subject: 'Technicians/Helpdesk/NIGHT' }]);
  });

  test('an obstacle on the way to the mapped group is said once, whatever stands below it', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', '@Night'], Night: ['bob'] } }, [HELPDESK]);
    const account = accountOf({ Technicians: { helpdesk: { name: 'Helpdesk' } } });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(plan.changes).toEqual([]);
    expect(plan.notices).toMatchObject([{ code: 'RESCUE_PATH_IS_USER', subject: 'Technicians/Helpdesk' }]);
  });
});

describe('a notice', () => {
  test('of the directory stands in the plan', () => {
    const notice = {
      code: 'MEMBER_NOT_A_PERSON',
      severity: 'info',
      text: 'a printer',
      subject: 'CN=p',
      line: null,
    } as const;
    const reading = { ...readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]), notices: [notice] };

    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': {} }));

    expect(noticesOf(plan)).toEqual([notice]);
  });

  test.each([
    ['email', { mail: null }, /no usable e-mail address/],
    ['upn', { upn: null }, /no usable userPrincipalName/],
  ] as const)('of a missing address names the one that is wanted: %s', (loginId, fields, text) => {
    const reading = readingOf({ groups: { Helpdesk: ['ada'] }, people: { ada: fields } }, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK], { loginId }), reading, accountOf({ 'Technicians/Helpdesk': {} }));

    expect(plan.notices).toMatchObject([{ code: 'NO_LOGIN_ID', text: expect.stringMatching(text) }]);
  });

  test('of a shared address names everybody who has it', () => {
    const people = { bob: { mail: 'ada@corp.example' } };
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] }, people }, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': {} }));

    expect(plan.notices[0]?.text).toContain('Ada (CN=ada) and Bob (CN=bob)');
  });

  test('of two mappings is about people who are enabled', () => {
    const both = [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })];
    const people = { ada: { state: 'disabled' } } as const;
    const reading = readingOf({ groups: { Helpdesk: ['ada'], Night: ['ada'] }, people }, both);
    const account = accountOf({ 'Technicians/Helpdesk': {}, 'Technicians/Night': {} });

    // The second mapping feeds nobody, which is said; that somebody is in two is not.
    expect(codes(planOf(settingsOf(both), reading, account).plan)).toEqual(['MAPPING_SHADOWED']);
  });
});

describe('seats', () => {
  test('are taken by enabled technicians who have an address, and by nobody else', () => {
    const all = [HELPDESK, mapping('Leads', 'Administrators/Leads', { line: 20 })];
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'], Leads: ['liz', 'max'] } }, all);
    const account = accountOf({
      'Technicians/Helpdesk': { ada: { link: 'ada' }, off: { enabled: false } },
      'Technicians/Night': { bare: { email: '', name: '' } },
      'Administrators/Leads': { liz: { link: 'liz' } },
    });

    const { plan } = planOf(settingsOf(all, { licenses: { technicians: 2, mobile: null } }), reading, account);

    expect(plan.changes.map(({ email }) => email)).toEqual(['max@corp.example', 'bob@corp.example']);
    expect(budgetOf(plan, 'technicians')).toEqual({ held: 2, before: 1, after: 2 });
  });
});
