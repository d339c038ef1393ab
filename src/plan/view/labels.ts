import type { GroupPath } from '../../core/path.ts';
import type { Change, Operation, Value } from '../model.ts';

/** What a target calls things, and the order in which people expect its groups. Outputs take every such word from here. */
export interface Labels {
  /** `Rescue account` */
  readonly account: string;
  /** `Rescue group` */
  readonly group: string;
  /** The key of an entry of the file that names the group it feeds: `rescueGroup`. */
  readonly groupKey: string;
  /** What it can do to a user. */
  readonly operations: readonly Operation[];
  /** Whether its plans create or rename groups of the account. */
  readonly changesGroups: boolean;
  /** The fields that a change may set, in the order in which they are listed. A field that is not here is not shown. */
  readonly fields: readonly FieldLabel[];
  /** Roles in words, by their names in the plan. */
  readonly roles: Readonly<Record<string, string>>;
  readonly budgets: BudgetLabels;
  readonly tree: TreeLabels;
  /** The setting that keeps adsync's hands off a user: `rescue.protect`. */
  readonly protect: string;
  /** What the counts of a plan stand for, where that differs from target to target. */
  readonly meanings: { readonly createGroup: string; readonly update: string };
  /** The order of groups, by the text that a change names them with. */
  readonly compareGroups: (a: string, b: string) => number;
}

export interface FieldLabel {
  /** Its name in `before` and `after`. */
  readonly field: string;
  /** `SSO id` */
  readonly label: string;
  /** Whether it is worth saying of a new user; a switch that is off never is. */
  readonly ofNew?: true;
  /** For a field whose value is not shown: what happens to it, in words. */
  readonly words?: (to: Value, from: Value | undefined, kind: Change['kind']) => string;
}

export interface BudgetLabels {
  /** `Licences in use` */
  readonly heading: string;
  /** What is counted: `licences` */
  readonly unit: string;
  /** The setting that says how many there are: `rescue.licenses` */
  readonly setting: string;
  /** Each budget in words, by its name in the plan: `mobile add-ons` */
  readonly names: Readonly<Record<string, string>>;
}

/** How a target arranges what its changes are about: in the groups of a tree, or by product. */
export interface TreeLabels {
  /** `Organization tree` */
  readonly title: string;
  /** What the numbers of a place count: `enabled users` */
  readonly unit: string;
  /** Which numbers of the plan these are; their names are those of places. */
  readonly numbers: 'tallies' | 'budgets';
  /** Where the user or group of a change stands before and after it. */
  readonly places: (change: Placed) => Places;
  /** The names of a place from the top downwards, by the text that a tally or budget names it with. */
  readonly pathOf: (name: string) => GroupPath;
}

/** What says where somebody stands. */
export type Placed = Pick<Change, 'operations' | 'group' | 'before' | 'after'>;

export interface Places {
  readonly before: readonly GroupPath[];
  readonly after: readonly GroupPath[];
}

/** The labels of the targets of a plan, by type: `rescue`. */
export type LabelsOf = (type: string) => Labels;
