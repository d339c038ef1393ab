import { expect, test } from '@jest/globals';
import type { RescueChange as Change } from '../../../../src/targets/rescue/planner/change.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import {
  ADA,
  apply,
  BOB,
  change,
  creation,
  MARKER,
  nodeOf,
  sealed,
  type Bench,
  withBench,
  withEmail,
} from '../support.ts';

const ada = 'ada@corp.example';
const bob = 'bob@corp.example';
const between = 'adsync-1234@corp.example';

function email(
  node: number,
  from: string,
  to: string,
  more: Partial<Change['after']> = {},
  marker: string | null = null,
): Change {
  return change({ node: String(node) as NodeId, before: { email: from }, after: { email: to, ...more }, marker });
}

/** Ada steps aside, Bob takes her address, she takes his. */
const exchange = [email(ADA, ada, between), email(BOB, bob, ada), email(ADA, between, bob)];

function addresses({ sandbox }: Bench): string[] {
  return [ADA, BOB].map((id) => nodeOf(sandbox, id).email);
}

test('two users exchange their addresses by way of a third, in two changes of one of them', async () => {
  await withBench({}, async (bench) => {
    const done = await apply(bench, exchange);

    expect(done).toEqual(['done', 'done', 'done']);
    expect(addresses(bench)).toEqual([bob, ada]);
  });
});

test.each([1, 2])('an exchange that broke off after %d changes is finished by a later run', async (made) => {
  await withBench({}, async (bench) => {
    await apply(bench, exchange.slice(0, made));

    const done = await apply(bench, exchange.slice(made));

    expect(done).toEqual(Array.from({ length: 3 - made }, () => 'done'));
    expect(addresses(bench)).toEqual([bob, ada]);
  });
});

test('the second change of a user sees everything the first has written', async () => {
  await withBench({}, async (bench) => {
    const first = email(ADA, ada, between, {}, MARKER);
    const second = email(ADA, between, 'countess@corp.example', { name: 'Ada King' }, MARKER);

    const done = await apply(bench, [
      { ...first, before: { email: ada, link: null } },
      { ...second, before: { email: between, name: 'Ada Lovelace' } },
    ]);

    expect(done).toEqual(['done', 'done']);
    expect(nodeOf(bench.sandbox, ADA)).toMatchObject({
      email: 'countess@corp.example',
      name: 'Ada King',
      nick: 'Countess',
      description: `Desk 4 ${sealed(MARKER, ADA)}`,
    });
  });
});

test('a second change whose first was not made is stale, and takes nothing from anybody', async () => {
  await withBench({}, async (bench) => {
    const done = await apply(bench, exchange.slice(2));

    expect(done[0]).toMatch(/^stale: The e-mail is "ada@corp.example" by now, not "adsync-1234@corp.example"/);
    expect(addresses(bench)).toEqual([ada, bob]);
  });
});

test('an address that is free for a moment only is not given to a new user', async () => {
  await withBench({}, async (bench) => {
    const done = await apply(bench, [...exchange, creation(ada, 'Technicians/Night')]);

    expect(done[3]).toMatch(/^stale: A user with the e-mail address ada@corp.example is there already: Bob/);
    expect(withEmail(bench.sandbox, ada)).toHaveLength(1);
  });
});
