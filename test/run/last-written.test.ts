import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import { bearerOf, NO_MEMORY } from '../../src/plan/elsewhere.ts';
import type { BeginLine, EndLine, RunLine } from '../../src/run/journal-lines.ts';
import type { RunRecord } from '../../src/run/journal-read.ts';
import { memoryOf, readMemory } from '../../src/run/last-written.ts';
import { changeLine, headLine, nameAt, recordOf } from './records.ts';

type Written = BeginLine['after'];
const ID = targetId('goto', '77');

function call(node: string | null, after: Written, end: Partial<EndLine> | null = {}): RunRecord['calls'][number] {
  const at = '2026-11-22T09:00:01.000Z';
  const who = { change: 'ada', person: null, name: 'ada', email: null, operations: ['update'] } as const;
  return {
    begin: { type: 'begin', call: 1, at, method: 'set', node, before: {}, after, ...who },
    end: end === null ? null : { type: 'end', call: 1, at, class: 'ok', word: 'OK', node: null, duration: 1, ...end },
  };
}

function record(calls: RunRecord['calls'], given: Partial<RunRecord> = {}, head: Partial<RunLine> = {}): RunRecord {
  return { ...recordOf([['ada', { result: 'done' }]], head), calls, ...given };
}

const CLOSE = { type: 'close', at: '2026-11-22T09:00:03.000Z', end: 'done', text: '' } as const;

describe('what was last written', () => {
  test.each<[string, readonly RunRecord[], Written | undefined]>([
    [
      'the last run counts',
      [record([call('7', { a: '1', b: '1' })]), record([call('7', { a: '2' })])],
      { a: '2', b: '1' },
    ],
    [
      'a refused call wrote nothing',
      [record([call('7', { a: '1' }), call('7', { a: '2' }, { class: 'refused' })])],
      { a: '1' },
    ],
    [
      'a failed one may have written',
      [record([call('7', { a: '1', b: '1' }), call('7', { a: '2' }, { class: 'failed' })])],
      { b: '1' },
    ],
    ['so may one that broke off', [record([call('7', { a: '1' }), call('7', { a: '2' }, null)])], {}],
    [
      'unless it was settled',
      [
        record([call('7', { a: '2' }, null)], {
          settled: { type: 'settled', at: '', calls: [{ call: 1, carriedOut: 'yes' }] },
        }),
      ],
      { a: '2' },
    ],
    ['a created node is known by the end', [record([call(null, { a: '1' }, { node: '7' })])], { a: '1' }],
    ['a call that created nothing', [record([call(null, { a: '1' }, { class: 'failed' })])], undefined],
  ])('%s', (_title, records, expected) => {
    expect(memoryOf(records, null).written.get('7')).toEqual(expected);
  });

  test('who has got which nodes', () => {
    const change = changeLine('ada', { person: 'p1' as never, kind: 'user' });
    const memory = memoryOf(
      [record([call(null, {}, { node: '7' }), call('7', {}), call('8', {})], { changes: [change] })],
      null,
    );

    expect(memory.nodes.get(bearerOf(change))).toEqual(['7', '8']);
  });

  test.each<[string, Partial<RunRecord>, string | null, boolean]>([
    ['of the former file, and ended', { close: CLOSE }, 'beef', true],
    ['of another file', { close: CLOSE }, 'cafe', false],
    ['broken off', { close: null }, 'beef', false],
    ['given up', { close: { ...CLOSE, end: 'gaveUp' } }, 'beef', false],
    ['of nobody knows which', { close: CLOSE }, null, false],
  ])('a last run that is %s', (_title, given, sha256, expected) => {
    expect(memoryOf([record([], given)], sha256).isOfBase).toBe(expected);
  });

  test('what the last run left undone', () => {
    const { undone } = memoryOf(
      [
        recordOf([
          ['ada', { result: 'done' }],
          ['bob', { result: 'failed' }],
          ['cleo', null],
        ]),
      ],
      null,
    );

    expect([...undone]).toEqual(['bob', 'cleo']);
  });
});

describe('the journals of a state folder', () => {
  test('nothing is known from before one that cannot be read, and nothing from other accounts', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'adsync-memory-'));
    await mkdir(join(stateDir, 'runs'));
    const days = ['20', '21', '22'].map((day) => `2026-11-${day}T09:00:00.000Z`);
    const write = async (at: string, after: Written, target = ID, format = 'adsync.journal/1'): Promise<void> => {
      const { begin, end } = call('7', after);
      const lines = [{ ...headLine({ at, target }), format }, changeLine('ada'), begin, end, CLOSE];
      await writeFile(
        join(stateDir, 'runs', `${nameAt(at)}.jsonl`),
        lines.map((line) => JSON.stringify(line)).join('\n'),
      );
    };
    const [first = '', second = '', third = ''] = days;
    await expect(readMemory(stateDir, ID, null)).resolves.toEqual(NO_MEMORY);

    await write(first, { a: '1' });
    await write(second, { b: '2' }, targetId('goto', '78'));
    await write(third, { c: '3' });
    expect((await readMemory(stateDir, ID, 'beef')).written.get('7')).toEqual({ a: '1', c: '3' });
    await write(second, { b: '2' }, ID, 'adsync.journal/9');
    expect((await readMemory(stateDir, ID, 'beef')).written.get('7')).toEqual({ c: '3' });
    await rm(stateDir, { recursive: true });
  });
});
