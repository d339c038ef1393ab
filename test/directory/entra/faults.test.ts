import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import type { DirectoryReading } from '../../../src/core/model.ts';
import {
  type GraphFault,
  type GraphFaultKind,
  graphFaultKinds,
  type GraphTenant,
} from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, type Lab, newLab, plainReading } from './fixture.ts';

/** Whatever happens between adsync and Graph: everything is read, or it is said that it was not. */

/** Faults of a page of a list; the last two are people who come and go meanwhile. */
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

/** What is asked for, and which requests are struck by what. Each list comes in two pages, the first of them empty. */
const PLACES = {
  'a look-up by name': { wanted: ['Big'], path: '^GET /v1.0/groups\\?', kinds: [...OF_ANSWERS, ...OF_PAGES] },
  'a look-up by id': { wanted: [guid(900)], path: `^GET /v1.0/groups/${guid(900)}\\?`, kinds: OF_ANSWERS },
  'the first page of members': {
    wanted: [guid(900)],
    path: `${guid(900)}/members\\?(?!.*skiptoken)`,
    kinds: graphFaultKinds,
  },
  'the second page of members': {
    wanted: [guid(900)],
    path: `${guid(900)}/members\\?.*skiptoken`,
    kinds: graphFaultKinds,
  },
  'the members of a nested group': {
    wanted: [guid(900)],
    path: `${guid(901)}/members\\?`,
    kinds: [...OF_ERRORS, ...OF_PAGES],
  },
  'a batch': { wanted: ['Big', guid(902)], path: '^POST /v1.0/', kinds: OF_ANSWERS },
  'a look-up inside a batch': { wanted: ['Big', guid(902)], path: `^GET .*/${guid(902)}\\?`, kinds: OF_ERRORS },
  'a list inside a batch': {
    wanted: ['Big', guid(902)],
    path: `^GET .*/${guid(902)}/members\\?(?!.*skiptoken)`,
    kinds: [...OF_ERRORS, ...OF_PAGES, ...OF_MEMBERS],
  },
} as const;

type PlaceName = keyof typeof PLACES;

let tenant: GraphTenant;
let lab: Lab;

function fill(): void {
  tenant.users.length = 0;
  tenant.groups.length = 0;
  addGroup(tenant, 900, 'Big', [...addUsers(tenant, 12), guid(901)]);
  addGroup(tenant, 901, 'Inner', addUsers(tenant, 3, 20));
  addGroup(tenant, 902, 'Other', addUsers(tenant, 4, 30));
}

beforeAll(async () => {
  tenant = newTenant();
  lab = await newLab(tenant, { switches: { pages: 'withEmpty' } });
});

beforeEach(() => {
  fill();
  lab.sandbox.faults.length = 0;
});

afterAll(closeAll);

const settings = { timeouts: { request: 5000, throttled: 20_000 } };
const impatient = { timeouts: { request: 100, throttled: 20_000 } };
const undisturbed = new Map<PlaceName, Promise<DirectoryReading>>();

/** What is read where nothing happens. */
function expected(place: PlaceName): Promise<DirectoryReading> {
  const reading = undisturbed.get(place) ?? lab.read(PLACES[place].wanted);
  undisturbed.set(place, reading);
  return reading;
}

/** The reading, or the failure it ended with; makes sure that the fault struck. */
async function struck(place: PlaceName, fault: Omit<GraphFault, 'path'>): Promise<DirectoryReading | Failure> {
  const from = lab.sandbox.log.length;
  lab.sandbox.faults.push({ ...fault, path: PLACES[place].path });
  try {
    return await lab.read(PLACES[place].wanted, { settings: fault.kind === 'hang' ? impatient : settings });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  } finally {
    expect(lab.sandbox.log.slice(from).some((request) => request.fault === fault.kind)).toBe(true);
  }
}

/** A complete reading holds everybody who was there all the time, and is the undisturbed one unless people changed. */
function expectWhole(reading: DirectoryReading, whole: DirectoryReading, kind: GraphFaultKind): void {
  if (!OF_MEMBERS.includes(kind)) {
    expect(plainReading(reading)).toEqual(plainReading(whole));
    return;
  }
  const members = new Set(tenant.groups.flatMap((group) => group.members));
  const stayed = [...whole.people.keys()].filter((id) => members.has(id));
  expect(stayed.length).toBeGreaterThan(0);
  expect([...reading.people.keys()]).toEqual(expect.arrayContaining(stayed));
}

const cases = Object.entries(PLACES).flatMap(([place, { kinds }]) =>
  kinds.map((kind) => [kind, place as PlaceName] as const),
);

describe('once', () => {
  test.each(cases.filter(([kind]) => kind !== 'forbidden'))('%s in %s does no harm', async (kind, place) => {
    const whole = await expected(place);

    const reading = await struck(place, { kind, nth: 1 });

    expect(reading).toMatchObject({ kind: 'complete' });
    expectWhole(reading as DirectoryReading, whole, kind);
  });
});

describe('again and again', () => {
  test.each(cases)('%s in %s never makes people vanish silently', async (kind, place) => {
    const whole = await expected(place);

    const reading = await struck(place, { kind });

    if (reading instanceof Failure) {
      expect(reading.code).toMatch(/^ENTRA_/);
      expect(reading.advice).not.toBe('');
    } else if (reading.kind === 'complete') {
      expectWhole(reading, whole, kind);
    } else {
      const incomplete = reading.roots.filter((root) => root.kind === 'incomplete');
      expect(incomplete.map(({ code }) => code)).toEqual(incomplete.map(() => 'GROUP_READ_PARTLY'));
    }
  });

  test('a count that does not fit the members is settled by counting people and groups apart', async () => {
    const whole = await expected('the first page of members');
    lab.sandbox.faults.push({ kind: 'wrongCount', path: 'members\\?' });

    const reading = await lab.read([guid(900)]);

    expect(plainReading(reading)).toEqual(plainReading(whole));
    expect(lab.sandbox.log.some(({ path }) => path.endsWith('/members/microsoft.graph.user'))).toBe(true);
  });

  test('a count that does not fit the people either makes the group incomplete', async () => {
    lab.sandbox.faults.push({ kind: 'wrongCount', path: 'members' });

    const reading = await lab.read([guid(900)]);

    expect(reading.roots[0]).toMatchObject({
      kind: 'incomplete',
      code: 'GROUP_READ_PARTLY',
      text: expect.stringContaining('its list of members is not whole: 13 came, but there are 14, 3 times in a row'),
    });
  });

  test('answers that are of no use for one group out of many leave the others readable', async () => {
    addGroup(tenant, 903, 'Third', [guid(1)]);
    lab.sandbox.faults.push({ kind: 'error500', path: `${guid(902)}/members` });

    const reading = await lab.read([guid(900), guid(902), guid(903)], { settings });

    expect(reading.roots.map(({ kind }) => kind)).toEqual(['complete', 'incomplete', 'complete']);
  });

  test('answers that are of no use for three groups end the run', async () => {
    addGroup(tenant, 903, 'Third', [guid(1)]);
    addGroup(tenant, 904, 'Fourth', [guid(1)]);
    lab.sandbox.faults.push({ kind: 'error500', path: '90[234]/members' });

    const reading = lab.read([guid(900), guid(902), guid(903), guid(904)], { settings });

    await expect(reading).rejects.toMatchObject({
      code: 'ENTRA_UNAVAILABLE',
      message: expect.stringMatching(/HTTP 500, generalException.*request-id .*, 5 times in a row/),
    });
  });
});
