import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/plan/model.ts';
import { accountOf, lines, mapping, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

const EARLY = mapping('Early', 'Technicians/A');
const LATE = mapping('Late', 'Technicians/B', { line: 20 });
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 30 });

function of(changes: readonly Change[], name: string): Change {
  const found = changes.find((change) => change.name === name);
  if (found === undefined) throw new Error(`no change of ${name}`);
  return found;
}

describe('changes are made in this order', () => {
  test('groups, disables, changes of those who are there, new administrators, technicians who take a seat', () => {
    const all = [EARLY, LATE, LEADS];
    const reading = readingOf(
      {
        groups: { Early: ['ann', 'bea'], Late: ['cy', 'dan', '@Night'], Night: ['eve'], Leads: ['liz', 'max'] },
        people: { cy: { name: 'Cy New' }, max: { name: 'Max New' } },
      },
      all,
    );
    const account = accountOf({
      'Technicians/A': { bea: { link: 'bea', enabled: false } },
      'Technicians/B': { cy: { link: 'cy' }, gone: { link: 'gone' } },
      'Administrators/Leads': { max: { link: 'max' } },
    });

    const { plan } = planOf(settingsOf(all), reading, account);

    expect(lines(plan)).toEqual([
      'create group Technicians/B/Night MIRRORED',
      'disable gone@corp.example in Technicians/B (status) LEFT',
      'update max@corp.example in Administrators/Leads (name) DIFFERS',
      'update cy@corp.example in Technicians/B (name) DIFFERS',
      'create liz@corp.example in Administrators/Leads MEMBER_OF',
      'create ann@corp.example in Technicians/A MEMBER_OF',
      'enable bea@corp.example in Technicians/A (status) MEMBER_OF',
      'create dan@corp.example in Technicians/B MEMBER_OF',
      'create eve@corp.example in Technicians/B/Night MEMBER_OF',
    ]);
  });
});

describe('a change needs', () => {
  test('the group it happens in, and that group the one above it', () => {
    const reading = readingOf({ groups: { Early: ['ann', '@Night'], Night: ['eve'] } }, [EARLY]);

    const { changes } = planOf(settingsOf([EARLY]), reading, accountOf({})).plan;

    expect(of(changes, 'A').needs).toEqual([]);
    expect(of(changes, 'Night').needs).toEqual([of(changes, 'A').id]);
    expect(of(changes, 'Ann').needs).toEqual([of(changes, 'A').id]);
    expect(of(changes, 'Eve').needs).toEqual([of(changes, 'Night').id]);
  });

  test('whoever gives the address up, and nothing else of theirs', () => {
    const people = { ann: { mail: 'ann.new@corp.example' }, bea: { mail: 'ann@corp.example' } };
    const reading = readingOf({ groups: { Early: ['ann', 'bea', 'cy'] }, people }, [EARLY]);
    const account = accountOf({ 'Technicians/A': { ann: { link: 'ann' }, bea: { link: 'bea' } } });

    const { changes } = planOf(settingsOf([EARLY]), reading, account).plan;

    expect(of(changes, 'Ann').needs).toEqual([]);
    expect(of(changes, 'Bea').needs).toEqual([of(changes, 'Ann').id]);
    expect(of(changes, 'Cy').needs).toEqual([]);
  });

  test('several others in the order of their ids', () => {
    const people = { ann: { mail: 'ann.new@corp.example' }, bea: { mail: 'ann@corp.example' } };
    const reading = readingOf({ groups: { Early: ['ann', '@Night'], Night: ['bea'] }, people }, [EARLY]);
    const account = accountOf({ 'Technicians/A': { ann: { link: 'ann' }, bea: { link: 'bea' } } });

    const { changes } = planOf(settingsOf([EARLY]), reading, account).plan;

    expect(of(changes, 'Bea').needs).toEqual([of(changes, 'Night').id, of(changes, 'Ann').id].sort());
  });
});
