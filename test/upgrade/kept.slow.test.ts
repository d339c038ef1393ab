import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { answer, editWorkbook } from '../planfile/workbooks.ts';
import {
  conforms,
  keptDocument,
  keptFile,
  type Left,
  LINK_KEY,
  openLeft,
  PLAN_KEY,
  RELEASES,
  setClock,
} from './releases.ts';

/** What this version does with what former versions left behind. */

/** Who is changed in which way, and which user that is: the links are read as they were then. */
function gistOf({ changes }: Plan) {
  return changes.map(({ target, kind, operations, name, node, person, held, blocked }) => ({
    ...{ target, kind, operations, name, node, person },
    ...{ held: held?.id ?? null, blocked: blocked?.kind ?? null },
  }));
}

interface Applied {
  readonly exitCode: number;
  readonly outcomes: readonly { readonly change: string; readonly result: string }[];
}

let left: Left;

afterEach(() => {
  left.close();
  jest.useRealTimers();
});

describe.each(RELEASES)('when version %s had saved plans', (version) => {
  beforeEach(() => {
    setClock('2026-11-20T10:30:00.000Z');
    left = openLeft(version, 'planned');
  });

  test('links, names and earlier runs give the plan of then, and so does the snapshot', async () => {
    const then = gistOf(keptDocument(version, 'plan.json') as unknown as Plan);
    const now = await left.run(['plan', '--json']);
    const offline = await left.run(['plan', '--from', 'snapshot.json', '--json']);

    expect([now.code, offline.code]).toEqual([0, 0]);
    expect(gistOf(JSON.parse(now.stdout) as Plan)).toEqual(then);
    expect(gistOf(JSON.parse(offline.stdout) as Plan)).toEqual(then);
  });

  test('a plan is applied once, and ends as it did then', async () => {
    const first = await left.run(['apply', 'goto-only.json', '--yes', '--json']);
    const again = await left.run(['apply', 'goto-only.json', '--yes']);

    const { exitCode, outcomes } = keptDocument(version, 'apply.json') as unknown as Applied;
    const now = JSON.parse(first.stdout) as Applied;
    expect(first.code).toBe(exitCode);
    expect(now.outcomes.map(({ change, result }) => ({ change, result }))).toEqual(
      outcomes.map(({ change, result }) => ({ change, result })),
    );
    expect(again).toMatchObject({ code: 4 });
    expect(again.stderr).toContain('error PLAN_SPENT');
  });

  test('a signed plan is applied with its key only', async () => {
    const wrong = await left.run(['apply', 'signed.json', '--yes'], { ADSYNC_PLAN_KEY: LINK_KEY });
    const unsigned = await left.run(['apply', 'both.json', '--yes'], { ADSYNC_PLAN_KEY: PLAN_KEY });
    const right = await left.run(['apply', 'signed.json', '--yes'], { ADSYNC_PLAN_KEY: PLAN_KEY });

    expect([wrong.code, unsigned.code]).toEqual([4, 4]);
    expect(right.code).toBe(3);
    expect(right.stdout).toMatch(/Apply: [1-9]\d* of \d+ changes made/);
  });

  test('the workbook approves the rows that say yes', async () => {
    const { changes } = JSON.parse(readFileSync(join(left.path, 'both.json'), 'utf8')) as Plan;
    const ada = changes.filter(({ name, target }) => name === 'Ada King' && target.startsWith('rescue:'));
    await editWorkbook(join(left.path, 'both.xlsx'), join(left.path, 'approved.xlsx'), (workbook) => {
      answer(workbook, new Set(ada.map(({ id }) => id)));
    });

    const { code, stdout } = await left.run(['apply', 'both.json', '--approved', 'approved.xlsx', '--yes']);

    expect(code).toBe(0);
    expect(stdout).toContain('Apply: 1 of 1 approved change made');
  });

  test.each(['plan', 'explain', 'snapshot'])('a program of then reads what %s says today', async (command) => {
    const [who, file] = [command === 'explain' ? ['ada.king@corp.example'] : [], join(left.path, 'now.json')];
    const args = command === 'snapshot' ? [command, file] : [command, ...who, '--json'];
    const { stdout } = await left.run(args);

    const now = JSON.parse(command === 'snapshot' ? readFileSync(file, 'utf8') : stdout) as { format: string };
    // Another number of the format says that it may not be read as the former one.
    if (now.format !== keptDocument(version, `${command}.json`)['format']) return;
    expect(conforms(now, readFileSync(keptFile(version, 'schemas', `${command}.json`), 'utf8'))).toEqual([]);
  });

  test('sealed links are worth the same with their key, and nothing with another', async () => {
    left.close();
    left = openLeft(version, 'sealed');
    const right = await left.run(['plan', '--target', 'rescue'], { ADSYNC_LINK_KEY: LINK_KEY });
    const wrong = await left.run(['plan', '--target', 'rescue'], { ADSYNC_LINK_KEY: PLAN_KEY });

    expect(right.stdout).toContain('\nNo changes.');
    expect(wrong.stdout).not.toContain('\nNo changes.');
  });
});

describe.each(RELEASES)('when a run of version %s was killed', (version) => {
  beforeEach(() => {
    left = openLeft(version, 'ended');
  });

  test('its journals say of every run and change what they said then', async () => {
    setClock('2026-11-20T16:00:00.000Z');
    const runs = await left.run(['history', '--json']);
    const changes = await left.run(['history', '--changes', '--json']);

    expect(JSON.parse(runs.stdout)).toMatchObject(keptDocument(version, 'history.json'));
    expect(JSON.parse(changes.stdout)).toMatchObject(keptDocument(version, 'changes.json'));
  });

  test('the built program takes its locks over, looks up the open call and goes on; then nothing is left', async () => {
    const told = await left.built(['plan']);
    const applied = await left.built(['apply', '--yes', '--target', 'rescue']);
    const again = await left.built(['apply', '--yes', '--target', 'rescue']);

    expect(told.stderr).toContain('broke off');
    expect([told.code, applied.code, again.code]).toEqual([0, 0, 0]);
    expect(settledCalls(left)).toEqual([{ call: 3, carriedOut: 'yes' }]);
    expect(again.stdout).toContain('No changes');
    const emails = technicians(left);
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails).toContain('kim@corp.example');
  });

  test('retry and undo go by its journals', async () => {
    setClock('2026-11-20T16:00:00.000Z');
    const retried = await left.run(['retry', '--target', 'goto', '--yes']);
    const run = journals(left).find((name) => name.includes('T130000')) ?? '';
    const undone = await left.run(['undo', run, '--out', 'undo.json']);

    expect(retried.code).toBe(3);
    expect(retried.stdout).toContain('Out of licences:\n  grant: Hal Abelson');
    expect(undone.code).toBe(0);
    expect(undone.stdout).toContain(`Undoes the run ${run}`);
  });
});

function journals({ path }: Left): string[] {
  return readdirSync(join(path, '.adsync', 'runs')).map((name) => name.replace('.jsonl', ''));
}

/** What the run that was killed had under way, as the next one has noted it. */
function settledCalls(left: Left): unknown {
  const run = journals(left).find((name) => name.includes('T150000')) ?? '';
  const lines = readFileSync(join(left.path, '.adsync', 'runs', `${run}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return (JSON.parse(lines.at(-1) ?? '') as { calls?: unknown }).calls;
}

function technicians({ path }: Left): string[] {
  const { nodes } = JSON.parse(readFileSync(join(path, 'account.json'), 'utf8')) as {
    nodes: { email: string; type: string }[];
  };
  return nodes.filter(({ type, email }) => type === 'Technician' && email !== '').map(({ email }) => email);
}
