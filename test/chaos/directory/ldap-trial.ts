import { rescueFile } from '../../targets/rescue/planner/builders.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { type FakeAnswer, type FakeDc, type FakeEntry, startFakeDc, type Upset } from '../../directory/ldap/fake-dc.ts';
import type { Company } from './company.ts';
import { spoils, upsets } from './ldap-faults.ts';
import { entriesOf, ldapReader } from './ldap-directory.ts';
import { type LdapStage, stageOf } from './ldap-stages.ts';
import { type Expectation, findingsIn, outcomeOf, planned } from './outcome.ts';
import type { Trial } from './trial.ts';
import { IMPATIENCE, PATIENCE } from '../../patience.ts';

/** One fault of a domain controller: what, where in the reading, and how often it strikes there. */
export interface LdapFault {
  readonly kind: string;
  readonly stage: LdapStage;
  /** Which request of that stage is struck, counted from 1 among those it can strike; 'all' = every one. */
  readonly nth: number | 'all';
}

/** The directory becomes another one before the first request of a stage is answered. */
export interface UnderWay {
  readonly stage: LdapStage;
  readonly entries: readonly FakeEntry[];
}

/** So little at a time that a company of a few dozen has pages and ranges. */
export const SMALL_STEPS = { maxPageSize: 5, maxValRange: 4 } as const;

/** The plan that is made where nothing goes wrong. */
export async function calmPlan(company: Company, entries = entriesOf(company)): Promise<Plan> {
  const dc = await startFakeDc({ entries, ...SMALL_STEPS });
  try {
    return planned(await outcomeOf(company, ldapReader([urlOf(dc)])));
  } finally {
    await dc.close();
  }
}

/** Reads and plans while faults strike. */
export async function ldapTrial(
  company: Company,
  faults: readonly LdapFault[],
  expected: Omit<Expectation, 'mappings'>,
  under: UnderWay | null = null,
): Promise<Trial> {
  const seen: LdapStage[] = [];
  const name = [...faults.map(nameOf), ...(under === null ? [] : [`before ${under.stage}`])].join(' and ');
  const chances = new Map<LdapFault, number>();
  let struck = 0;
  let entries = entriesOf(company);
  function isDue(fault: LdapFault): boolean {
    const number = (chances.get(fault) ?? 0) + 1;
    chances.set(fault, number);
    const due = fault.nth === 'all' || fault.nth === number;
    if (due) struck += 1;
    return due;
  }
  function upsetAt(stage: LdapStage): Upset | null {
    for (const fault of faults) {
      const upset = fault.stage === stage ? upsets[fault.kind] : undefined;
      if (upset !== undefined && isDue(fault)) return upset;
    }
    return null;
  }
  function spoiltAt(stage: LdapStage | undefined, ordinary: FakeAnswer): FakeAnswer {
    let answer = ordinary;
    for (const fault of faults) {
      const spoilt = fault.stage === stage ? spoils[fault.kind]?.spoil(answer) : undefined;
      if (spoilt !== undefined && spoilt !== answer && isDue(fault)) answer = spoilt;
    }
    return answer;
  }
  const dc = await startFakeDc({
    ...SMALL_STEPS,
    onSearch(search) {
      const stage = stageOf(search, seen);
      seen.push(stage);
      return upsetAt(stage);
    },
    entriesAt() {
      if (under !== null && seen.at(-1) === under.stage) entries = under.entries;
      return entries;
    },
    spoil: (answer) => spoiltAt(seen.at(-1), answer),
  });
  try {
    const silent = faults.some(({ kind }) => upsets[kind] === 'hang');
    const read = ldapReader([urlOf(dc)], { request: silent ? IMPATIENCE : PATIENCE });
    const outcome = await outcomeOf(company, read);
    const findings = findingsIn(outcome, { ...expected, mappings: rescueFile(company.settings).rescue.mappings });
    return { name, outcome, struck, findings };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, outcome: null, struck, findings: [`a bug: ${text}`] };
  } finally {
    await dc.close();
  }
}

function nameOf({ kind, stage, nth }: LdapFault): string {
  return `${kind} at ${stage} (${nth === 'all' ? 'again and again' : `request ${nth}`})`;
}

export function urlOf({ port }: FakeDc): string {
  return `ldap://127.0.0.1:${port}`;
}
