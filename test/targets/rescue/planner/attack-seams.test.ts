import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { describe, expect, test } from '@jest/globals';
import { withId } from '../../../../src/plan/change.ts';
import { holdSaved } from '../../../../src/targets/rescue/planner/holds.ts';
import type { Change, Plan } from '../../../../src/plan/model.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { NO_PAST } from '../../../../src/plan/earlier-runs.ts';
import { Secret } from '../../../../src/core/secret.ts';
import type { LimitSettings, Settings } from '../../../../src/core/settings.ts';
import {
  accountOf,
  approvalsFor,
  codes,
  HELPDESK,
  mapping,
  NO_LIMITS,
  personId,
  planOf,
  readingOf,
  settingsOf,
  type TestAccount,
  type UserLiteral,
  rescueFile,
} from './builders.ts';

/** What one part of the planner promises must hold whatever another part makes of the same user. */

const WORDS = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal'];
const LINKED = Object.fromEntries(WORDS.map((word) => [word, { link: word }]));
const KEY = new Secret('0123456789abcdef0123456789abcdef');

function withLimits(settings: Settings, limits: Partial<LimitSettings>): Settings {
  return { ...settings, limits: { ...NO_LIMITS, ...limits } };
}

function made({ changes }: Plan, operation?: Change['operations'][number]): string[] {
  return changes.flatMap(({ held, operations, name }) => {
    return held === null && (operation === undefined || operations.includes(operation)) ? [name] : [];
  });
}

function again(plan: Plan, settings: Settings, account: TestAccount): Plan {
  const holding = { account: account.reading, approvals: [], earlier: new Map(), past: NO_PAST };
  return holdSaved(plan, { settings: rescueFile(settings), ...holding }).plan;
}

function inFile(settings: Settings, plan: Plan): Settings {
  return { ...settings, approve: approvalsFor(plan).map((id) => ({ id, line: 3 })) };
}

describe('an approval does not outlive what it was given for', () => {
  const account = accountOf({ 'Technicians/Helpdesk': LINKED });
  const settings = withLimits(settingsOf([HELPDESK], { linkKey: KEY }), {
    disable: { kind: 'count', count: 0 },
    readdress: { kind: 'count', count: 0 },
  });
  const renewals = planOf(settings, readingOf({ groups: { Helpdesk: WORDS } }, [HELPDESK]), account).plan;
  const approved = inFile(settings, renewals);

  test('links that are only written anew are let through by it', () => {
    const { plan } = planOf(approved, readingOf({ groups: { Helpdesk: WORDS } }, [HELPDESK]), account);

    expect(made(renewals)).toEqual([]);
    expect(made(plan)).toHaveLength(WORDS.length);
  });

  test.each<[string, { state: 'disabled' } | { mail: string }]>([
    ['disabled', { state: 'disabled' }],
    ['given another address', { mail: 'x' }],
  ])('the same users are not %s by it', (_, fields) => {
    const people = Object.fromEntries(
      WORDS.map((word) => [word, 'mail' in fields ? { mail: `${word}@other.example` } : fields]),
    );
    const { plan } = planOf(approved, readingOf({ groups: { Helpdesk: WORDS }, people }, [HELPDESK]), account);

    expect(plan.changes).toHaveLength(WORDS.length);
    expect(made(plan)).toEqual([]);
  });

  test('new technicians do not become administrators by it', () => {
    const maps = [mapping('Leads', 'Administrators/Leads'), HELPDESK];
    const strict = withLimits(settingsOf(maps), { create: 2 });
    const empty = accountOf({ 'Administrators/Leads': {}, 'Technicians/Helpdesk': {} });
    const technicians = readingOf({ groups: { Leads: [], Helpdesk: WORDS } }, maps);
    const first = planOf(strict, technicians, empty).plan;
    const administrators = readingOf({ groups: { Leads: WORDS, Helpdesk: [] } }, maps);

    expect(made(planOf(inFile(strict, first), technicians, empty).plan)).toHaveLength(WORDS.length);
    expect(made(planOf(inFile(strict, first), administrators, empty).plan)).toEqual([]);
    expect(approvalsFor(again(first, strict, empty))).toEqual(approvalsFor(first));
  });
});

describe('users in doubt do not raise the limits for others', () => {
  const settings = withLimits(settingsOf([HELPDESK]), { disable: { kind: 'percent', percent: 10 } });
  const many = (fields: (word: string) => UserLiteral): Record<string, UserLiteral> =>
    Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`n${index}`, fields(`n${index}`)]));

  test('not those of a populated group whose name a directory group has taken', () => {
    const account = accountOf({ 'Technicians/Helpdesk': LINKED, 'Technicians/Helpdesk/Night': many(() => ({})) });
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob', '@Night'], Night: [] } }, [HELPDESK]);
    const { plan } = planOf(settings, reading, account);

    expect(made(plan, 'disable')).toEqual([]);
    expect(made(again(plan, settings, account), 'disable')).toEqual([]);
  });

  test('not those outside of the mapped groups into whose descriptions somebody wrote links', () => {
    const forged = many((word) => ({ link: `gone ${word}`, oldLink: true }));
    const account = accountOf({ 'Technicians/Helpdesk': LINKED, 'Technicians/Other': forged });
    const { plan } = planOf(settings, readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]), account);

    expect(plan.changes.length).toBeGreaterThan(60);
    expect(made(plan, 'disable')).toEqual([]);
    expect(made(again(plan, settings, account), 'disable')).toEqual([]);
  });
});

test('the user of a former role waits while the one of the new role is only found and held', () => {
  const maps = [mapping('Leads', 'Administrators/Leads'), HELPDESK];
  const account = accountOf({
    'Administrators/Other': { boss: { email: 'ada@corp.example' } },
    'Technicians/Helpdesk': { ada: { email: 'ada.old@corp.example', link: 'ada' } },
  });
  const { plan } = planOf(
    settingsOf(maps),
    readingOf({ groups: { Leads: ['ada'], Helpdesk: ['bob'] } }, maps),
    account,
  );
  const found = plan.changes.find(({ email }) => email === 'ada@corp.example');
  const former = plan.changes.find(({ reason }) => reason.code === 'ROLE_CHANGED');

  expect(found?.held?.limit).toBe('rescue.adopt');
  expect(former?.needs).toEqual([found?.id]);
});

describe('a saved plan', () => {
  test('holds an end that rests on absence under the id that was shown', () => {
    const settings = withLimits(settingsOf([HELPDESK]), { disable: { kind: 'count', count: 0 } });
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'gone' } } });
    const people = { ada: { state: 'disabled' as const } };
    const { plan } = planOf(settings, readingOf({ groups: { Helpdesk: ['ada'] }, people }, [HELPDESK]), account);

    expect(approvalsFor(plan)).toHaveLength(1);
    expect(approvalsFor(again(plan, settings, account))).toEqual(approvalsFor(plan));
  });

  test('gets nobody an unlinked user by saying that it is linked to them', () => {
    const settings = settingsOf([HELPDESK]);
    const account = accountOf({ 'Technicians/Other': { ada: { email: 'ada@corp.example', enabled: false } } });
    const people = { eve: { mail: 'ada@corp.example' } };
    const { plan } = planOf(settings, readingOf({ groups: { Helpdesk: ['eve'] }, people }, [HELPDESK]), account);
    const changes = plan.changes.map((change) => {
      const { facts } = change;
      const told = facts === null ? null : { ...facts, link: personId('eve') };
      return withId({ ...change, held: null, facts: told } as RescueChange);
    });

    expect(made(again({ ...plan, changes }, settings, account), 'enable')).toEqual([]);
  });
});

describe('a saved plan whose holds somebody took out', () => {
  test.each<[string, UserLiteral, Secret | null]>([
    ['made without the key', { link: 'ada' }, KEY],
    ['of the old form, where there is a key', { link: 'ada', oldLink: true }, KEY],
    ['of the old form, outside of the mapped groups', { link: 'gone', oldLink: true }, null],
  ])('holds again what hangs on a link %s', (_, user, linkKey) => {
    const settings = settingsOf([HELPDESK], { linkKey });
    const place = user.link === 'gone' ? 'Technicians/Other' : 'Technicians/Helpdesk';
    const account = accountOf({ [place]: { ada: { email: 'old@corp.example', ...user } } });
    const { plan } = planOf(settings, readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]), account);
    const stripped = { ...plan, changes: plan.changes.map((change) => withId({ ...change, held: null })) };
    const [id] = approvalsFor(plan);

    expect(id).toMatch(/^a1-/);
    expect(approvalsFor(again(stripped, settings, account))).toEqual([id]);
    expect(approvalsFor(again(plan, settings, account))).toEqual([id]);
  });
});

test('an address that two members of a held set have lets neither through', () => {
  const account = accountOf({
    'Technicians/Other': { ada: { link: 'ada', oldLink: true, email: 'old@corp.example', name: 'Zed' } },
    'Technicians/Helpdesk/Night': { nick: {} },
  });
  const people = { ada: { mail: 'new@corp.example' }, eve: { mail: 'old@corp.example' } };
  const reading = readingOf({ groups: { Helpdesk: ['ada', '@Night'], Night: ['eve'] }, people }, [HELPDESK]);
  const settings = settingsOf([HELPDESK]);
  const { plan } = planOf(settings, reading, account);
  const [id = ''] = approvalsFor(plan);
  const zed = plan.changes.find(({ facts }) => facts?.name === 'Zed')?.node ?? '';
  const only = (who: string): Plan => planOf(settings, reading, account, [id], new Map(), { only: [who] }).plan;

  expect(() => only('old@corp.example')).toThrow(/means several in the held set.*Zed: \d+, Eve: /);
  expect(made(only(zed))).toEqual(['Ada']);
});

describe('a record that somebody made unreadable', () => {
  const start = accountOf({ 'Technicians/Helpdesk': { bob: { link: 'bob', email: 'bob@corp.example' } } });
  const withHidden = (text: string): TestAccount => {
    const group = start.reading.users[0]?.group ?? ('1' as NodeId);
    const unreadable = [
      { id: '999' as NodeId, group, text: `NodeID:999\nName:Ada\nEmail:x\n${text}`, why: 'text' as const },
    ];
    return { ...start, reading: { ...start.reading, unreadable } };
  };
  const link = (word: string): string => `Description:[adsync ${personId(word)} 00000000]\n`;
  const people = { ada: { state: 'disabled' as const } };

  test.each<[string, string, number]>([
    ['of a person who has ended', `${link('ada')}Status:Enabled`, 1],
    ['of a person who is gone', `${link('gone')}Status:Online`, 1],
    ['that claims to be disabled, too', `Status:Disabled\n${link('ada')}Status:Enabled`, 1],
    ['that is disabled for certain', `${link('ada')}Status:Disabled`, 0],
    ['of a person who belongs here', `${link('bob')}Status:Enabled`, 0],
    ['of nobody', 'Status:Enabled', 0],
  ])('hides no leaver: one %s', (_, text, count) => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] }, people }, [HELPDESK]);
    const { plan } = planOf(settingsOf([HELPDESK]), reading, withHidden(text));

    expect(plan.summary.leaversLeft).toBe(count);
    expect(codes(plan).includes('LEAVERS_LEFT')).toBe(count === 1);
  });

  test('hides no SSO id that somebody else claims', () => {
    const upn = mapping('Helpdesk', 'Technicians/Helpdesk', { ssoId: 'upn' });
    const reading = readingOf({ groups: { Helpdesk: ['bob'] }, people: { bob: { upn: 'Vic@corp.example' } } }, [upn]);
    const ssoIds = (text: string): unknown[] =>
      planOf(settingsOf([upn]), reading, withHidden(text)).plan.changes.flatMap(({ after }) => after.ssoId ?? []);

    expect(ssoIds('SSOID:vic@corp.example\nStatus:Enabled')).toEqual([]);
    expect(ssoIds('SSOID:other@corp.example\nStatus:Enabled')).toEqual(['Vic@corp.example']);
  });
});

test('a plan says whose approval lets a name mean another group', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);
  const old = `[adsync ${personId('another group')} bfe2ad0c]`;
  const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' } } }, {}, { 'Technicians/Helpdesk': old });
  const settings = settingsOf([HELPDESK]);
  const [id = ''] = approvalsFor(planOf(settings, reading, account).plan);
  const { plan } = planOf({ ...settings, approve: [{ id, line: 7 }] }, reading, account);

  expect(plan.notices).toContainEqual(
    expect.objectContaining({ code: 'LET_THROUGH', line: 7, text: expect.stringContaining(`by sync.yaml:7 (${id})`) }),
  );
});
