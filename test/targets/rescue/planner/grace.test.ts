import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../../src/core/calendar.ts';
import { absentUsers } from '../../../../src/plan/evidence.ts';
import type { Whereabouts } from '../../../../src/core/people.ts';
import { explainerOf } from '../../../../src/targets/rescue/planner/explain.ts';
import { formatLeave, sealOfLeave } from '../../../../src/targets/rescue/planner/leave-tag.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import {
  accountOf,
  codes,
  type DirectoryLiteral,
  HELPDESK,
  lines,
  personId,
  planOf,
  readingOf,
  SEALING,
  settingsOf,
  type TestAccount,
} from './builders.ts';

const TODAY = '2026-12-01';
const GONE: DirectoryLiteral = { groups: { Helpdesk: ['bob'] } };
const THERE: DirectoryLiteral = { groups: { Helpdesk: ['ada', 'bob'] } };
const BASE = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } });
const ADA = (BASE.reading.users[0]?.id ?? '') as NodeId;
const BOB = (BASE.reading.users[1]?.id ?? '') as NodeId;
const tag = (day: string, word = 'ada', node = ADA): string => formatLeave(day, personId(word), node, SEALING);

/** Ada with more behind her link. */
function withText(text: string): TestAccount {
  const users = BASE.reading.users.map((user) =>
    user.id === ADA ? { ...user, description: `Desk 4 ${user.description} ${text}`.trim() } : user,
  );
  return { ...BASE, reading: { ...BASE.reading, users } };
}

interface Given {
  readonly directory?: DirectoryLiteral;
  readonly text?: string;
  readonly today?: string;
  readonly outside?: Whereabouts;
  readonly fields?: Partial<RescueSettings>;
}

function planned({ directory = GONE, text = '', today = TODAY, outside = 'enabled', fields = {} }: Given) {
  const settings = settingsOf([HELPDESK], { graceDays: 3, ...fields });
  const given = { today, outside: { ada: outside } };
  return planOf(settings, readingOf(directory, settings.rescue.mappings), withText(text), [], new Map(), given);
}

const DISABLED = 'disable ada@corp.example in Technicians/Helpdesk';

describe('somebody who is in no mapped group any more', () => {
  test('leaves on a day, which the first plan writes', () => {
    const { plan } = planned({});

    expect(plan.changes).toMatchObject([
      {
        operations: ['update'],
        before: { leaves: null },
        after: { leaves: '2026-12-04' },
        evidence: 'absence',
        held: null,
        native: { marker: null },
        reason: { code: 'LEAVES', text: expect.stringContaining('leaves on 2026-12-04: in no mapped group any more') },
      },
    ]);
    expect(plan.summary).toMatchObject({ update: 1, disable: 0, leaversLeft: 0 });
    expect(plan.notices).toMatchObject([
      { code: 'LEAVING', severity: 'info', text: expect.stringContaining('1 user leaves on 2026-12-04: Ada (ada@') },
    ]);
    // It rests on absence, so the directory is read once more before.
    expect(absentUsers(plan).size).toBe(1);
  });

  test.each<[string, Given, string]>([
    ['before the day', { text: tag('2026-12-04') }, ''],
    ['on the last day before it', { text: tag('2026-12-04'), today: '2026-12-03' }, ''],
    ['on the day', { text: tag('2026-12-04'), today: '2026-12-04' }, DISABLED],
    ['after it', { text: tag('2026-12-04'), today: '2027-02-01' }, DISABLED],
    ['with a day farther off than the grace', { text: tag('2026-12-05') }, DISABLED],
    ['with a day that was changed', { text: tag('2026-12-03').replace('-03 ', '-04 ') }, DISABLED],
    ['with a day of somebody else', { text: tag('2026-12-03', 'bob', BOB) }, DISABLED],
    ['with two days', { text: `${tag('2026-12-03')} ${tag('2026-12-04')}` }, DISABLED],
    ['with a day that was cut off', { text: tag('2026-12-04').slice(0, -1) }, DISABLED],
    ['with a day that was cut off at its day', { text: '[adsync-leaves 2026-1' }, DISABLED],
    ['with a day that was cut off at once', { text: '[adsync-le' }, DISABLED],
    [
      'with a day that was cut off, and a mark behind it',
      { text: '[adsync-leaves 2026-12-04 u12 [adsync-plan 4f0e8b6a2f6f 2026-11-26T09:00:00Z]' },
      DISABLED,
    ],
    [
      'with a day that was cut off, and a link written behind it',
      { text: `[adsync-leaves 2026-1 ${BASE.reading.users[0]?.description ?? ''}` },
      DISABLED,
    ],
    ['with one cut off and a whole one', { text: `[adsync-leav ${tag('2026-12-04')}` }, DISABLED],
    ['with something that looks like a day', { text: '[adsync-leaves tomorrow]' }, DISABLED],
    ['with a day that there is not', { text: tag('2026-12-04').replace('12-04', '02-30') }, DISABLED],
    ['whom the directory shows as disabled', { outside: 'disabled' }, DISABLED],
    ['whom it shows as expired, though a day is written', { outside: 'expired', text: tag('2026-12-04') }, DISABLED],
    ['whom it does not have any more', { outside: 'gone' }, DISABLED],
    ['where there is no grace', { fields: {}, today: '2026-12-01', text: '' }, 'update ada'],
  ])('%s', (_, given, expected) => {
    const { plan } = planned(given);

    if (expected === '') expect(lines(plan)).toEqual([]);
    else expect(lines(plan)).toEqual([expect.stringContaining(expected)]);
    expect(codes(plan)).toEqual(plan.summary.disable === 1 ? [] : ['LEAVING']);
  });

  test('is ended at once where the file gives no grace, and where nobody knows the day', () => {
    const none = planOf(
      settingsOf([HELPDESK]),
      readingOf(GONE, [HELPDESK]),
      withText(tag('2026-12-04')),
      [],
      new Map(),
      {
        today: TODAY,
      },
    );
    const settings = settingsOf([HELPDESK], { graceDays: 3 });
    const unknown = planOf(settings, readingOf(GONE, [HELPDESK]), BASE);

    // The day goes with the end.
    expect(none.plan.changes).toMatchObject([{ operations: ['disable'], after: { status: 'disabled', leaves: null } }]);
    expect(lines(unknown.plan)).toEqual([expect.stringContaining(DISABLED)]);
  });

  test('keeps the day with the end, so that whom somebody enables by hand has no second grace', () => {
    const text = tag('2026-12-04');
    const { plan } = planned({ text, today: '2026-12-04' });
    const account = withText(text);
    const users = account.reading.users.map((user) => (user.id === ADA ? { ...user, enabled: false } : user));
    const settings = settingsOf([HELPDESK], { graceDays: 3 });
    const left = { ...account, reading: { ...account.reading, users } };
    const given = { today: '2026-12-05', outside: { ada: 'enabled' as const } };
    const after = planOf(settings, readingOf(GONE, [HELPDESK]), left, [], new Map(), given);
    const back = planOf(settings, readingOf(THERE, [HELPDESK]), left, [], new Map(), given);

    expect(plan.changes).toMatchObject([{ operations: ['disable'] }]);
    expect(plan.changes[0]?.after).not.toHaveProperty('leaves');
    expect(after.plan.changes).toEqual([]);
    expect(lines(planned({ text, today: '2026-12-05' }).plan)).toEqual([expect.stringContaining(DISABLED)]);
    expect(back.plan.changes).toMatchObject([{ after: { status: 'enabled', leaves: null } }]);
  });

  test('keeps the user by coming back: the day is taken away', () => {
    const { plan } = planned({ directory: THERE, text: tag('2026-12-04') });

    expect(plan.changes).toMatchObject([
      { operations: ['update'], before: { leaves: '2026-12-04' }, after: { leaves: null } },
    ]);
    expect(plan.notices).toEqual([]);
  });

  test('who is ended where the directory says so is ended at once', () => {
    const directory = { ...THERE, people: { ada: { state: 'disabled' as const } } };

    expect(lines(planned({ directory, text: tag('2026-12-04') }).plan)).toEqual([
      expect.stringContaining('PERSON_DISABLED'),
    ]);
  });

  test('is left alone where protected', () => {
    const { plan } = planned({ fields: { protect: ['ada@corp.example'] } });

    expect(plan.changes).toEqual([]);
    expect(codes(plan)).toEqual(['PROTECTED']);
  });

  test('is told why by explain', () => {
    const { input } = planned({ text: tag('2026-12-04') });

    const { steps, decision } = explainerOf(input).explain({ person: null, node: ADA });

    expect(decision.text).toBe('leaves on 2026-12-04, and stays as it is until then');
    expect(JSON.stringify(steps)).toContain('the grace of whoever is in no mapped group any more has not ended');
  });
});

test('a seal needs the key where there is one', () => {
  const keyed = { account: SEALING.account, key: null };
  expect(sealOfLeave('2026-12-04', personId('ada'), ADA, keyed)).not.toBe(
    sealOfLeave('2026-12-05', personId('ada'), ADA, keyed),
  );
});

test('nobody waits longer than the grace from today, whatever stands in the user', () => {
  const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days));
  const text = fc.oneof(
    day.map((one) => tag(one)),
    day.map((one) => tag(one, 'bob')),
    fc.tuple(day, day).map(([a, b]) => `${tag(a)} ${tag(b)}`),
    fc.string().map((junk) => `[adsync-leaves ${junk.replace(/[[\]]/g, '')}]`),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 90 }), (one, graceDays) => {
      const { plan } = planned({ text: one, fields: { graceDays } });
      const until = plan.notices.flatMap(({ code, subject }) => (code === 'LEAVING' ? [subject] : []));

      expect(until.length + plan.summary.disable).toBe(1);
      for (const last of until) expect(last > TODAY && last <= addDays(TODAY, graceDays)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
