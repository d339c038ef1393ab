import { describe, expect, test } from '@jest/globals';
import { KEYS, noticesOf, propose, rule, SALES, type Situation } from './builders.ts';

const ada: Situation['directory'] = { groups: { Sales: ['ada'] } };
const manager = (userGroups: readonly string[]): Situation['rules'] => [
  rule('Sales', { role: { kind: 'manager', permissions: ['MANAGE_USERS'], userGroups } }),
];

describe('what the account does not have is an error with its line, and nothing is planned', () => {
  test.each<[what: string, situation: Situation, notice: string]>([
    [
      'a licence key that was copied wrongly',
      {
        rules: [SALES],
        directory: ada,
        settings: { products: [{ name: 'Meeting', licence: KEYS.Meeting.replace('00', '0'), line: 3 }] },
      },
      `LICENCE_UNKNOWN (line 3): The account has no licence with the key ${KEYS.Meeting.replace('00', '0')} (Meeting), so nothing is planned for it. Similar: ${KEYS.Meeting} (Meeting), ${KEYS.Connect} (Connect), ${KEYS.Webinar} (Webinar). Correct the key.`,
    ],
    [
      'a custom role',
      {
        rules: [rule('Sales', { role: { kind: 'custom', name: 'Help desk' } })],
        directory: ada,
        account: { roleSets: ['Helpdesk', 'Billing'] },
      },
      'CUSTOM_ROLE_UNKNOWN (line 10): The account has no custom role "Help desk", so nothing is planned for it. Similar: Helpdesk. Correct role.custom.',
    ],
    [
      'a user group',
      {
        rules: [rule('Sales', { products: ['Meeting'], userGroup: 'West' })],
        directory: ada,
        account: { groups: ['North', 'South'] },
      },
      'USER_GROUP_UNKNOWN (line 10): The account has no user group "West", so nothing is planned for it. It has: North, South. Correct the name; where several groups have it, write the path from the top with a slash before it (/North/Sales).',
    ],
    [
      'a user group of a manager, in an account without any',
      { rules: manager(['West']), directory: ada },
      'USER_GROUP_UNKNOWN (line 10): The account has no user group "West", so nothing is planned for it. It has none at all. Correct the name; where several groups have it, write the path from the top with a slash before it (/North/Sales).',
    ],
    [
      'a name that two groups have',
      { rules: manager(['East']), directory: ada, account: { groups: ['North/East', 'South/East'] } },
      'USER_GROUP_UNKNOWN (line 10): The account has 2 of the user group "East", so nothing is planned for it. Correct the name; where several groups have it, write the path from the top with a slash before it (/North/Sales).',
    ],
    [
      'a custom attribute',
      {
        rules: [SALES],
        directory: ada,
        account: { attributes: ['department'] },
        settings: { attributes: [{ name: 'Department', from: 'department', line: 8 }] },
      },
      'ATTRIBUTE_UNKNOWN (line 8): The account has no custom attribute "Department", so nothing is planned for it. Similar: department. Correct the name (capitals count), or create it.',
    ],
    [
      'a domain that nobody has',
      { rules: [SALES], directory: ada, settings: { domains: ['corp.example', 'copr.example'], domainLines: [5, 6] } },
      'DOMAIN_UNKNOWN (line 6): Neither a user of the account nor a person of the directory has an address of copr.example, so nothing is planned for the account. Similar: corp.example. Correct goto.domains.',
    ],
  ])('%s', (_what, situation, notice) => {
    const plan = propose(situation);

    expect(noticesOf(plan)).toEqual([notice]);
    expect(plan.notices.map(({ severity }) => severity)).toEqual(['error']);
    expect(plan.changes).toEqual([]);
    expect(plan.complete).toBe(false);
  });
});

test('a group may be named by its path, in any capitals', () => {
  const plan = propose({
    rules: [rule('Sales', { products: ['Meeting'], userGroup: 'north/EAST' })],
    directory: ada,
    account: { groups: ['North/East', 'South/East'] },
  });

  expect(plan.changes[0]?.after.userGroup).toBe('North/East');
});

test('a domain may be new to the account where people of the directory have it', () => {
  const plan = propose({
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'ada@new.example' } } },
    account: { users: { eve: {} } },
    settings: { domains: ['corp.example', 'new.example'] },
  });

  expect(plan.changes).toHaveLength(1);
});
