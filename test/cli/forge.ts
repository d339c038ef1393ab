import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withId } from '../../src/plan/change.ts';
import { withNeeds, orderChanges } from '../../src/plan/order.ts';
import type {
  Facts,
  Native,
  RescueChange as Change,
  SavedRescuePlan as SavedPlan,
} from '../../src/targets/rescue/planner/change.ts';
import { completedChange } from '../../src/targets/rescue/planner/completed-change.ts';
import { becauseOf } from '../../src/targets/rescue/planner/reasons.ts';
import { FIELDS } from '../../src/targets/rescue/planner/fields.ts';
import { operationsFrom } from '../../src/plan/fields.ts';
import { riskOf, stageOf, takesOf } from '../../src/targets/rescue/planner/stage-risk-takes.ts';
import { talliesAfter } from '../../src/plan/summary.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import type { PersonId } from '../../src/core/people.ts';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import { withChanges } from '../../src/plan/section.ts';
import { planIdOf } from '../../src/plan/assemble.ts';
import { shownUser } from '../../src/targets/rescue/planner/shown-user.ts';
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
  const changes = hasRing(renamed) ? renamed : orderChanges(withNeeds(renamed, FIELDS), FIELDS);
  const counted = withChanges(plan, changes, plan.notices);
  const targets = counted.targets.map((section) => ({ ...section, tallies: talliesAfter(section.tallies, changes) }));
  return { ...counted, targets };
}

function hasRing(changes: readonly Change[]): boolean {
  let left = withNeeds(changes, FIELDS);
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
  const reason: Change['reason'] = { code: 'DIFFERS', text: 'differs from the directory', line: null, path: [] };
  return completedChange({
    target: 'rescue:560961',
    kind: 'user',
    role: ROLES[node.type] ?? 'technician',
    ...shownUser(facts, after),
    group: after.group ?? group,
    before,
    after,
    facts,
    reason,
    because: becauseOf({ reason, byMembership: false }, before, after),
    evidence: 'said',
    node: String(node.id) as NodeId,
    person: (after.link ?? link) as PersonId | null,
    native: {
      fromNode: from,
      toNode: toNode ?? from,
      marker: after.link === undefined || after.link === null ? null : `[adsync ${after.link} bfe2ad0c]`,
    },
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

/** What a change becomes; what only Rescue reads stands beside the rest. */
export type Edit = (change: Change & Native) => Partial<Omit<Change, 'native' | 'kind' | 'email'> & Native> & {
  readonly kind?: Change['kind'];
  readonly email?: string | null;
};

/** The change as edited, and nothing else. */
export function withEdit(change: Change, edit: Edit): Change {
  const { fromNode, toNode, marker, ...others } = { ...change.native, ...edit({ ...change, ...change.native }) };
  return { ...change, ...others, native: { fromNode, toNode, marker } } as Change;
}

/** With what else follows from what it writes, but for what it is called and when it is made. */
export function following(change: Change): Change {
  const { reason, before, after, because } = change;
  const same = Object.keys(because).sort().join() === Object.keys(after).sort().join();
  const stage =
    change.stage === 'former' ? 'former' : stageOf({ ...change, operations: operationsFrom(before, after, FIELDS) });
  return {
    ...change,
    stage,
    because: same ? because : becauseOf({ reason, byMembership: reason.code === 'MEMBER_OF' }, before, after),
    risk: riskOf(change, change.risk.includes('stranger')),
    takes: takesOf(change),
  };
}

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
      scene().plan.changes.map((one) => (one === change ? following(withEdit(one, edit)) : one)),
    );
  }

  return { apply, nodeOf, of, changeFor, edited };
}
