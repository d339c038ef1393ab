import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../src/targets/rescue/planner/decide.ts';
import { assignmentsOf } from '../../../../src/targets/rescue/planner/assignments.ts';
import { linksOf } from '../../../../src/targets/rescue/planner/links.ts';
import { fedGroupsOf } from '../../../../src/targets/rescue/planner/fed-groups.ts';
import { treeOf } from '../../../../src/targets/rescue/planner/tree.ts';
import { type AccountLiteral, accountOf, type DirectoryLiteral, HELPDESK, readingOf, settingsOf } from './builders.ts';

/** The reasons that the users of an account have to be as they are to be, by e-mail. */
function reasons(directory: DirectoryLiteral, literal: AccountLiteral): Record<string, string> {
  const settings = settingsOf([HELPDESK]).rescue;
  const account = accountOf(literal).reading;
  const links = linksOf(account, null);
  const tree = treeOf(links.account);
  const assignments = assignmentsOf(settings, readingOf(directory, [HELPDESK]), tree);
  const decision = decide({
    settings,
    assignments,
    account: links.account,
    tree,
    links,
    fedGroups: fedGroupsOf(assignments.groups, tree, account.users, settings.mappings),
  });
  return Object.fromEntries(decision.wanted.map(({ email, reason }) => [email, reason.code]));
}

describe('about whom nothing is to be decided', () => {
  test.each<[string, DirectoryLiteral, AccountLiteral]>([
    [
      'a person without an address',
      { groups: { Helpdesk: ['ada'] }, people: { ada: { mail: null } } },
      { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    ],
    ['a user of no mapping', { groups: { Helpdesk: [] } }, { 'Technicians/Night': { ada: {} } }],
    [
      'a user who might be somebody of a half-read group',
      { groups: { Helpdesk: [] }, incomplete: ['Helpdesk'] },
      { 'Technicians/Helpdesk': { ada: { link: 'ada' } } },
    ],
  ])('%s stays as it is', (_name, directory, literal) => {
    expect(reasons(directory, literal)).toEqual({ 'ada@corp.example': 'UNTOUCHED' });
  });
});
