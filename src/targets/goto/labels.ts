import { linkWords } from '../../plan/view/fields.ts';
import type { Labels } from '../../plan/view/labels.ts';
import { compareHeadings } from './planner/tallies.ts';

/** What outputs call the things of a GoTo account. Products are called as the file calls them. */
export const GOTO_LABELS: Labels = {
  account: 'GoTo account',
  group: 'rule',
  groupKey: 'rules',
  operations: ['create', 'update', 'grant', 'revoke', 'resume', 'suspend'],
  changesGroups: false,
  fields: [
    { field: 'products', label: 'products', ofNew: true },
    { field: 'role', label: 'role', ofNew: true },
    { field: 'userGroup', label: 'user group', ofNew: true },
    { field: 'firstName', label: 'first name' },
    { field: 'lastName', label: 'last name' },
    { field: 'email', label: 'e-mail' },
    { field: 'language', label: 'language', ofNew: true },
    { field: 'attributes', label: 'custom attributes', ofNew: true },
    { field: 'link', label: 'link', words: linkWords },
  ],
  roles: { user: 'user' },
  budgets: {
    heading: 'Licences in use',
    unit: 'licences',
    setting: 'goto.products',
    names: {},
  },
  protect: 'goto.protect',
  meanings: {
    createGroup: 'user groups are made in the Admin Center, so there is none',
    update: 'users whose role, user group, name, e-mail address, custom attributes or link changes',
  },
  compareGroups: compareHeadings,
};
