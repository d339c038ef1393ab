import { describe, expect, test } from '@jest/globals';
import { accountOf, type DirectoryLiteral, mapping, planOf, readingOf, settingsOf } from './builders.ts';

const MAPPINGS = [
  mapping('Day', 'Technicians/Day', { line: 10 }),
  mapping('Night', 'Technicians/Night', { line: 20 }),
  mapping('All', 'Technicians/All', { line: 30 }),
];

function alsoMapped(groups: DirectoryLiteral['groups']) {
  const { plan } = planOf(settingsOf(MAPPINGS), readingOf({ groups }, MAPPINGS), accountOf({}));
  return plan.notices.filter(({ code }) => code === 'IN_TWO_MAPPINGS');
}

function people(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${String(index).padStart(2, '0')}`);
}

describe('people of several mappings', () => {
  test('up to twenty of one directory group get a notice each', () => {
    const day = people(20, 'p');
    const notices = alsoMapped({ Day: day, Night: ['x'], All: [...day, 'y'] });
    expect(notices).toHaveLength(20);
    expect(notices[0]).toEqual({
      code: 'IN_TWO_MAPPINGS',
      severity: 'info',
      text: 'P00 is also a member of All; the mapping at line 10 comes first and keeps them.',
      subject: 'CN=p00',
      line: 30,
    });
  });

  test('more get one together, which counts them by the lines that keep them and names all', () => {
    const [day, night] = [people(20, 'p'), people(2, 'q')];
    const notices = alsoMapped({ Day: day, Night: night, All: [...day, ...night, 'y'] });
    expect(notices).toEqual([
      {
        code: 'IN_TWO_MAPPINGS',
        severity: 'info',
        text: '22 people of All are also members of directory groups whose mappings come first and keep them: line 10 keeps 20, line 20 keeps 2. They are: P00, P01, P02, P03, P04, P05, P06, P07, P08, P09, 12 more.',
        subject: 'All',
        names: [...day, ...night].map((word) => `CN=${word}`),
        line: 30,
      },
    ]);
  });

  test('a disabled person is not among them', () => {
    const day = people(21, 'p');
    const literal = {
      groups: { Day: day, Night: ['x'], All: [...day, 'y'] },
      people: { p00: { state: 'disabled' as const } },
    };
    const { plan } = planOf(settingsOf(MAPPINGS), readingOf(literal, MAPPINGS), accountOf({}));
    expect(plan.notices.filter(({ code }) => code === 'IN_TWO_MAPPINGS')).toHaveLength(20);
  });
});
