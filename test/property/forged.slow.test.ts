import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMarker, NO_FINGERPRINT, parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import type {
  RescueChange as Change,
  Facts,
  SavedRescuePlan as SavedPlan,
} from '../../src/targets/rescue/planner/change.ts';
import type { Operation } from '../../src/plan/model.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { PersonId } from '../../src/core/people.ts';
import { splitMark } from '../../src/targets/rescue/planner/plan-mark.ts';
import { type Example, openExample } from '../cli/example.ts';
import { changeOf, pathOf, readPlan, tidied, writeForged } from '../cli/forge.ts';

/**
 * Somebody edits a saved plan at random, sometimes cleverly, and makes its digests fit. Whatever comes of it: nothing is
 * written that the edited file does not list, and nobody is reached who is protected, in a role that no mapping feeds, or
 * over the limit.
 */

const RUNS = { numRuns: 250, seed: 20260131 };
const MOST = 4;
const MAPPED = ['Technicians/Helpdesk/Tier 1', 'Technicians/Helpdesk/Tier 2', 'Technicians/Field'];
const UNREACHABLE = ['olivia.owner@corp.example', 'alan.admin@corp.example', 'night.watch@partner.example'];
const EVE = '6f1d2c00-5a3b-4c7e-9d10-00000000eeee';

type Node = Example['sandbox']['account']['nodes'][number];

let example: Example;
let plan: SavedPlan;
let original: readonly Node[];

beforeAll(async () => {
  example = await openExample({ yaml: `limits: {disable: ${MOST}}` });
  original = structuredClone(example.sandbox.account.nodes);
  await example.run(['plan', '--out', 'plan.json']);
  plan = await readPlan(join(example.path, 'plan.json'));
  // A link gives nobody over to the plan either.
  const outside = original.filter(({ email }) => UNREACHABLE.includes(email));
  for (const [number, node] of outside.entries()) {
    node.description = formatMarker({
      person: `${EVE.slice(0, -1)}${number}` as PersonId,
      fingerprint: NO_FINGERPRINT,
    });
  }
});

afterAll(() => example.close());

type Edit = (changes: readonly Change[]) => Change[];

const index = fc.nat({ max: 60 });

function at(edit: (change: Change, changes: readonly Change[]) => Change, number: number): Edit {
  return (changes) => changes.map((one, other) => (other === number % changes.length ? edit(one, changes) : one));
}

const value = fc.oneof(
  index.map((number) => String(original[number % original.length]?.id ?? '')),
  index.map((number) => original[number % original.length]?.email ?? ''),
  index.map((number) => pathOf(original[number % original.length]?.parent ?? null, original)),
  fc.constantFrom(
    null,
    true,
    false,
    '',
    'Eve',
    'a\nb',
    EVE,
    'technician',
    'masterAdministrator',
    'enabled',
    'disabled',
    'user',
    'group',
  ),
);

/** Any field gets any value. */
const field: fc.Arbitrary<Edit> = fc
  .tuple(
    index,
    fc.constantFrom(
      'kind',
      'role',
      'name',
      'email',
      'group',
      'node',
      'fromNode',
      'toNode',
      'person',
      'marker',
      'facts',
      'before',
      'held',
      'id',
    ),
    value,
  )
  .map(([number, key, given]) => at((change) => ({ ...change, [key]: given }), number));

/** Any field of what is set, or of what was there, gets any value, or goes. */
const inner: fc.Arbitrary<Edit> = fc
  .tuple(
    index,
    fc.constantFrom('before', 'after', 'facts'),
    fc.constantFrom('group', 'name', 'email', 'status', 'ssoId', 'mobile', 'link'),
    fc.option(value, { nil: undefined }),
  )
  .map(([number, side, key, given]) =>
    at((change) => {
      const rest = Object.fromEntries(Object.entries(change[side] ?? {}).filter(([name]) => name !== key));
      return { ...change, [side]: given === undefined ? rest : { ...rest, [key]: given } };
    }, number),
  );

const operations: fc.Arbitrary<Edit> = fc
  .tuple(index, fc.subarray<Operation>(['create', 'update', 'move', 'enable', 'disable'], { minLength: 1 }))
  .map(([number, given]) => at((change) => ({ ...change, operations: given }), number));

/** A field, or the needs, of another change. */
const copied: fc.Arbitrary<Edit> = fc
  .tuple(
    index,
    index,
    fc.constantFrom<keyof Change>(
      'node',
      'native',
      'facts',
      'after',
      'name',
      'id',
      'needs',
      'takes',
      'stage',
      'risk',
      'target',
    ),
  )
  .map(([number, other, key]) =>
    at((change, changes) => ({ ...change, [key]: changes[other % changes.length]?.[key] }), number),
  );

const gone: fc.Arbitrary<Edit> = index.map(
  (number) => (changes) => changes.filter((_, one) => one !== number % changes.length),
);

const wishes = fc.constantFrom<Facts>(
  { status: 'disabled' },
  { status: 'enabled' },
  { name: 'Eve' },
  { email: 'eve@corp.example' },
  { ssoId: 'eve@corp.example' },
  { link: EVE },
  { link: EVE, name: 'Eve' },
  { link: EVE, status: 'enabled' },
  { group: 'Technicians/Night Shift' },
  { group: 'Technicians/Helpdesk/Tier 2' },
  { group: 'Administrators' },
);
const PLACES: Readonly<Record<string, string>> = {
  'Technicians/Night Shift': '337373',
  'Technicians/Helpdesk/Tier 2': '337372',
  Administrators: '337362',
};

/** A change that fits the account in every respect, of anybody in it. */
const whole: fc.Arbitrary<Edit> = fc.tuple(index, wishes).map(([number, after]) => (changes) => {
  const users = original.filter(({ email }) => email !== '');
  const node = users[number % users.length];
  if (node === undefined) return [...changes];
  const others = changes.filter((change) => change.node !== String(node.id));
  const target = after.group === undefined ? undefined : (PLACES[after.group] as NodeId | undefined);
  return [...others, changeOf(node, original, after, target)];
});

const wild = fc.record({
  list: fc.array(fc.oneof(field, inner, operations, copied, gone, whole), { minLength: 1, maxLength: 4 }),
  clever: fc.boolean(),
});
const clever = fc.record({ list: fc.array(whole, { minLength: 1, maxLength: 6 }), clever: fc.constant(true) });

function forged(list: readonly Edit[], fitting: boolean): SavedPlan {
  const changes = list.reduce<readonly Change[]>((rest, edit) => edit(rest), plan.changes);
  try {
    if (fitting) return tidied(plan, changes);
  } catch {
    // What cannot be made to fit is left as it is.
  }
  return { ...plan, changes };
}

test('a plan that was edited at random does nothing that it does not list, and reaches nobody it must not', async () => {
  const ends = new Map<number, number>();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(wild, clever), async ({ list, clever: fitting }) => {
      const { account } = example.sandbox;
      account.nodes = structuredClone(original) as Node[];
      const edited = forged(list, fitting);
      await writeForged(join(example.path, 'plan.json'), edited);

      const ended = await example.run(['apply', 'plan.json', '--yes', '--state-dir', `state-${(run += 1)}`]);

      ends.set(ended.code, (ends.get(ended.code) ?? 0) + 1);
      expect(ended.stderr).not.toContain('INTERNAL');
      expect(faults(edited, account.nodes)).toEqual([]);
    }),
    RUNS,
  );
  // The edits are neither all refused nor all harmless.
  expect([...ends.keys()].sort()).toEqual(expect.arrayContaining([3, 4]));
}, 240_000);

/** What was done that must not be, in words. */
function faults(shown: SavedPlan, nodes: readonly Node[]): string[] {
  const before = new Map(original.map((node) => [node.id, node]));
  const found = nodes.flatMap((node) => {
    const old = before.get(node.id);
    return old === undefined ? faultsOfNew(node, shown, nodes) : faultsOfOld(old, node, shown, nodes);
  });
  const disabled = nodes.filter(({ id, status }) => status === 'Disabled' && before.get(id)?.status !== 'Disabled');
  if (disabled.length > MOST) found.push(`${disabled.length} disables`);
  return found;
}

function faultsOfNew(node: Node, { changes }: SavedPlan, nodes: readonly Node[]): string[] {
  const group = pathOf(node.parent, nodes);
  const found: string[] = [];
  const isUser = node.type === 'Technician';
  if (!isUser && node.type !== 'TechnicianGroup') found.push(`a new ${node.type}`);
  const place = isUser ? group : `${group}/${node.name}`;
  if (!isMapped(place)) found.push(`new at ${place}`);
  const listed = changes.some(({ kind, operations, after, held, ...change }) => {
    if (!operations.includes('create') || held !== null) return false;
    if (kind === 'group') return !isUser && change.group === place && change.name === node.name;
    return isUser && after.email === node.email && change.name === node.name && after.group === group;
  });
  return listed ? found : [...found, `${node.name} ${node.email} is new and not listed`];
}

function isMapped(path: string): boolean {
  return MAPPED.some((place) => path === place || path.startsWith(`${place}/`));
}

function faultsOfOld(old: Node, now: Node, { changes }: SavedPlan, nodes: readonly Node[]): string[] {
  const [was, is] = [stateOf(old, original), stateOf(now, nodes)];
  const fields = (Object.keys(is) as (keyof typeof is)[]).filter((key) => was[key] !== is[key]);
  const marked = fields.length > 0 || old.description !== now.description;
  const about = changes.filter(({ node, held }) => node === String(old.id) && held === null);
  const found: string[] = [];
  if (marked && about.length === 0) found.push(`${old.name} is written and not listed`);
  if (marked && !['Technician', 'TechnicianGroup'].includes(old.type)) found.push(`${old.name} has no mapped role`);
  if (marked && (old.accountHolder || UNREACHABLE.includes(old.email))) found.push(`${old.name} is protected`);
  if (marked && !about.every(({ name }) => name === old.name || name === now.name))
    found.push(`${old.name} is shown as somebody else`);
  for (const key of fields) {
    const listed = about.some(({ after, operations }) =>
      key === 'rest' ? false : after[key] === is[key] && operations.includes(operationOf(key, is.status)),
    );
    if (!listed) found.push(`${old.name}: ${key} is ${String(is[key])}, not listed`);
  }
  if (fields.includes('group') && !isMapped(String(is.group))) found.push(`${old.name} moved to ${String(is.group)}`);
  if (fields.includes('link') && was.link !== null && fields.length > 1)
    found.push(`${old.name} passed with ${fields.join()}`);
  if (fields.includes('link') && was.link === null && fields.includes('status'))
    found.push(`${old.name} adopted and enabled`);
  return found;
}

function operationOf(key: keyof Facts | 'rest', status: unknown): Operation {
  if (key === 'group') return 'move';
  if (key === 'status' || (key === 'mobile' && status === 'disabled'))
    return status === 'enabled' ? 'enable' : 'disable';
  return 'update';
}

function stateOf(node: Node, nodes: readonly Node[]): Facts & { rest: string } {
  const { parent, name, email, status, ssoId, mobileAddon, description, ...others } = node;
  const text = splitMark(description).rest.replace(/\s*\[adsync [^\]]*\]/g, '');
  return {
    group: pathOf(parent, nodes),
    name,
    email,
    status: status === 'Disabled' ? 'disabled' : 'enabled',
    ssoId,
    mobile: mobileAddon,
    link: parseMarker(description)?.person ?? null,
    rest: JSON.stringify([others, text]),
  };
}
