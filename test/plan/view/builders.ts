import { summaryOf } from '../../../src/plan/summary.ts';
import type { Labels } from '../../../src/plan/view/labels.ts';
import type { Row } from '../../../src/plan/view/rows.ts';
import type { PlannedTarget } from '../../../src/plan/view/targets.ts';

/** Words and rows that belong to no target that there is: the view must not need one. */

/** Groups are sorted by their length, so that no other order can be taken for it. */
export const LABELS: Labels = {
  account: 'Toy account',
  group: 'Toy group',
  groupKey: 'toyGroup',
  operations: ['create', 'update', 'move', 'enable', 'disable'],
  changesGroups: true,
  fields: [
    { field: 'name', label: 'called' },
    { field: 'rules', label: 'rules', ofNew: true },
    { field: 'switch', label: 'switch', ofNew: true },
    { field: 'link', label: 'tie', words: (to, from, kind) => `${kind}: ${String(from)} to ${String(to)}` },
  ],
  roles: { player: 'player of toys' },
  budgets: {
    heading: 'Seats in use',
    unit: 'seats',
    setting: 'toy.seats',
    names: { seats: 'seats at the table' },
  },
  protect: 'toy.protect',
  meanings: { createGroup: 'new toy groups', update: 'users who get other toys' },
  compareGroups: (a, b) => a.length - b.length,
};

export function target(id: string, given: Partial<PlannedTarget> = {}): PlannedTarget {
  return {
    id,
    type: 'toy',
    summary: summaryOf([], [], { unchanged: 0, leaversLeft: 0 }),
    account: '1',
    organization: 'Toys',
    url: 'https://toys.example',
    labels: LABELS,
    budgets: [],
    tallies: [],
    ...given,
  };
}

/** A row; its name is its id unless given. */
export function row(id: string, given: Partial<Row> = {}): Row {
  return {
    id,
    target: 'toy',
    kind: 'user',
    operation: 'update',
    ends: given.operation === 'disable' || given.operation === 'suspend',
    does: 'update',
    name: id,
    email: `${id}@corp.example`,
    group: 'A',
    from: null,
    standsIn: 'A',
    section: 'group',
    differences: [],
    status: null,
    why: '',
    line: null,
    where: null,
    role: 'player of toys',
    held: null,
    approvalIds: [],
    letThrough: false,
    blocked: false,
    risk: [],
    approval: '',
    ...given,
  };
}

/** A row of the held set of this id. */
export function held(id: string, set: string, limit = 'limits.disable'): Row {
  return row(id, { section: 'held', held: { id: set, limit } });
}
