import { describe, expect, test } from '@jest/globals';
import { nearlySame } from '../../src/core/similar.ts';
import { accountOf, firstName, mapping, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

test.each([
  ['Helpdesk', 'Helpdesc', true],
  ['Helpdesk', 'Help Desk', true],
  ['Help-Desk', 'help desk', true],
  ['Night Shift', 'Nigth Shift', true],
  ['Zürich', 'Zurich', true],
  ['Helpdesk Tier 1', 'Helpdesc Tier 1', true],
  ['Tier 1', 'Tier 2', false],
  ['Helpdesk Tier 1', 'Helpdesk Tier 2', false],
  ['Helpdesk 1', 'Helpdesk 11', false],
  ['Support US', 'Support UK', false],
  ['Team A', 'Team B', false],
  ['Support EMEA', 'Support APAC', false],
  ['Day', 'Bay', false],
  ['Helpdesk', 'Field', false],
])('%s and %s: %s', (a, b, same) => {
  expect(nearlySame(a, b)).toBe(same);
  expect(nearlySame(b, a)).toBe(same);
});

test('names of any length are compared quickly', () => {
  const start = 'a'.repeat(100_000);

  expect(nearlySame(start, `b${start}`)).toBe(true);
  expect(nearlySame(start, 'b'.repeat(100_000))).toBe(false);
});

describe('a group that would be created beside one of nearly the same name', () => {
  const reading = (rescueGroup: string, ...others: readonly string[]) => {
    const mappings = [mapping('Red', rescueGroup), ...others.map((path, index) => mapping(`Other${index}`, path))];
    const groups = Object.fromEntries(mappings.map((one) => [firstName(one), []]));
    return { settings: settingsOf(mappings), directory: readingOf({ groups }, mappings) };
  };
  const account = accountOf({ 'Technicians/Helpdesk/Tier 1': {}, 'Technicians/Field': {} });

  test.each([
    ['Technicians/Helpdesc', [], 'Technicians/Helpdesk'],
    ['Technicians/Help desk/Tier 1', [], 'Technicians/Helpdesk'],
    ['Technicians/Helpdesk/Tier1', [], 'Technicians/Helpdesk/Tier 1'],
    ['Technicians/Helpdesk/Tier 2', [], null],
    ['Technicians/Helpdesk', [], null],
    ['Technicians/Helpdesc', ['Technicians/Helpdesk'], null],
  ])('%s (others: %j) is a warning with %s', (rescueGroup, others, similar) => {
    const { settings, directory } = reading(rescueGroup, ...others);

    const { plan } = planOf(settings, directory, account);

    const found = plan.notices.filter(({ code }) => code === 'GROUP_SIMILAR');
    expect(found).toMatchObject(
      similar === null
        ? []
        : [{ severity: 'warning', line: 10, text: expect.stringContaining(`similar: ${similar}.`) }],
    );
  });

  test('may also be a mirrored one', () => {
    const mappings = [mapping('Red', 'Technicians/Helpdesk')];
    const directory = readingOf({ groups: { Red: ['@Tier1'], Tier1: ['ada'] } }, mappings);

    const { plan } = planOf(settingsOf(mappings), directory, account);

    expect(plan.notices.map(({ code }) => code)).toContain('GROUP_SIMILAR');
  });
});
