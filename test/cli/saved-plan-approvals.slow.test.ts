import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RescueChange as Change, SavedRescuePlan as SavedPlan } from '../../src/targets/rescue/planner/change.ts';
import { type Example, openExample } from './example.ts';
import type { Said } from './fake-host.ts';
import { type Edit, following, readPlan, tidied, withEdit, writeForged } from './forge.ts';

/** What an approval lets through of a saved plan, and what waits for one, whoever had the file in hands. */

const OSKAR = 'oskar.lind@corp.example';

let example: Example;

beforeEach(() => open());

afterEach(() => example.close());

async function open(yaml = ''): Promise<void> {
  example = await openExample({ yaml });
}

/** Oskar is gone from the directory, and somebody else has his address. */
async function replaceOskar(name: string, guid: string): Promise<void> {
  await example.edit('directory.ldif', (text) =>
    text
      .replace(/ACwdbztafkydEAAAAAAA(?:Dw|Yg|ZQ)==/, `ACwdbztafkydEAAAAAAA${guid}`)
      .replace(/displayName: (?:Oskar Lind|Bob Baker|Eve Evil)/, `displayName: ${name}`),
  );
}

const bob = (): Promise<void> => replaceOskar('Bob Baker', 'Yg==');
const eve = (): Promise<void> => replaceOskar('Eve Evil', 'ZQ==');

async function savedPlan(options: Parameters<Example['run']>[1] = {}): Promise<SavedPlan> {
  await example.run(['plan', '--out', 'plan.json', '--force'], options);
  return await readPlan(join(example.path, 'plan.json'));
}

function ofOskar(plan: SavedPlan): Change {
  const found = plan.changes.find(({ facts }) => facts?.email === OSKAR);
  if (found === undefined) throw new Error('nothing is planned for the user');
  return found;
}

async function apply(
  forged: SavedPlan,
  args: readonly string[] = [],
  options?: Parameters<Example['run']>[1],
): Promise<Said> {
  await writeForged(join(example.path, 'plan.json'), forged);
  return await example.run(['apply', 'plan.json', '--yes', ...args], options);
}

function nodeOf(email: string) {
  const node = example.sandbox.account.nodes.find((one) => one.email === email);
  if (node === undefined) throw new Error(`nobody has ${email}`);
  return node;
}

function edited(plan: SavedPlan, change: (one: Change) => Change): SavedPlan {
  return tidied(plan, plan.changes.map(change));
}

const unheld = (plan: SavedPlan): SavedPlan => edited(plan, (one) => ({ ...one, held: null }));

const writes = (): unknown[] => example.sandbox.log.filter(({ wrote }) => wrote);

describe('an approval for one person to take a user over', () => {
  let id = '';
  let bobs: SavedPlan;

  beforeEach(async () => {
    await bob();
    bobs = await savedPlan();
    id = ofOskar(bobs).held?.id ?? '';
    expect(id).toMatch(/^a1-/);
  });

  test('lets that person have it, from a saved plan', async () => {
    const ended = await apply(bobs, ['--approve', id]);

    expect(ended.stdout).not.toContain('Held back by the limit');
    expect(nodeOf(OSKAR)).toMatchObject({ name: 'Bob Baker' });
    expect(nodeOf(OSKAR).description).toContain('-000000000062 ');
    expect(nodeOf(OSKAR).password).not.toBe('Rescue%Tech1');
  });

  test('lets nobody else have it: neither from a new plan', async () => {
    await eve();

    const ended = await example.run(['apply', '--yes', '--approve', id]);

    expect(ended.stderr).toContain('APPROVAL_STALE');
    expect(writes()).toEqual([]);
  });

  test('nor with the approval in the file', async () => {
    await example.edit('sync.yaml', (text) => text.replace('version: 1', `version: 1\napprove: [${id}]`));
    await eve();

    const ended = await example.run(['apply', '--yes']);

    expect(ended.stdout).toContain('APPROVAL_STALE');
    expect(nodeOf(OSKAR)).toMatchObject({ name: 'Oskar Lind', password: 'Rescue%Tech1' });
  });

  test.each<[string, (plan: SavedPlan) => SavedPlan]>([
    ['nor from a saved plan', (plan) => plan],
    [
      'nor from one that shows the approved id',
      (plan) =>
        edited(plan, (one) => (one.held === null ? one : { ...one, held: { limit: 'rescue.adopt', id, also: [] } })),
    ],
    ['nor from one that shows no hold', unheld],
  ])('%s', async (_how, forge) => {
    await eve();
    const eves = await savedPlan();

    const ended = await apply(forge(eves), ['--approve', id]);

    expect(ended.stderr).toContain('APPROVAL_STALE');
    expect(writes()).toEqual([]);
  });

  test.each<[string, Edit]>([
    [
      'another address',
      ({ before, after }) => ({
        email: 'eve@corp.example',
        before: { ...before, email: OSKAR },
        after: { ...after, email: 'eve@corp.example' },
      }),
    ],
    [
      'another SSO id',
      ({ before, after }) => ({ before: { ...before, ssoId: '' }, after: { ...after, ssoId: 'eve@corp.example' } }),
    ],
  ])('nor does it let that person have it with %s', async (_what, more) => {
    const change = ofOskar(bobs);
    const forged = edited(bobs, (one) => (one === change ? following(withEdit(one, more)) : one));

    const ended = await apply(forged, ['--approve', id]);

    expect(ended.stderr).toContain('APPROVAL_STALE');
    expect(writes()).toEqual([]);
  });
});

describe('what the plan held in doubt is held by what the account shows, also where the file says nothing of it', () => {
  const env = { LINK_KEY: 'a-key-of-the-tests-with-more-than-32-characters' };

  test('links without the seal that the key gives', async () => {
    await example.edit('sync.yaml', (text) => text.replace('apiToken:', 'linkKey: ${LINK_KEY}\n  apiToken:'));
    const plan = await savedPlan({ env });
    const id = plan.changes.find(({ held }) => held !== null)?.held?.id ?? '';
    const linked = example.sandbox.account.nodes.filter(({ description }) => description.includes('[adsync'));
    const before = structuredClone(linked);

    const ended = await apply(unheld(plan), [], { env });

    expect(ended.stdout).toContain(`rescue.adopt (${id})`);
    expect(linked).toEqual(before);
  });

  test('links that a second user bears by now', async () => {
    const plan = await savedPlan();
    const gone = nodeOf('gina.gone@corp.example');
    const old = gone.description.replace(/-u[0-9a-f]{32}\]/, ']');
    gone.description = old;
    nodeOf('tom.trainee@corp.example').description = old;

    const ended = await apply(plan);

    expect(ended.stdout).toMatch(/rescue.adopt \(a2-/);
    expect(gone.status).toBe('Away');
  });

  test('a group in which somebody works, and which is linked to nothing', async () => {
    const { nodes } = example.sandbox.account;
    const like = nodes.find(({ name }) => name === 'Tier 2');
    if (like === undefined) throw new Error('no such group');
    nodes.push({ ...like, id: 400_001, parent: like.id, name: 'Network', description: '' });
    nodeOf('tom.trainee@corp.example').parent = 400_001;
    const plan = await savedPlan();
    const captured = plan.changes.find(({ node }) => node === '400001');

    const ended = await apply(unheld(plan));

    expect(captured?.held?.limit).toBe('rescue.adopt');
    expect(ended.stdout).toMatch(/rescue.adopt \(a\d+-/);
    expect(nodes.find(({ id }) => id === 400_001)?.description).toBe('');
  });
});

describe('what earlier runs did counts for a saved plan as well', () => {
  test('against the limits', async () => {
    await example.close();
    await open('limits: { disable: 2 }');
    await example.run(['apply', '--yes']);
    const plan = await savedPlan();

    const ended = await apply(unheld(plan));

    expect(plan.summary).toMatchObject({ disable: 2, held: 2 });
    expect(ended.stdout).toContain('besides 1 whom earlier runs of the last 24 hours changed in this way');
    expect(nodeOf('gina.gone@corp.example').status).toBe('Away');
  });

  test('and what was held then stays held when they do not count any more', async () => {
    await example.close();
    await open('limits: { disable: 2 }');
    await example.run(['apply', '--yes']);
    const plan = await savedPlan();
    const id = plan.changes.find(({ held }) => held !== null)?.held?.id ?? '';

    const later = ['--state-dir', 'another'];
    const ended = await apply(plan, later);
    const approved = await apply({ ...plan, savedId: '0'.repeat(32) }, [...later, '--approve', id]);

    expect(ended.stdout).toMatch(/HELD .*2 users are held by limits.disable in the plan that was saved, and stay so/);
    expect(approved.stdout).toContain('2 of 2 changes made');
    expect(nodeOf('gina.gone@corp.example').status).toBe('Disabled');
  });

  test('against an approval of the file, which is used up', async () => {
    await example.close();
    await open('limits: { disable: 1 }');
    const untouched = structuredClone(example.sandbox.account.nodes);
    const first = await savedPlan();
    const id = first.changes.find(({ held }) => held !== null)?.held?.id ?? '';
    await example.edit('sync.yaml', (text) => text.replace('version: 1', `version: 1\napprove: [${id}]`));
    await example.run(['apply', '--yes']);
    expect(nodeOf('gina.gone@corp.example').status).toBe('Disabled');
    example.sandbox.account.nodes = untouched;

    const ended = await apply(unheld(await savedPlan()));

    expect(ended.stdout).toContain('APPROVAL_USED');
    expect(nodeOf('gina.gone@corp.example').status).toBe('Away');
  });
});
