import type { Plan } from '../../../src/plan/model.ts';
import { type GraphFaultKind, graphFaultKinds } from '../../../src/sandbox/graph/index.ts';
import { groupId } from '../../targets/rescue/planner/builders.ts';
import { TENANT } from '../../sandbox/graph/world.ts';
import { type Company, newCompany } from './company.ts';
import { calmGraphPlan, graphRefs, type GraphStage, graphTrial } from './graph-trial.ts';
import type { Trial } from './trial.ts';

/** Every fault at every place of a reading of Graph: for the tests, and in turn for the long run. */

/** Faults of a page of a list; then people who come and go meanwhile. */
const OF_PAGES: readonly GraphFaultKind[] = [
  'noValue',
  'emptyPage',
  'duplicateMember',
  'repeatedLink',
  'foreignLink',
  'lostLink',
  'wrongCount',
];
const OF_MEMBERS: readonly GraphFaultKind[] = ['memberAdded', 'memberRemoved'];
const OF_ERRORS: readonly GraphFaultKind[] = [
  'error500',
  'error503',
  'error504',
  'throttled',
  'unauthorized',
  'forbidden',
  'gone',
  'expiredPageToken',
];
const OF_ANSWERS = graphFaultKinds.filter((kind) => ![...OF_PAGES, ...OF_MEMBERS].includes(kind));

const [LEADS, DESK, NIGHT, FIELD] = ['Leads', 'Desk', 'Night', 'Field'].map((name) => groupId(name));

/** Desk by id, the others by name. */
const MAPPED = { several: ['Leads', 'Desk', 'Field'], Leads: ['Leads'], Desk: ['Desk'] };

/**
 * Which requests are struck by what, and who is mapped: what is asked for one group comes alone, what is asked for
 * several comes in a batch. Each list comes in two pages, the first of them empty.
 */
const PLACES = {
  'the request for a token': { mapped: 'several', path: `^POST /${TENANT}/oauth2`, kinds: OF_ANSWERS },
  'a look-up by name': { mapped: 'Leads', path: '^GET /v1.0/groups\\?', kinds: [...OF_ANSWERS, ...OF_PAGES] },
  'a look-up by id': { mapped: 'Desk', path: `^GET /v1.0/groups/${DESK}\\?`, kinds: OF_ANSWERS },
  'the first page of members': {
    mapped: 'Leads',
    path: `${LEADS}/members\\?(?!.*skiptoken)`,
    kinds: graphFaultKinds,
  },
  'the second page of members': { mapped: 'Desk', path: `${DESK}/members\\?.*skiptoken`, kinds: graphFaultKinds },
  'the members of a nested group': { mapped: 'Desk', path: `${NIGHT}/members\\?`, kinds: [...OF_ERRORS, ...OF_PAGES] },
  'a batch': { mapped: 'several', path: '^POST /v1.0/', kinds: OF_ANSWERS },
  'a look-up by name inside a batch': { mapped: 'several', path: '^GET .*Field', kinds: [...OF_ERRORS, ...OF_PAGES] },
  'a look-up by id inside a batch': { mapped: 'several', path: `^GET .*/${DESK}\\?`, kinds: OF_ERRORS },
  'a list inside a batch': {
    mapped: 'several',
    path: `^GET .*/${FIELD}/members\\?(?!.*skiptoken)`,
    kinds: [...OF_ERRORS, ...OF_PAGES, ...OF_MEMBERS],
  },
} as const;

type PlaceName = keyof typeof PLACES;
type Mapped = keyof typeof MAPPED;

export type GraphCell = readonly [kind: GraphFaultKind, place: PlaceName];

export const graphCells: readonly GraphCell[] = Object.entries(PLACES).flatMap(([place, { kinds }]) =>
  kinds.map((kind) => [kind, place as PlaceName] as const),
);

/** Whether it is over when it was once: what Graph forbids and what the authority says is not asked for again. */
export function passes([kind, place]: GraphCell): boolean {
  return kind !== 'forbidden' && place !== 'the request for a token';
}

/** Who is mapped at the places, and what is planned for them undisturbed. */
export type Calm = Readonly<Record<Mapped, { readonly company: Company; readonly plan: Plan }>>;

export async function newCalm(stage: GraphStage): Promise<Calm> {
  async function calmOf(mapped: Mapped): Promise<Calm[Mapped]> {
    const company = graphRefs(newCompany(MAPPED[mapped]));
    return { company, plan: await calmGraphPlan(stage, company) };
  }
  return { several: await calmOf('several'), Leads: await calmOf('Leads'), Desk: await calmOf('Desk') };
}

/** @param nth which of the requests is struck; null = all of them */
export function tryCell(stage: GraphStage, calm: Calm, [kind, place]: GraphCell, nth: number | null): Promise<Trial> {
  const { mapped, path } = PLACES[place];
  const { company, plan } = calm[mapped];
  return graphTrial(stage, company, [{ kind, path, ...(nth !== null && { nth }) }], { calm: plan, goOn: true });
}
