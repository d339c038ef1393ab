import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Settings } from '../../src/core/settings.ts';
import { planExitCode } from '../../src/plan/exit.ts';
import type { Plan } from '../../src/plan/model.ts';
import { withoutBase } from '../../src/plan/with-base.ts';
import { runApply } from '../../src/run/apply.ts';
import type { Base } from '../../src/run/base.ts';
import { runPlan } from '../../src/run/plan.ts';
import { openWorld, toySettings, WISHES, type World } from './world.ts';

/** The heart of plan --base, with the smallest target there is. Cleo is Red and Blue, Dan is Red. */

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function baseOf(settings: Settings): Base {
  const about = { file: 'former.yaml', revision: null, commit: null, sha256: settings.sha256 };
  return { about, content: { settings } };
}

/** The file without its mapping of Blue. */
function redOnly(): Settings {
  const toy = toySettings();
  return world.settings({ targets: [{ ...toy, mappings: toy.mappings.slice(0, 1) }] as Settings['targets'] });
}

async function plan(now: Settings, former: Settings | null): Promise<Plan> {
  return await runPlan(await world.job(now), WISHES, former === null ? null : baseOf(former));
}

function causes({ changes }: Plan): string[] {
  return changes.map(({ name, cause }) => `${name} ${cause ?? 'none'}`).sort();
}

describe('a plan against its base', () => {
  test('the same file causes nothing, and the id and everything else stay as they are without a base', async () => {
    const plain = await plan(world.settings(), null);
    const same = await plan(world.settings(), world.settings());

    expect(causes(same)).toEqual(['Cleo unknown', 'Dan unknown']);
    expect({ ...withoutBase(same), createdAt: '' }).toEqual({ ...plain, createdAt: '' });
    expect(same.planId).toBe(plain.planId);
    expect(planExitCode(same, true)).toBe(2);
    expect(planExitCode(same, true, true)).toBe(0);
  });

  test('a mapping that only this file has is its own, and whoever it gives nothing is not', async () => {
    const changed = await plan(world.settings(), redOnly());

    expect(causes(changed)).toEqual(['Cleo pullRequest', 'Dan unknown']);
    expect(planExitCode(changed, true, true)).toBe(2);
    expect(planExitCode(changed, false, true)).toBe(0);
  });

  test('a group that only the former file wants does not show in this plan', async () => {
    const plain = await plan(redOnly(), null);
    const changed = await plan(redOnly(), world.settings());

    expect(changed.planId).toBe(plain.planId);
    expect(changed.base?.prevented).toMatchObject([{ name: 'Cleo', after: { rules: ['red', 'blue'] } }]);
  });

  test('after a run of the former file the directory and people are told apart', async () => {
    await runApply(await world.job(), WISHES);
    world.toy.users.set('dan@corp.example', ['blue']);
    world.toy.users.delete('cleo@corp.example');

    expect(causes(await plan(world.settings(), world.settings()))).toEqual(['Cleo account', 'Dan account']);
  });

  test('another toy, and another directory, are not compared, which is said first', async () => {
    const toy = await plan(world.settings(), world.settings({ targets: [{ ...toySettings(), url: 'toy:2' }] }));
    const directory = { type: 'file', path: '/elsewhere.ldif' } as const;
    const other = await plan(world.settings(), world.settings({ directory }));

    for (const one of [toy, other]) {
      expect(causes(one)).toEqual(['Cleo pullRequest', 'Dan pullRequest']);
      expect(one.notices[0]).toMatchObject({ code: 'BASE_APART', first: true, cause: 'pullRequest', about: 'base' });
      expect(one.summary.notices).toBe(one.notices.length);
      expect(one.targets[0]?.summary.notices).toBe(one.notices.length);
    }
  });

  test('a changed limit is told before everything else', async () => {
    const { limits } = world.settings();
    const [first] = (await plan(world.settings({ limits: { ...limits, minimum: 77 } }), world.settings())).notices;

    expect(first).toMatchObject({ code: 'GUARD_RAIL_CHANGED', subject: 'limits.minimum', first: true });
  });
});
