import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';
import type { Said } from './fake-host.ts';

const KEY = 'a-key-of-the-tests-with-more-than-32-characters';
const env = { LINK_KEY: KEY };

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

/** Of all linked users, but for those of one status. */
function seals(without = ''): (string | null)[] {
  return example.sandbox.account.nodes.flatMap(({ email, description, status }) => {
    const marker = parseMarker(description);
    return email === '' || marker === null || status === without ? [] : [marker.seal];
  });
}

async function planned(): Promise<{ plan: Plan; requests: number; said: Said }> {
  const before = example.sandbox.log.length;
  const said = await example.run(['plan', '--json'], { env });
  return { plan: JSON.parse(said.stdout) as Plan, requests: example.sandbox.log.length - before, said };
}

/** The approvals that a plan asks for. */
async function approvals(): Promise<string[]> {
  const { plan } = await planned();
  const held = plan.changes.flatMap((change) => (change.held === null ? [] : [change.held.id]));
  return [...new Set(held)].flatMap((id) => ['--approve', id]);
}

describe('an account whose links are of the old form', () => {
  beforeEach(() => {
    for (const node of example.sandbox.account.nodes)
      node.description = node.description.replace(/-u[0-9a-f]{32}\]/, ']');
    // Nobody of theirs stands outside of the mapped groups, where an old link proves nothing.
    const tier1 = example.sandbox.account.nodes.find(({ name }) => name === 'Tier 1')?.id ?? null;
    for (const node of example.sandbox.account.nodes) if (node.email === 'jose.nunez@corp.example') node.parent = tier1;
  });

  test('has the changes of any other, one note, and no request more; what changes is sealed', async () => {
    const old = await planned();
    const applied = await example.run(['apply', '--yes']);
    const after = seals();
    const last = await planned();

    expect(old.plan.changes.filter(({ reason }) => reason.code === 'LINK_RENEWED')).toEqual([]);
    expect(old.plan.notices.filter(({ code }) => code === 'LINKS_OLD')).toHaveLength(1);
    expect(applied.code).toBe(0);
    expect(after.filter((seal) => seal?.startsWith('u') === true).length).toBeGreaterThan(20);
    expect(after.filter((seal) => seal === null).length).toBeGreaterThan(10);
    expect(last.plan.changes).toEqual([]);
    expect(last.requests).toBeLessThanOrEqual(3);
  });
});

describe('rescue.linkKey', () => {
  test('holds what was linked without it once, and seals everything from then on', async () => {
    await example.run(['apply', '--yes']);
    await example.edit('sync.yaml', (text) => text.replace('rescue:', 'rescue:\n  linkKey: ${LINK_KEY}'));

    const first = await example.run(['apply', '--yes'], { env });
    const untouched = seals();
    const ids = await approvals();
    const second = await example.run(['apply', '--yes', ...ids], { env });
    const last = await planned();

    expect(first.code).toBe(3);
    expect(untouched.every((seal) => seal?.startsWith('u'))).toBe(true);
    expect(ids).toHaveLength(2);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(
      /LET_THROUGH +all groups: 37 changes in doubt \(rescue\.adopt\) are let through by --approve/,
    );
    expect(second.stdout).toMatch(/update group +Printers +link: set to the directory group; let through by --approve/);
    expect(seals('Disabled').filter((seal) => seal?.startsWith('k') !== true)).toEqual([]);
    expect(seals('Disabled').length).toBeGreaterThan(30);
    expect(last.plan.changes).toEqual([]);
    expect(last.requests).toBeLessThanOrEqual(3);
    const everything = [first, second, last.said].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(everything).not.toContain(KEY);
  });
});

describe('a name that another directory group takes over', () => {
  const swap = (text: string): string =>
    text
      .replaceAll('cn: Helpdesk Tier 1', 'cn: Was Tier 1')
      .replaceAll(/(name|displayName|sAMAccountName): Helpdesk Tier 1/g, '$1: Was Tier 1')
      .replaceAll('cn: Field Support', 'cn: Helpdesk Tier 1')
      .replaceAll(/(name|displayName|sAMAccountName): Field Support/g, '$1: Helpdesk Tier 1');

  test('changes nothing in its Rescue group until it is approved, once it was applied', async () => {
    await example.edit('sync.yaml', (text) => text.replace(/ {4}- directoryGroup: Field Support\n(?: {6}.*\n)*/, ''));
    await example.run(['apply', '--yes']);
    const before = structuredClone(example.sandbox.account.nodes);
    await example.edit('directory.ldif', swap);

    const plan = await example.run(['plan']);
    const applied = await example.run(['apply', '--yes']);
    const [, id = ''] = /--approve (g1-[0-9a-f]{32})/.exec(plan.stdout) ?? [];
    const approved = await example.run(['plan', '--approve', id]);

    expect(plan.code).toBe(1);
    expect(plan.stdout).toContain('GROUP_IDENTITY_CHANGED');
    expect(applied.code).toBe(3);
    expect(example.sandbox.account.nodes).toEqual(before);
    expect(approved.stdout).not.toContain('GROUP_IDENTITY_CHANGED');
    expect(approved.stdout).toContain('Bea Russo');
  });

  test('is refused as a saved plan of a machine that did not know it, and forgotten by nobody', async () => {
    await example.edit('sync.yaml', (text) => text.replace(/ {4}- directoryGroup: Field Support\n(?: {6}.*\n)*/, ''));
    await example.run(['apply', '--yes']);
    await example.edit('directory.ldif', swap);
    await example.run(['plan', '--out', 'plan.json', '--state-dir', 'elsewhere']);

    const refused = await example.run(['apply', 'plan.json', '--yes']);

    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('GROUP_IDENTITY_CHANGED');
  });
});

describe('a file that maps administrators by name', () => {
  test('is refused by plan, and good enough to search the group', async () => {
    await example.edit('sync.yaml', (text) =>
      text.replace(/rescueGroup: Technicians\/Field/, 'rescueGroup: Administrators/Field'),
    );

    const plan = await example.run(['plan']);
    const search = await example.run(['groups', 'search', 'Field Support']);

    expect(plan.code).toBe(1);
    expect(plan.stderr).toMatch(/sync\.yaml:\d+:\d+/);
    expect(plan.stderr).toContain('adsync groups search "Field Support"');
    expect(search.code).toBe(0);
    expect(search.stdout).toContain('CN=Field Support,');
  });
});
