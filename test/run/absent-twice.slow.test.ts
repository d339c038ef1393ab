import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fingerprint, formatMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { PersonId } from '../../src/core/people.ts';
import { Failure } from '../../src/core/failure.ts';
import { openEntra } from '../../src/directory/entra/entra.ts';
import { type Made, madePlan } from '../targets/rescue/made-plan.ts';
import type { GraphTenant } from '../../src/sandbox/graph/index.ts';
import { sandboxNode } from '../../src/sandbox/index.ts';
import { lines, mapping, settingsOf } from '../targets/rescue/planner/builders.ts';
import { closeAll, type Lab, newLab } from '../directory/entra/fixture.ts';
import { addGroup, addUsers, guid, newTenant } from '../sandbox/graph/world.ts';
import { type Bench, DAY, testAccount, testSettings, withBench } from '../targets/rescue/support.ts';

/** Whoever is to be disabled for being absent was absent twice: groups are read one after the other. */

const [OUTER, INNER] = [guid(900), guid(901)];
let tenant: GraphTenant;
let lab: Lab;

beforeEach(async () => {
  tenant = newTenant();
  lab = await newLab(tenant);
  addGroup(tenant, 900, 'Outer', [...addUsers(tenant, 3), INNER]);
  addGroup(tenant, 901, 'Inner', addUsers(tenant, 2, 10));
});

afterEach(closeAll);

/** Everybody of the tenant has a linked, enabled technician in the right place. */
function account(): ReturnType<typeof testAccount> {
  const users = tenant.users.map(({ id, mail, displayName }, index) => {
    const name = displayName ?? id;
    const description = formatMarker({ person: id as PersonId, fingerprint: fingerprint(null, false) });
    return sandboxNode({ id: 500_000 + index, parent: DAY, type: 'Technician', name, email: mail ?? '', description });
  });
  const empty = testAccount();
  empty.nodes = [...empty.nodes.filter(({ type }) => type !== 'Technician'), ...users];
  return empty;
}

function withoutTen(): GraphTenant['users'] {
  return tenant.users.filter(({ id }) => id !== guid(10));
}

/** No question for a user is answered. */
function failUsers(): void {
  lab.sandbox.faults.push({ kind: 'error500', path: '/users/' });
}

async function plan({ target, sandbox }: Bench): Promise<Made> {
  const mappings = [mapping('Outer', 'Technicians/Day', { subgroups: 'flatten' })];
  const settings = { ...settingsOf(mappings, testSettings(sandbox.url, { mappings })), directory: lab.settings() };
  return await madePlan(settings, openEntra(lab.settings(), {}, lab.world), target);
}

/** Somebody edits groups each time right after the outer one was read, and before the inner one is. */
function afterOuter(act: (round: number) => void): void {
  const inner = group(INNER);
  let { members } = inner;
  let rounds = 0;
  Object.defineProperty(inner, 'members', {
    get() {
      const read = lab.sandbox.log.filter(({ path }) => path.endsWith(`/groups/${OUTER}/members`)).length;
      if (read > rounds) {
        rounds = read;
        act(rounds);
      }
      return members;
    },
    set(value: string[]) {
      members = value;
    },
  });
}

function group(id: string): GraphTenant['groups'][number] {
  const found = tenant.groups.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no group ${id}`);
  return found;
}

/** The first of the inner group moves to the outer one, just when that was read. */
function moveOnce(): void {
  afterOuter((round) => {
    if (round > 1) return;
    group(OUTER).members = [...group(OUTER).members, guid(10)];
    group(INNER).members = [guid(11)];
  });
}

test('one reading alone misses who moves to a group that was read before', async () => {
  moveOnce();

  const reading = await lab.read(['Outer']);

  expect(reading.kind).toBe('complete');
  expect(reading.people.has(guid(10) as PersonId)).toBe(false);
});

test('who is missing in one reading only is not disabled', async () => {
  await withBench({ account: account() }, async (bench) => {
    moveOnce();

    const { plan: made } = await plan(bench);

    expect(lines(made)).toEqual([]);
  });
});

test('who is missing twice is disabled', async () => {
  await withBench({ account: account() }, async (bench) => {
    group(INNER).members = [guid(11)];

    const { plan: made } = await plan(bench);

    expect(lines(made)).toEqual(['disable user10@corp.example in Technicians/Day (status) LEFT_GROUP']);
  });
});

test.each([
  [
    'gone: Graph has no such user',
    () => void tenant.users.splice(0, tenant.users.length, ...withoutTen()),
    'LEFT_DIRECTORY',
  ],
  ['where they are is not known while Graph fails', failUsers, 'LEFT'],
])('who is missing is %s', async (_, act, code) => {
  await withBench({ account: account() }, async (bench) => {
    group(INNER).members = [guid(11)];
    act();

    const { plan: made } = await plan(bench);

    expect(lines(made)).toEqual([`disable user10@corp.example in Technicians/Day (status) ${code}`]);
  });
});

test('a directory that fails as a whole when it is asked where people are leaves the plan as it is', async () => {
  await withBench({ account: account() }, async ({ target, sandbox }) => {
    group(INNER).members = [guid(11)];
    const mappings = [mapping('Outer', 'Technicians/Day', { subgroups: 'flatten' })];
    const settings = { ...settingsOf(mappings, testSettings(sandbox.url, { mappings })), directory: lab.settings() };
    const real = openEntra(lab.settings(), {}, lab.world);
    const refuse = (error: Error) => () => Promise.reject(error);
    const failing = { ...real, whereabouts: refuse(new Failure('LDAP_BUSY', 'It ended.', 'Look.')) };
    const broken = { ...real, whereabouts: refuse(new TypeError('a defect')) };

    const { plan: made } = await madePlan(settings, failing, target);

    expect(lines(made)).toEqual(['disable user10@corp.example in Technicians/Day (status) LEFT']);
    await expect(madePlan(settings, broken, target)).rejects.toThrow('a defect');
  });
});

test('where each reading misses somebody else, nothing is planned', async () => {
  await withBench({ account: account() }, async (bench) => {
    const everybody = addUsers(tenant, 6, 20);
    group(INNER).members = everybody;
    bench.sandbox.account.nodes.push(...account().nodes.filter(({ email }) => /^user2\d@/.test(email)));
    afterOuter((round) => {
      group(INNER).members = everybody.filter((_, index) => index !== round % 6);
    });

    const attempt = plan(bench);

    await expect(attempt).rejects.toMatchObject({ code: 'DIRECTORY_UNSTEADY' });
  });
});
