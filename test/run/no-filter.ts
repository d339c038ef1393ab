import type { ActivityFilter } from '../../src/run/activity-filter.ts';

/** Lets every change through. */
export const NO_FILTER: ActivityFilter = {
  people: [],
  operations: [],
  kinds: [],
  statuses: [],
  targets: [],
  since: null,
  until: null,
};
