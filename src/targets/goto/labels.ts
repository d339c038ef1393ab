import type { Value } from '../../plan/model.ts';
import { linkWords } from '../../plan/view/fields.ts';
import type { Labels, Placed, Places } from '../../plan/view/labels.ts';
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
  tree: { title: 'Products', unit: 'seats', numbers: 'budgets', places: placesOf, pathOf: (name) => [name] },
  protect: 'goto.protect',
  meanings: {
    createGroup: 'user groups are made in the Admin Center, so there is none',
    update: 'users whose role, user group, name, e-mail address, custom attributes or link changes',
  },
  compareGroups: compareHeadings,
};

/** A user stands in each product that it holds. A change of something else says nothing of products. */
function placesOf({ before, after }: Placed): Places {
  return { before: productsOf(before?.['products']), after: productsOf(after['products']) };
}

function productsOf(value: Value | undefined): string[][] {
  return typeof value === 'object' && value !== null ? value.map((name) => [name]) : [];
}
