import { afterEach, expect, test } from '@jest/globals';
import { forecast } from '../../../../src/targets/goto/apply/forecast.ts';
import type { GotoSandboxUser } from '../../../../src/sandbox/goto/index.ts';
import type { GotoSettings } from '../../../../src/targets/goto/settings.ts';
import type { GotoChange } from '../../../../src/targets/goto/planner/change.ts';
import { ADA, HELPDESK, SALES } from '../../../sandbox/goto/ask.ts';
import { type Bench, openBench, settingsFor } from './bench.ts';
import { changeOf, CONNECT, MEETING, userKey } from './builders.ts';

let bench: Bench;

afterEach(async () => {
  await bench.close();
});

type Case = readonly [what: string, change: GotoChange, ada?: Partial<GotoSandboxUser>, file?: Partial<GotoSettings>];

/** Grace, who gets Connect. */
function creation(given: Partial<GotoChange['after']> = {}, native: Partial<GotoChange['native']> = {}): GotoChange {
  const after = {
    status: 'enabled',
    products: ['Connect'],
    role: 'Member',
    firstName: 'Grace',
    lastName: 'Hopper',
    email: 'grace@corp.example',
    ...given,
  } as const;
  return changeOf(null, after, { licences: [CONNECT], adminRoles: [], ...native }, { stage: 'seat' });
}

const FACTS = { name: 'ada Example', email: 'ada@corp.example', status: 'enabled', link: null } as const;
const changed = (...given: Parameters<typeof changeOf>): GotoChange => {
  const [before, after, native, more] = given;
  return changeOf(before, after, native, { node: userKey(ADA), facts: FACTS, ...more });
};
const SUPERS = { adminRoles: ['SUPER_USER'] };

const CASES: readonly Case[] = [
  ['a name', changed({ firstName: 'ada' }, { firstName: 'Ada' })],
  [
    'a product',
    changed({ products: ['Meeting'] }, { products: ['Connect', 'Meeting'] }, { licences: [CONNECT, MEETING] }),
  ],
  ['a demotion', changed({ role: 'Super admin' }, { role: 'Member' }, { adminRoles: [] }), SUPERS],
  ['a new user', creation()],
  [
    'a new user with everything that follows in calls of its own',
    creation(
      { role: 'Custom: Helpdesk', userGroup: 'Sales', language: 'de_DE', attributes: ['department=Ops'] },
      { roleSet: HELPDESK, group: SALES },
    ),
    {},
    { attributes: [{ name: 'department', from: 'department', line: 1 }] },
  ],
];

test.each(CASES)('as many calls as are made: %s', async (_, change, given = {}, file = {}) => {
  bench = await openBench({
    settings: file,
    account(account) {
      Object.assign(account.users.find(({ key }) => key === ADA) ?? {}, given);
    },
  });
  const before = bench.sandbox.log.length;

  const applied = await bench.apply(change);

  expect(applied).toMatchObject({ result: expect.stringMatching(/done|pending/) });
  const { calls } = forecast([change], bench.reading, settingsFor(bench.sandbox.url, file));
  expect(bench.sandbox.log.length - before).toBe(calls);
});
