import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { byCause, openRepository, PEOPLE, type Repository, TEAMS } from './base-world.ts';

let repo: Repository;

beforeEach(async () => {
  repo = await openRepository();
  expect((await repo.run('apply', '--yes')).code).toBe(0);
});
afterEach(() => repo.close());

describe('plan --base', () => {
  test('tells the file, the directory and the account apart, in both accounts', async () => {
    // The branch moves the night shift; Dan leaves; somebody renames Ada by hand; Eve is new.
    await repo.edit((yaml) => yaml.replace('Technicians/Night', 'Technicians/Late'));
    await repo.hold({ ...PEOPLE, eve: {} }, { ...TEAMS, Day: ['ada', 'bob', 'eve'], Night: ['cleo'], Sales: ['ada'] });
    const ada = repo.rescue.account.nodes.find(({ name }) => name === 'ada');
    if (ada !== undefined) ada.name = 'Renamed by hand';

    const plain = await repo.plan();
    const plan = await repo.plan('--base', 'main');
    console.log(JSON.stringify(byCause(plan), null, 1), JSON.stringify(plan.base, null, 1));
    const said = await repo.run('plan', '--base', 'main');
    console.log(said.stdout, said.stderr);
    expect(plan.planId).toBe(plain.planId);
  });
});
