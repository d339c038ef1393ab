/** A promise about speed or memory: what docs/PERFORMANCE.md and the bench list, in this order. */
export const TARGETS = [
  ['file-unchanged', 'plan from file, 998,001 memberships, unchanged', '≤ 4 × bare pass, ≤ 800 MiB'],
  ['file-new', 'the same, everybody new', '≤ 5 × bare pass, ≤ 1,024 MiB'],
  ['file-renamed', 'the same, 1 % renamed', '≤ 5 × bare pass, ≤ 1,024 MiB'],
  ['file-growth', 'growth from 99,900 to 998,001 memberships', 'exponent ≤ 1.05'],
  ['file-50000', 'plan from file, 50,000 people in 51 groups, unchanged', '≤ 3 s, ≤ 350 MiB'],
  ['planner-alone', 'planner alone, 50,000 unchanged', '≤ 0.5 s'],
  ['ldap-20000', 'LDAP, 20,000 people in 40 groups', '≤ 1.5 × ldapsearch, ≤ 150 MiB'],
  ['ldap-99900', 'LDAP, 99,900 people in 100 groups', '≤ 2 × ldapsearch, ≤ 350 MiB, ≤ 120 requests'],
  ['creates-1', 'apply, 1,000 creates in 1 group at 50 ms', '≥ 90 % of the rate of a bare client, ≤ 3 requests each'],
  ['creates-40', 'the same in 40 groups', '≥ 90 %, ≤ 3 requests each'],
  ['creates-500', 'the same in 500 groups', '≥ 90 %, ≤ 3 requests each'],
  ['updates', 'apply, 1,000 updates at 50 ms', '≥ 95 % of the rate of a bare client'],
  ['creates-growth', 'apply, 1,000 to 10,000 creates at 0 ms', 'exponent ≤ 1.1'],
  ['creates-rate', 'apply, 10,000 creates at 0 ms', '≥ 90 % of 1,000 requests/s'],
  ['changed-users', 'plan, 1,000 changed users at 50 ms', '≥ 90 % of the rate of a bare client, ≤ 1 request each'],
  ['graph-999', 'Graph, 999 groups of 10', '≤ 55 POSTs'],
  ['output-json', '100,000 changes, `--json`, beyond the plan', '≤ 150 MiB'],
  ['output-out', '100,000 changes, `--out`, beyond the plan', '≤ 150 MiB'],
  ['output-excel', '100,000 changes, `--excel`, beyond the plan', '≤ 150 MiB'],
  ['output-markdown', '100,000 changes, `--markdown`, beyond the plan', '≤ 150 MiB'],
  ['output-html', '100,000 changes, `--html`, beyond the plan', '≤ 150 MiB'],
  ['help', '`--help` over an empty node', '≤ 25 ms more'],
  ['validate-3', '`validate`, 3 mappings', '≤ 0.12 s'],
  ['validate-999', '`validate`, 999 mappings', '≤ 0.35 s'],
] as const;

export type TargetName = (typeof TARGETS)[number][0];

/** How the code of today fares with one of them. */
export interface Verdict {
  readonly name: TargetName;
  /** The figure, in words. */
  readonly figure: string;
  readonly met: boolean;
}
