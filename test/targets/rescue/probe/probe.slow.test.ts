import { expect, test } from '@jest/globals';
import type { Probed, ProbeStep, Probing } from '../../../../src/core/probing.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import { type Bench, calls, NIGHT, nodeOf, testAccount, withBench } from '../support.ts';

const PAT = 500_001;
const FIELDS = {
  id: PAT,
  parent: NIGHT,
  type: 'Technician',
  name: 'Pat Probe',
  nick: 'Patty',
  email: 'pat@corp.example',
  ssoId: 'pat',
  description: 'Only for probes',
  status: 'Disabled',
  mobileAddon: true,
  password: 'Pat-Pass%1',
} as const;

interface Told {
  readonly kept: string[];
  restored: number;
  readonly asked: string[];
}

function probing(change: Partial<Probing> = {}): { probing: Probing; told: Told } {
  const told: Told = { kept: [], restored: 0, asked: [] };
  const made: Probing = {
    user: String(PAT),
    stop: new AbortController().signal,
    lock: () => Promise.resolve(),
    confirm: () => Promise.resolve(true),
    agree: ({ id }: ProbeStep) => {
      told.asked.push(id);
      return Promise.resolve(true);
    },
    beforeWrite: ({ description }) => {
      told.kept.push(description);
      return Promise.resolve();
    },
    restored: () => {
      told.restored += 1;
      return Promise.resolve();
    },
    ...change,
  };
  return { probing: made, told };
}

const account = () => testAccount(sandboxNode(FIELDS));

function answersOf({ answers }: Probed): Record<string, unknown> {
  return Object.fromEntries(answers.map(({ id, answer }) => [id, answer]));
}

function expectAsBefore({ sandbox }: Bench): void {
  expect(nodeOf(sandbox, PAT)).toEqual(sandboxNode(FIELDS));
}

const NORMAL = {
  omittedFields: 'clear',
  emptyFields: true,
  lineBreaksInValues: 'raw',
  characters: true,
  descriptionMaxLength: null,
  descriptionTooLong: null,
};

test.each([
  [{}, {}],
  [{ omittedFields: 'keep' }, { omittedFields: 'keep' }],
  [{ lineBreaksInValues: 'blank' }, { lineBreaksInValues: 'blank' }],
  [{ lineEnd: 'crlf', layout: 'oneLine', blankAfterColon: true }, {}],
  [{ descriptionMaxLength: 255 }, { descriptionMaxLength: 255, descriptionTooLong: 'cut' }],
  [
    { descriptionMaxLength: 1000, descriptionTooLong: 'refuse' },
    { descriptionMaxLength: 1000, descriptionTooLong: 'refuse' },
  ],
  // Too short for the odd letters: they are refused, which says nothing of them.
  [
    { descriptionMaxLength: 20, descriptionTooLong: 'refuse' },
    { descriptionMaxLength: 20, descriptionTooLong: 'refuse', characters: null, lineBreaksInValues: null },
  ],
] as const)('with %j the answers are %j, and the user is as before', async (switches, expected) => {
  await withBench({ account: account(), switches }, async (bench) => {
    const { probing: given, told } = probing();
    const probed = await bench.target.probe(given);

    expect(answersOf(probed)).toEqual({ ...NORMAL, ...expected });
    expect(probed.harm).toBeNull();
    expectAsBefore(bench);
    expect(told.restored).toBe(told.asked.length);
    expect(new Set(told.kept)).toEqual(new Set(['Only for probes']));
    const methods = Object.keys(calls(bench.sandbox)).map((name) => name.toLowerCase());
    expect(methods.filter((name) => !name.startsWith('get'))).toEqual(['setuser_v2']);
    expect(bench.sandbox.log.filter(({ parameters }) => 'pwd' in parameters)).toEqual([]);
  });
});

test.each<[string, Partial<Probing>]>([
  ['no step is agreed to', { agree: () => Promise.resolve(false) }],
  ['the user is not named again', { confirm: () => Promise.resolve(false) }],
  ['the work was stopped before', { stop: AbortSignal.abort() }],
])('nothing is written where %s', async (_, change) => {
  await withBench({ account: account() }, async (bench) => {
    const probed = await bench.target.probe(probing(change).probing);

    expect(calls(bench.sandbox)['setUser_v2'] ?? 0).toBe(0);
    expect(new Set(Object.values(answersOf(probed)))).toEqual(new Set([null]));
    expect(probed.answers).toHaveLength(6);
  });
});

test('a user is found by its address', async () => {
  await withBench({ account: account() }, async (bench) => {
    const names: string[] = [];
    const confirm: Probing['confirm'] = ({ node, name }) => {
      names.push(`${node} ${name}`);
      return Promise.resolve(false);
    };
    await bench.target.probe(probing({ user: ' PAT@corp.example ', confirm }).probing);

    expect(names).toEqual([`${PAT} Pat Probe`]);
  });
});

test.each(['400010', '400011', 'owner@corp.example', '4711', 'nobody@corp.example'])(
  'nothing is tried on %s',
  async (user) => {
    await withBench({ account: account() }, async (bench) => {
      await expect(bench.target.probe(probing({ user }).probing)).rejects.toMatchObject({ code: 'PROBE_USER_UNFIT' });
      expect(calls(bench.sandbox)['setUser_v2'] ?? 0).toBe(0);
    });
  },
);

test('where what stood there cannot be kept on disk, nothing is written', async () => {
  await withBench({ account: account() }, async (bench) => {
    const beforeWrite = () => Promise.reject(new Error('the disk is full'));

    await expect(bench.target.probe(probing({ beforeWrite }).probing)).rejects.toThrow('the disk is full');
    expect(calls(bench.sandbox)['setUser_v2'] ?? 0).toBe(0);
  });
});

test.each(['errorBefore', 'html'] as const)(
  'where putting back fails (%s), it says what stands now, what it was, and how to mend it; no more is tried',
  async (kind) => {
    const faults = [{ kind, method: 'setUser_v2', nth: [2, 99] as const }];
    await withBench({ account: account(), faults }, async (bench) => {
      const { probing: given, told } = probing();
      const { harm, answers } = await bench.target.probe(given);

      expect(harm?.text).toContain('was not put back');
      expect(harm?.text).toContain('Its description is "" now, and was "Only for probes".');
      expect(harm?.remedy).toContain('Admin Center');
      expect(harm?.remedy).toContain('"Only for probes"');
      expect(told).toMatchObject({ restored: 0, asked: ['omittedFields'] });
      expect(answers.map(({ answer }) => answer)).toEqual(['clear']);
    });
  },
);

test.each(['dropAfter', 'emptyBody', 'http429'] as const)(
  'a write whose answer is lost (%s) is looked for, and put back',
  async (kind) => {
    const faults = [{ kind, method: 'setUser_v2', nth: [1, 2] as const }];
    await withBench({ account: account(), faults }, async (bench) => {
      const probed = await bench.target.probe(probing().probing);

      expect(answersOf(probed)).toEqual(NORMAL);
      expect(probed.harm).toBeNull();
      expectAsBefore(bench);
    });
  },
);

test('who stops the work in the middle of a step finds the user as before, and no further step is made', async () => {
  const stop = new AbortController();
  await withBench({ account: account(), world: { signal: stop.signal } }, async (bench) => {
    const { probing: given, told } = probing({
      stop: stop.signal,
      beforeWrite: () => Promise.resolve(),
    });
    let writes = 0;
    const watched: Probing = {
      ...given,
      beforeWrite: () => {
        writes += 1;
        // Between two writes of the step that makes several, if it comes to that.
        if (writes === 6) stop.abort();
        return Promise.resolve();
      },
    };
    bench.sandbox.switches.descriptionMaxLength = 300;
    bench.sandbox.switches.descriptionTooLong = 'refuse';
    const probed = await bench.target.probe(watched);

    expect(probed.harm).toBeNull();
    expect(answersOf(probed)).toMatchObject({ descriptionMaxLength: null });
    expect(told.restored).toBe(5);
    expectAsBefore(bench);
  });
});

test('what somebody writes meanwhile is left alone, and said', async () => {
  await withBench({ account: account() }, async (bench) => {
    let writes = 0;
    const { probing: given } = probing({
      beforeWrite: () => {
        writes += 1;
        if (writes === 2) nodeOf(bench.sandbox, PAT).description = 'By hand';
        return Promise.resolve();
      },
    });
    const { harm } = await bench.target.probe(given);

    expect(harm?.text).toContain('Somebody has written another description meanwhile');
    expect(nodeOf(bench.sandbox, PAT).description).toBe('By hand');
  });
});
