import { afterEach, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';

/** Forecast, freeze, a last day and a grace, with the built program's own commands against the stand-in account. */

let example: Example;

afterEach(() => example.close());

/** Whatever the day is. */
const ALWAYS = 'freeze:\n  - dates: 2000-01-01/2999-12-31\n    reason: the audit\n';
const MARIA = 'maria.rossi-bianchi@corp.example';

test('a plan says what it takes, and the apply what it took', async () => {
  example = await openExample();

  const plan = await example.run(['plan']);
  const apply = await example.run(['apply', '--yes']);

  const forecast = /To make them takes about (\d+ calls, \d+ seconds?)\./.exec(plan.stdout)?.[1];
  expect(forecast).toBeDefined();
  expect(apply.stdout).toMatch(/It took \d+ calls, \d+ seconds?; forecast: \d+ calls, \d+ seconds?\.\n/);
  expect(apply.stdout).toContain(`forecast: ${forecast ?? ''}.`);
});

test('a freeze holds everything but ends that were read, and opens by itself', async () => {
  example = await openExample({ yaml: ALWAYS });
  await example.run(['plan', '--out', 'plan.json', '--json']);

  const frozen = await example.run(['apply', '--yes', '--json']);
  const said = JSON.parse(frozen.stdout) as {
    plan: { changes: { operations: string[]; evidence: string; held: { limit: string } | null }[] };
  };
  const { changes } = said.plan;
  const held = changes.filter(({ held: hold }) => hold !== null);

  expect(frozen.code).toBe(3);
  expect(held.length).toBeGreaterThan(0);
  for (const { operations, evidence, held: hold } of changes) {
    const isEnd = operations.includes('disable') && evidence === 'said';
    expect(hold?.limit ?? null).toBe(isEnd ? null : 'freeze');
  }

  const why = await example.run(['explain', 'lena.grossmann@corp.example']);
  expect(why.stdout).toMatch(/FROZEN: A freeze of the file \(the audit\) goes on/);

  // The saved plan was made in the freeze: it is looked at again.
  const still = await example.run(['apply', 'plan.json', '--yes']);
  expect(still.stdout).toContain('held by freeze');
});

test('a mapping after its last day has nobody, and says so', async () => {
  example = await openExample();
  await example.run(['apply', '--yes']);
  await example.edit('sync.yaml', (text) => text.replace(/( +)(rescueGroup: .*\n)/, '$1$2$1expires: 2020-01-01\n'));

  const { stdout } = await example.run(['plan', '--json']);

  const why = await example.run(['explain', 'ada.lovelace@corp.example']);

  expect(why.stdout).toContain('has nobody any more: its last day was 2020-01-01');
  expect(stdout).toContain('"code": "EXPIRED"');
  expect(JSON.parse(stdout)).toMatchObject({ summary: { create: 0 } });
});

test('a leaver shows on which day it leaves, and comes back', async () => {
  example = await openExample();
  await example.edit('sync.yaml', (text) => text.replace(/^rescue:\n/m, 'rescue:\n  leavers: { grace: 3d }\n'));
  await example.run(['apply', '--yes']);
  const before = await example.run(['plan', '--json']);
  const taken: string[] = [];
  await example.edit('directory.ldif', (text) =>
    text.replace(/^member: CN=Maria Rossi.*\n/gm, (line) => {
      taken.push(line);
      return '';
    }),
  );

  const plan = await example.run(['plan', '--out', 'plan.json']);
  const apply = await example.run(['apply', 'plan.json', '--yes']);
  const again = await example.run(['plan', '--json']);

  expect(JSON.parse(before.stdout)).toMatchObject({ changes: [] });
  expect(plan.stdout).toMatch(/leaves on: .*→ \d{4}-\d\d-\d\d/);
  expect(apply.code).toBe(0);
  const node = example.sandbox.account.nodes.find(({ email }) => email === MARIA);
  expect(node?.description).toMatch(/\[adsync-leaves \d{4}-\d\d-\d\d u[0-9a-f]{32}\] \[adsync-plan [^\]]*\]$/);
  expect(node?.status).not.toBe('Disabled');
  expect(again.stdout).toContain('"code": "LEAVING"');
  expect(JSON.parse(again.stdout)).toMatchObject({ changes: [] });

  await example.edit('directory.ldif', (text) => text.replace(/^member: CN=Ada Lovelace/m, `${taken[0] ?? ''}$&`));
  const back = await example.run(['apply', '--yes']);

  expect(back.stdout).toContain('1 of 1 change made');
  expect(node?.description).not.toContain('adsync-leaves');
});

test('who is disabled, and taken out of the groups at once, is ended in a freeze, by a saved plan, too', async () => {
  example = await openExample();
  await example.run(['apply', '--yes']);
  await example.edit('sync.yaml', (text) => text.replace('version: 1', `version: 1\n${ALWAYS}`));
  await example.edit('directory.ldif', (text) => {
    const [before = '', after = ''] = text.replace(/^member: CN=Maria Rossi.*\n/gm, '').split('dn: CN=Maria Rossi');
    return `${before}dn: CN=Maria Rossi${after.replace('userAccountControl: 512', 'userAccountControl: 514')}`;
  });

  const plan = await example.run(['plan', '--out', 'plan.json', '--json']);
  const apply = await example.run(['apply', 'plan.json', '--yes']);

  expect(JSON.parse(plan.stdout)).toMatchObject({ changes: [{ held: null, reason: { code: 'LEFT_ENDED' } }] });
  expect(apply.code).toBe(0);
  expect(example.sandbox.account.nodes.find(({ email }) => email === MARIA)?.status).toBe('Disabled');
});
