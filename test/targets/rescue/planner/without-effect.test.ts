import { describe, expect, test } from '@jest/globals';
import type { Notice } from '../../../../src/core/notice.ts';
import type { RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { accountOf, type DirectoryLiteral, HELPDESK, mapping, planOf, readingOf, settingsOf } from './builders.ts';

const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });

function notices(literal: DirectoryLiteral, fields: Partial<RescueSettings> = {}, mappings = [HELPDESK]): Notice[] {
  const account = accountOf({
    'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob', email: 'bob.old@corp.example' } },
  });
  const { plan } = planOf(settingsOf(mappings, fields), readingOf(literal, mappings), account);
  return plan.notices.filter(({ code }) => /^(PROTECT_UNUSED|MAPPING_)/.test(code));
}

describe('an entry of protect that no user has', () => {
  const people = { groups: { Helpdesk: ['ada', 'bob'] } };

  test.each([
    ['a typo', 'aad@corp.example', true],
    ['a pattern without a match', '*@partner.example', true],
    ['the address of a user, in any case', 'ADA@corp.example', false],
    ['a pattern with a match', '*@corp.example', false],
  ])('%s', (_, entry, unused) => {
    const found = notices(people, { protect: ['ada@corp.example', entry], protectLines: [7, 8] });

    expect(found.map(({ code, severity, line, subject }) => [code, severity, line, subject])).toEqual(
      unused ? [['PROTECT_UNUSED', 'warning', 8, entry]] : [],
    );
  });

  test('is said to be the address of a person, whom it does not protect', () => {
    const [notice] = notices(people, { protect: ['bob@corp.example'], protectLines: [7] });

    expect(notice?.text).toBe(
      'No user of the account has the address bob@corp.example, so the entry protects nobody. Bob has it in the directory, but protect looks at the addresses that users have in the account. Correct it, or remove it.',
    );
  });
});

describe('a mapping that feeds nobody', () => {
  test('because its directory group is empty is a note', () => {
    const [notice, ...others] = notices({ groups: { Helpdesk: ['ada', 'bob'], Night: ['@Inner'], Inner: [] } }, {}, [
      HELPDESK,
      NIGHT,
    ]);

    expect(notice).toMatchObject({ code: 'MAPPING_EMPTY', severity: 'info', line: 20, subject: 'Night' });
    expect(others).toEqual([]);
  });

  test('because earlier ones have all its people is a warning', () => {
    const [notice] = notices({ groups: { Helpdesk: ['ada', 'bob'], Night: ['bob', 'ada'] } }, {}, [HELPDESK, NIGHT]);

    expect(notice).toMatchObject({ code: 'MAPPING_SHADOWED', severity: 'warning', line: 20 });
    expect(notice?.text).toMatch(/^All 2 people of the directory group belong to mappings that come first/);
  });

  test('is no news where it has somebody, even one who is disabled, and where it was not read', () => {
    const one = {
      groups: { Helpdesk: ['ada', 'bob'], Night: ['bob', 'cy'] },
      people: { cy: { state: 'disabled' as const } },
    };

    expect(notices(one, {}, [HELPDESK, NIGHT])).toEqual([]);
    expect(notices({ groups: { Helpdesk: ['ada', 'bob'] } }, {}, [HELPDESK, NIGHT])).toEqual([]);
  });
});
