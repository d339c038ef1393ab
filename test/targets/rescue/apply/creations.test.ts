import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { creation, NIGHT, withBench } from '../support.ts';
import { type Creations, newCreations } from '../../../../src/targets/rescue/apply/creations.ts';

/** Notes when each piece of work begins, and lets the test end it. */
function newWork(): { begun: string[]; of: (name: string) => () => Promise<string>; end: (name: string) => void } {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    of: (name) => () => {
      begun.push(name);
      return new Promise((resolve) => {
        ends.set(name, () => {
          resolve(name);
        });
      });
    },
    end: (name) => ends.get(name)?.(),
  };
}

/** A creation that was lost, and is looked for. */
function lost(creations: Creations, find: () => Promise<string>): Promise<string> {
  return creations.create(() => creations.look(find));
}

describe('creations under one parent', () => {
  test('run beside each other', () => {
    const creations = newCreations();
    const { begun, of } = newWork();

    void creations.create(of('a'));
    void creations.create(of('b'));

    expect(begun).toEqual(['a', 'b']);
  });

  test('run one after the other where they must', async () => {
    const creations = newCreations();
    const { begun, of, end } = newWork();

    const first = creations.createAlone(of('a'));
    void creations.createAlone(of('b'));
    await setImmediate();
    expect(begun).toEqual(['a']);

    end('a');
    await first;
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);
  });

  test('are looked for when all others have ended, and none begins meanwhile', async () => {
    const creations = newCreations();
    const { begun, of, end } = newWork();

    const other = creations.create(of('other'));
    const found = lost(creations, of('look'));
    const later = creations.create(of('later'));
    await setImmediate();
    expect(begun).toEqual(['other']);

    end('other');
    await other;
    await setImmediate();
    expect(begun).toEqual(['other', 'look']);

    end('look');
    expect(await found).toBe('look');
    await setImmediate();
    expect(begun).toEqual(['other', 'look', 'later']);
    end('later');
    expect(await later).toBe('later');
  });

  test('that are lost together are looked for one by one', async () => {
    const creations = newCreations();
    const { begun, of, end } = newWork();

    const both = [lost(creations, of('a')), lost(creations, of('b'))];
    await setImmediate();
    expect(begun).toEqual(['a']);

    end('a');
    await setImmediate();
    await setImmediate();
    end('b');
    expect(await Promise.all(both)).toEqual(['a', 'b']);
  });

  test('that were not found go on before the next one is looked for', async () => {
    const creations = newCreations();
    const { begun, of, end } = newWork();
    const again = (name: string): Promise<string> =>
      creations.create(async () => {
        await setImmediate();
        await creations.look(of(`look for ${name}`));
        return await of(`${name} again`)();
      });

    const both = [again('a'), again('b')];
    await setImmediate();
    await setImmediate();
    end('look for a');
    await setImmediate();
    expect(begun).toEqual(['look for a', 'a again']);

    end('a again');
    await setImmediate();
    expect(begun).toEqual(['look for a', 'a again', 'look for b']);

    end('look for b');
    await setImmediate();
    end('b again');
    expect(await Promise.all(both)).toEqual(['a again', 'b again']);
  });

  test('go on after one that failed, and after a look that failed', async () => {
    const creations = newCreations();
    const fail = (): Promise<string> => Promise.reject(new Error('no'));

    await expect(creations.create(fail)).rejects.toThrow('no');
    await expect(lost(creations, fail)).rejects.toThrow('no');

    expect(await lost(creations, () => Promise.resolve('found'))).toBe('found');
  });
});

describe('of twelve users who are created in one group at a time, some of the answers being lost', () => {
  const many = Array.from({ length: 12 }, (_, index) => `new${index}@corp.example`);
  const lostKinds = ['dropBefore', 'dropAfter', 'errorAfter', 'http503After', 'cutShort', 'http429'] as const;

  test.each(lostKinds.flatMap((kind) => [1, 12].map((count) => [kind, count] as const)))(
    '%s strikes %d creations: everybody gets one user, and nothing is left behind',
    async (kind, count) => {
      const faults = [{ kind, method: 'createUser', nth: [2, 1 + count] as const }];
      await withBench(
        { faults, settings: { requests: { concurrent: 6, perSecond: 1000, timeout: 2000 } } },
        async (bench) => {
          const applier = bench.target.begin(await bench.target.read());

          const ends = await Promise.all(many.map((email) => applier.apply(creation(email, 'Technicians/Night'))));

          expect(ends.map(({ result, text }) => `${result}${text}`)).toEqual(many.map(() => 'done'));
          const made = bench.sandbox.account.nodes.filter(({ parent }) => parent === NIGHT);
          expect(made.map(({ email }) => email).sort()).toEqual(many.toSorted());
          expect(made.map(({ name }) => name).sort()).toEqual(many.map((email) => `New ${email}`).sort());
          expect(bench.sandbox.log.filter(({ method, wrote }) => method === 'createUser' && wrote)).toHaveLength(12);
        },
      );
    },
  );
});
