import { describe, expect, test } from '@jest/globals';
import { chooseTargets } from '../../../src/run/chosen-targets.ts';
import { sectionOn } from '../../../src/targets/rescue/expiry.ts';
import { rescueKind } from '../../../src/targets/rescue/kind.ts';
import { explainerOf } from '../../../src/targets/rescue/planner/explain.ts';
import { ruleFor } from '../../../src/targets/rescue/planner/forbidden.ts';
import {
  accountOf,
  forRescue,
  HELPDESK,
  lines,
  mapping,
  personId,
  planOf,
  readingOf,
  settingsOf,
} from './planner/builders.ts';

const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20, expires: '2026-12-31' });
const AUDIT = mapping('Audit', 'Technicians/Audit', { line: 30, expires: '2026-06-30' });
const FILE = settingsOf([HELPDESK, LEADS, AUDIT]);
const ACCOUNT = accountOf({
  'Technicians/Helpdesk': { ada: { link: 'ada' } },
  'Administrators/Leads': { eve: { link: 'eve' }, otto: {} },
});
const on = (today: string): ReturnType<typeof settingsOf> => ({ ...FILE, ...forRescue(sectionOn(FILE.rescue, today)) });
const read = { groups: { Helpdesk: ['ada'], Leads: ['eve'], Audit: [] } };

describe('a mapping', () => {
  test('has its people up to its last day', () => {
    const { rescue } = on('2026-12-31');

    expect(rescue.mappings).toEqual([HELPDESK, LEADS]);
    expect(rescue.expired).toEqual([AUDIT]);
    expect(sectionOn(FILE.rescue, '2026-06-30')).toBe(FILE.rescue);
    expect(sectionOn(rescue, '2027-01-01')).toMatchObject({ mappings: [HELPDESK], expired: [LEADS, AUDIT] });
  });

  test('has nobody from then on: its people are leavers, also where no other mapping feeds their role', () => {
    const settings = on('2027-01-01');

    const { plan } = planOf(settings, readingOf(read, settings.rescue.mappings), ACCOUNT);

    expect(lines(plan)).toEqual(['disable eve@corp.example in Administrators/Leads (status) NOT_MAPPED']);
    expect(plan.changes[0]).toMatchObject({ held: null, evidence: 'absence' });
    // The account was read; of what nobody maps any more only linked users are touched.
    expect(ruleFor(plan.changes, settings.rescue, ACCOUNT.reading)(plan.changes[0] ?? never())).toBeNull();
  });

  test('is asked for no more, and compared all the same', () => {
    const file = { ...FILE, calendar: { timeZone: 'Asia/Tokyo', freeze: [] } };
    // It is the first of January there.
    const [chosen] = chooseTargets(file, [rescueKind], [], new Date('2026-12-31T15:00:00Z'));

    expect(chosen?.mappings.map(({ ref }) => ref)).toEqual(['Helpdesk']);
    expect(chosen?.expiring?.map(({ name, expires }) => `${name} ${expires}`)).toEqual([
      'Leads 2026-12-31',
      'Audit 2026-06-30',
    ]);
    const guards = chosen?.guarding.filter(({ key }) => key.startsWith('rescue.groups:'));
    expect(guards?.map(({ key, value }) => `${key} = ${String(value)}`)).toEqual([
      'rescue.groups: Leads = Administrators/Leads (subgroups: mirror)',
      'rescue.groups: Leads: expires = 2026-12-31',
      'rescue.groups: Audit: expires = 2026-06-30',
    ]);
    expect(chooseTargets(file, [rescueKind], [])[0]?.mappings).toHaveLength(3);
  });

  test('that has expired is told to whoever asks for somebody', () => {
    const settings = on('2027-01-01');
    const { input } = planOf(settings, readingOf(read, settings.rescue.mappings), ACCOUNT);

    const { steps } = explainerOf(input).explain({ person: personId('ada'), node: null });

    const mappings = steps.find(({ code }) => code === 'MAPPINGS');
    expect(mappings?.steps.map(({ code, text, line }) => `${code} ${text} @${line ?? ''}`)).toContain(
      'EXPIRED Leads → Administrators/Leads: has nobody any more: its last day was 2026-12-31 @20',
    );
  });
});

function never(): never {
  throw new Error('nothing is planned');
}
