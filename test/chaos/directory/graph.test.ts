import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../src/core/model.ts';
import { type GraphFaultKind, graphFaultKinds } from '../../../src/sandbox/graph/index.ts';
import { groupId } from '../../core/builders.ts';
import { closeAll } from '../../directory/entra/fixture.ts';
import { TENANT } from '../../sandbox/graph/world.ts';
import { type Company, newCompany } from './company.ts';
import { calmGraphPlan, graphRefs, type GraphStage, graphTrial, newGraphStage } from './graph-trial.ts';
import { findingsOf, type Trial } from './trial.ts';

/** Whatever happens between adsync and Graph, at whatever place: nobody is disabled or moved for it. */

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

let stage: GraphStage;
const companies = new Map<Mapped, Company>();
const calm = new Map<Mapped, Plan>();

beforeAll(async () => {
  stage = await newGraphStage();
  for (const mapped of Object.keys(MAPPED) as Mapped[]) {
    const company = graphRefs(newCompany(MAPPED[mapped]));
    companies.set(mapped, company);
    calm.set(mapped, await calmGraphPlan(stage, company));
  }
});

afterAll(closeAll);

function trial(place: PlaceName, kind: GraphFaultKind, nth: number | null): Promise<Trial> {
  const { mapped, path } = PLACES[place];
  const [company, plan] = [companies.get(mapped), calm.get(mapped)];
  if (company === undefined || plan === undefined) throw new Error(`nothing is known of ${mapped}`);
  return graphTrial(stage, company, [{ kind, path, ...(nth !== null && { nth }) }], { calm: plan, goOn: true });
}

const cases = Object.entries(PLACES).flatMap(([place, { kinds }]) =>
  kinds.map((kind) => [kind, place as PlaceName] as const),
);

test('the undisturbed plan has disables and moves of every sort', () => {
  const plan = calm.get('several');

  expect(plan?.directory.complete).toBe(true);
  expect(plan?.summary).toMatchObject({ create: 10, move: 3, held: 0 });
});

describe('once', () => {
  // What Graph forbids and what the authority says is not asked for again.
  const passing = cases.filter(([kind, place]) => kind !== 'forbidden' && place !== 'the request for a token');
  // Half of them here, to save time; random ones of all in the long run.
  const half = passing.filter((_, index) => index % 2 === 0);

  test.each(half)('%s in %s does no harm', async (kind, place) => {
    const done = await trial(place, kind, 1);

    expect(findingsOf([done])).toEqual([]);
    expect(done.struck).toBe(1);
    expect(done.outcome).toMatchObject({ kind: 'planned', reading: { kind: 'complete' } });
  });
});

describe('again and again', () => {
  test.each(cases)('%s in %s disables and moves nobody', async (kind, place) => {
    const done = await trial(place, kind, null);

    expect(findingsOf([done])).toEqual([]);
    expect(done.struck).toBeGreaterThan(0);
  });
});
