import { compareText, fold, foldPath } from '../../core/text.ts';
import { linkWords } from '../../plan/view/fields.ts';
import type { Labels, Placed, Places } from '../../plan/view/labels.ts';
import { parsePath } from '../../core/path.ts';
import { ROLE_NAMES } from './planner/roles.ts';

/** What outputs call the things of a Rescue account. */
export const RESCUE_LABELS: Labels = {
  account: 'Rescue account',
  group: 'Rescue group',
  groupKey: 'rescueGroup',
  operations: ['create', 'update', 'move', 'enable', 'disable'],
  changesGroups: true,
  fields: [
    { field: 'name', label: 'name' },
    { field: 'email', label: 'e-mail' },
    { field: 'ssoId', label: 'SSO id', ofNew: true },
    { field: 'mobile', label: 'mobile add-on', ofNew: true },
    { field: 'password', label: 'password', words: () => 'a new one is set' },
    { field: 'link', label: 'link', words: linkWords },
    { field: 'leaves', label: 'leaves on' },
  ],
  roles: ROLE_NAMES,
  budgets: {
    heading: 'Licences in use',
    unit: 'licences',
    setting: 'rescue.licenses',
    names: { technicians: 'technicians', mobile: 'mobile add-ons' },
  },
  tree: { title: 'Organization tree', unit: 'enabled users', numbers: 'tallies', places: placesOf, pathOf: parsePath },
  protect: 'rescue.protect',
  meanings: {
    createGroup: 'groups of the organization tree that do not exist yet',
    update: 'users whose name, e-mail address, SSO id, add-on or link changes',
  },
  compareGroups,
};

/** The three roots as the Admin Center lists them. */
const ROOT_ORDER: readonly string[] = ['master administrators', 'administrators', 'technicians'];

/** The order of the organization tree: root by root, parents before children. */
function compareGroups(a: string, b: string): number {
  const one = parsePath(a);
  const two = parsePath(b);
  return rootRank(one) - rootRank(two) || compareText(foldPath(one), foldPath(two)) || compareText(a, b);
}

function rootRank([root = '']: readonly string[]): number {
  return ROOT_ORDER.indexOf(fold(root));
}

/** A user stands in one group; a new one stands nowhere before. */
function placesOf({ operations, group, before }: Placed): Places {
  return {
    before: operations.includes('create') ? [] : [parsePath(before?.group ?? group)],
    after: [parsePath(group)],
  };
}
