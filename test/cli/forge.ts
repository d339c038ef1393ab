import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withId } from '../../src/plan/change.ts';
import { withNeeds, orderChanges } from '../../src/plan/order.ts';
import type { Change, Facts, SavedPlan } from '../../src/plan/model.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { PersonId } from '../../src/core/people.ts';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import { withChanges } from '../../src/plan/narrow.ts';
import { planIdOf } from '../../src/targets/rescue/planner/plan.ts';
import { operationsFrom, shownUser } from '../../src/plan/shown.ts';
import { digestOf } from '../../src/planfile/seal.ts';
import type { Example } from './example.ts';
import type { Said } from './fake-host.ts';

/** What somebody can do who has a plan file in hands, knows how it is made, and has no key. */

export async function readPlan(path: string): Promise<SavedPlan> {
  return JSON.parse(await readFile(path, 'utf8')) as SavedPlan;
}

/** With digests that fit, and nothing else. */
export async function writeForged(path: string, plan: SavedPlan): Promise<void> {
  await writeFile(path, JSON.stringify(resealed(plan)));
}

export function resealed(plan: SavedPlan): SavedPlan {
  const named = { ...plan, planId: planIdOf({ ...plan }) };
  return { ...named, digest: digestOf(named) };
}

/** With everything that follows from the changes made to follow from them: ids, needs, order, counts. */
export function tidied(plan: SavedPlan, edited: readonly Change[]): SavedPlan {
  const ids = new Map(plan.changes.map((change, index) => [change.id, withId(edited[index] ?? change).id]));
  const renamed = edited.map((change) => {
    const needs = change.needs.map((id) => ids.get(id) ?? id).sort();
    return { ...withId(change), needs };
  });
  const changes = hasRing(renamed) ? renamed : orderChanges(withNeeds(renamed));
  const users = changes.filter(({ kind }) => kind === 'user');
  const groups = plan.groups.map((count) => {
    const comings = users.filter(({ after }) => after.group === count.group).length;
    const goings = users.filter(({ before }) => before?.group === count.group).length;
    return { ...count, after: count.present + comings - goings };
  });
  return { ...plan, ...withChanges(plan, changes, plan.notices), groups };
}

function hasRing(changes: readonly Change[]): boolean {
  let left = withNeeds(changes);
  for (;;) {
    const ids = new Set(left.map(({ id }) => id));
    const waiting = left.filter(({ needs }) => needs.some((id) => ids.has(id)));
    if (waiting.length === left.length) return left.length > 0;
    left = waiting;
  }
}

type Node = Example['sandbox']['account']['nodes'][number];

const ROLES: Readonly<Record<string, Change['role']>> = {
  Technician: 'technician',
  Administrator: 'administrator',
  Masteradministrator: 'masterAdministrator',
};

/** A change of a user of the stand-in that fits the account in every respect. */
export function changeOf(node: Node, nodes: readonly Node[], after: Facts, toNode?: NodeId): Change {
  const link = parseMarker(node.description)?.person ?? null;
  const facts = {
    name: node.name,
    email: node.email,
    status: node.status === 'Disabled' ? 'disabled' : 'enabled',
    link,
  } as const;
  const group = pathOf(node.parent, nodes);
  const live: Facts = { ...facts, group, ssoId: node.ssoId, mobile: node.mobileAddon };
  const fields = (Object.keys(after) as (keyof Facts)[]).filter((field) => field !== 'password');
  const before = Object.fromEntries(fields.map((field) => [field, live[field]])) as Facts;
  const from = String(node.parent) as NodeId;
  return withId({
    id: '',
    target: 'rescue',
    kind: 'user',
    role: ROLES[node.type] ?? 'technician',
    operations: operationsFrom(before, after),
    ...shownUser(facts, after),
    group: after.group ?? group,
    before,
    after,
    facts,
    reason: { code: 'DIFFERS', text: 'differs from the directory', line: null, path: [] },
    held: null,
    letThrough: [],
    node: String(node.id) as NodeId,
    fromNode: from,
    toNode: toNode ?? from,
    person: (after.link ?? link) as PersonId | null,
    marker: after.link === undefined || after.link === null ? null : `[adsync ${after.link} bfe2ad0c]`,
    needs: [],
  });
}

export function pathOf(id: number | null, nodes: readonly Node[]): string {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) return '';
  return node.parent === null ? node.name : `${pathOf(node.parent, nodes)}/${node.name}`;
}

/** Where a test is: the example, and the plan that was saved for it. */
export interface Scene {
  readonly example: Example;
  readonly plan: SavedPlan;
}

export type Edit = (change: Change) => Partial<Change>;

/** What a forger does in a test. */
export function forger(scene: () => Scene) {
  async function apply(forged: SavedPlan, ...args: string[]): Promise<Said> {
    await writeForged(join(scene().example.path, 'plan.json'), forged);
    return await scene().example.run(['apply', 'plan.json', '--yes', ...args]);
  }

  function nodeOf(email: string) {
    const node = scene().example.sandbox.account.nodes.find((one) => one.email.toLowerCase() === email);
    if (node === undefined) throw new Error(`nobody has ${email}`);
    return node;
  }

  function of(email: string, after: Facts, toNode?: string): Change {
    return changeOf(nodeOf(email), scene().example.sandbox.account.nodes, after, toNode as NodeId | undefined);
  }

  function changeFor(who: string): Change {
    const found = scene().plan.changes.find(({ email, name }) => email === who || name === who);
    if (found === undefined) throw new Error(`no change for ${who}`);
    return found;
  }

  /** The plan with one change edited and everything made to fit that can be. */
  function edited(who: string, edit: Edit): SavedPlan {
    const change = changeFor(who);
    return tidied(
      scene().plan,
      scene().plan.changes.map((one) => (one === change ? { ...one, ...edit(one) } : one)),
    );
  }

  return { apply, nodeOf, of, changeFor, edited };
}
