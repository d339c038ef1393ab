import type { Plan } from '../../../src/plan/model.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import type { GraphFault, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { type Lab, newLab, readOptions } from '../../directory/entra/fixture.ts';
import { newTenant } from '../../sandbox/graph/world.ts';
import { firstName, forRescue, rescueFile } from '../../targets/rescue/planner/builders.ts';
import type { Company } from './company.ts';
import { findingsIn, type Expectation, type Outcome, outcomeOf, planned } from './outcome.ts';
import type { Trial } from './trial.ts';
import { PATIENCE } from '../../patience.ts';

/** A tenant that is filled anew for each trial, behind a stand-in for Graph that gives lists in two pages. */
export interface GraphStage {
  readonly lab: Lab;
  readonly tenant: GraphTenant;
}

export async function newGraphStage(): Promise<GraphStage> {
  const tenant = newTenant();
  return { tenant, lab: await newLab(tenant, { switches: { pages: 'withEmpty' } }) };
}

/** How a mapping names its group in the file: by name, every second one by object id. */
export function graphRefs(company: Company): Company {
  const { rescue } = rescueFile(company.settings);
  const ids = new Map([...company.content.groups.values()].map(({ id, name }) => [name, id as string]));
  const mappings = rescue.mappings.map((mapping) => {
    const name = firstName(mapping);
    return { ...mapping, parts: [{ directoryGroup: mapping.line % 2 === 0 ? name : (ids.get(name) ?? name) }] };
  });
  return { ...company, settings: { ...company.settings, ...forRescue({ ...rescue, mappings }) } };
}

function fill(tenant: GraphTenant, { content }: Company): void {
  tenant.users.length = 0;
  tenant.groups.length = 0;
  for (const { id, name, mail, upn, state } of content.people.values()) {
    const userPrincipalName = upn ?? `${id}@corp.example`;
    tenant.users.push({ id, displayName: name, userPrincipalName, mail, accountEnabled: state === 'enabled' });
  }
  for (const { id, name, people, groups } of content.groups.values()) {
    const members = [...people, ...groups];
    tenant.groups.push({ id, displayName: name, securityEnabled: true, mailEnabled: false, members });
  }
}

/** The plan that is made where nothing goes wrong. */
export async function calmGraphPlan(stage: GraphStage, company: Company): Promise<Plan> {
  fill(stage.tenant, company);
  stage.lab.sandbox.faults.length = 0;
  return planned(await read(stage, company, PATIENT));
}

const PATIENT = { request: PATIENCE, throttled: 20_000 };
const IMPATIENT = { request: 500, throttled: 20_000 };

function read({ lab }: GraphStage, company: Company, timeouts: typeof PATIENT): Promise<Outcome> {
  const directory = openEntra(lab.settings({ timeouts }), {}, lab.world);
  return outcomeOf(company, (wanted) => directory.read(wanted, readOptions()));
}

/** Reads and plans while faults strike. Where they change the tenant, its plan afterwards counts as well. */
export async function graphTrial(
  stage: GraphStage,
  company: Company,
  faults: readonly GraphFault[],
  expected: Pick<Expectation, 'calm' | 'goOn'>,
): Promise<Trial> {
  const { lab, tenant } = stage;
  const name = faults
    .map(({ kind, path, nth }) => `${kind} in ${path ?? ''} (${String(nth ?? 'always')})`)
    .join(' and ');
  fill(tenant, company);
  const from = lab.sandbox.log.length;
  lab.sandbox.faults.splice(0, Infinity, ...faults);
  const struck = (): number => lab.sandbox.log.slice(from).filter(({ fault }) => fault !== null).length;
  try {
    const outcome = await read(stage, company, faults.some(({ kind }) => kind === 'hang') ? IMPATIENT : PATIENT);
    const times = struck();
    lab.sandbox.faults.length = 0;
    const moving = faults.some(({ kind }) => kind.startsWith('member'));
    const after = moving ? planned(await read(stage, company, PATIENT)) : expected.calm;
    const { mappings } = rescueFile(company.settings).rescue;
    return {
      name,
      outcome,
      struck: times,
      findings: findingsIn(outcome, { ...expected, mappings, after, exact: !moving }),
    };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, outcome: null, struck: struck(), findings: [`a bug: ${text}`] };
  }
}
