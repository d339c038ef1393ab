import { describe, expect, test } from '@jest/globals';
import { type AccountLiteral, accountOf, HELPDESK, planOf, readingOf, settingsOf } from './builders.ts';

/** Each takes the address of the next. */
function turned(...words: readonly string[]): Record<string, { mail: string }> {
  return Object.fromEntries(
    words.map((word, index) => [word, { mail: `${words[(index + 1) % words.length] ?? ''}@corp.example` }]),
  );
}

function steps(
  words: readonly string[],
  people: Record<string, { mail: string }>,
  more: AccountLiteral = {},
): string[] {
  const reading = readingOf({ groups: { Helpdesk: words }, people }, [HELPDESK]);
  const users = Object.fromEntries(words.map((word) => [word, { link: word }]));
  const account = accountOf({ 'Technicians/Helpdesk': users, ...more });
  const { plan } = planOf(settingsOf([HELPDESK]), reading, account);
  return plan.changes.map(({ before, after }) => `${before?.email ?? ''} → ${after.email ?? ''}`);
}

describe('users who exchange addresses in a ring', () => {
  test('of three need one temporary address, and each step takes a free one', () => {
    const words = ['ada', 'bob', 'cy'];
    const taken = new Set(words.map((word) => `${word}@corp.example`));

    const made = steps(words, turned(...words));

    expect(made).toHaveLength(4);
    for (const step of made) {
      const [from = '', to = ''] = step.split(' → ');
      expect(taken.has(to)).toBe(false);
      taken.delete(from);
      taken.add(to);
    }
    expect(made.filter((step) => step.includes('adsync-'))).toHaveLength(2);
  });

  test('get a temporary address that no user has, whatever its case', () => {
    const bystanders: AccountLiteral = {
      'Technicians/Other': { one: { email: 'ADSYNC-105@corp.example' }, two: { email: 'adsync-105x@corp.example' } },
    };

    const made = steps(['ada', 'bob'], turned('ada', 'bob'), bystanders);

    expect(made).toEqual([
      'bob@corp.example → adsync-105xx@corp.example',
      'ada@corp.example → bob@corp.example',
      'adsync-105xx@corp.example → ada@corp.example',
    ]);
  });

  test('get a temporary address that nobody is about to take', () => {
    const words = ['ada', 'bob', 'new'];
    const people = { ...turned('ada', 'bob'), new: { mail: 'adsync-105@corp.example' } };
    const reading = readingOf({ groups: { Helpdesk: words }, people }, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    const emails = plan.changes.map(({ after }) => after.email);
    expect(emails).toContain('adsync-105x@corp.example');
    expect(emails.filter((email) => email === 'adsync-105@corp.example')).toHaveLength(1);
  });

  test('get a temporary address that nobody is still about to give up', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob', 'eve'] }, people: turned('ada', 'bob') }, [
      HELPDESK,
    ]);
    const users = {
      ada: { link: 'ada' },
      bob: { link: 'bob' },
      eve: { link: 'eve', email: 'adsync-105@corp.example' },
    };

    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf({ 'Technicians/Helpdesk': users }));

    const emails = plan.changes.map(({ after }) => after.email);
    expect(emails).toContain('adsync-105x@corp.example');
    expect(emails).not.toContain('adsync-105@corp.example');
  });

  test('are told apart: two rings get two temporary addresses, and who only follows gets none', () => {
    const people = { ...turned('ada', 'bob'), ...turned('cy', 'dan'), eve: { mail: 'fay@corp.example' } };

    const made = steps(['ada', 'bob', 'cy', 'dan', 'eve'], people);

    expect(made.filter((step) => /→ adsync-/.test(step))).toEqual([
      'bob@corp.example → adsync-105@corp.example',
      'dan@corp.example → adsync-107@corp.example',
    ]);
    expect(made).toContain('eve@corp.example → fay@corp.example');
    expect(made).toHaveLength(7);
  });
});
