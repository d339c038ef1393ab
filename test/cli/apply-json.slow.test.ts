import { readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EXAMPLES } from '../e2e/adsync.ts';
import { type Example, openExample } from './example.ts';
import { adsync, type HostOptions, type Said } from './fake-host.ts';

/** `apply --json` and `retry --json`: what became of a plan, for programs. */

interface Document {
  readonly exitCode: number;
  readonly end: string;
  readonly givenUp: { readonly code: string } | null;
  readonly results: Readonly<Record<string, number>>;
  readonly outcomes: readonly { readonly change: string; readonly result: string; readonly text: string }[];
  readonly plan: { readonly changes: readonly { readonly id: string; readonly name: string }[] } | null;
}

const schema = JSON.parse(readFileSync(new URL('../../schemas/apply.schema.json', import.meta.url), 'utf8')) as object;
const isDocument = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(() => example.close());

function documentOf({ stdout, code }: Said): Document {
  const document = JSON.parse(stdout) as Document;
  isDocument(document);
  expect(isDocument.errors).toBeNull();
  expect(document.exitCode).toBe(code);
  return document;
}

async function run(args: readonly string[], options: HostOptions = {}): Promise<Document> {
  return documentOf(await example.run(args, options));
}

describe('the document', () => {
  test('has the plan as plan --json prints it, and one outcome for each of its changes', async () => {
    const planned = JSON.parse((await example.run(['plan', '--json'])).stdout) as Document['plan'];

    const applied = await run(['apply', '--yes', '--json']);

    const ids = planned?.changes.map(({ id }) => id) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(applied.plan).toEqual({ ...planned, createdAt: expect.any(String) });
    expect(applied.outcomes.map(({ change }) => change)).toEqual(ids);
    expect(applied).toMatchObject({ end: 'done', givenUp: null, wrote: true, results: { failed: 0, notTried: 0 } });
    expect(applied.results['done']).toBe(applied.outcomes.filter(({ result }) => result === 'done').length);
  });

  test('says what failed, and retry says what became of that', async () => {
    example.sandbox.switches.nameMaxLength = 10;

    const applied = await run(['apply', '--yes', '--json']);

    expect(applied.exitCode).toBe(3);
    expect(applied.results['failed']).toBeGreaterThan(0);
    expect(applied.outcomes.find(({ result }) => result === 'failed')?.text).not.toBe('');
    example.sandbox.switches.nameMaxLength = 128;
    const again = await run(['retry', '--yes', '--json']);
    expect(again).toMatchObject({ exitCode: 0, results: { done: applied.results['failed'], failed: 0 } });
  });

  test('of a retry with nothing left has no plan, and its sentence stands on stderr', async () => {
    await run(['apply', '--yes', '--json']);

    const said = await example.run(['retry', '--yes', '--json']);

    expect(documentOf(said)).toMatchObject({ plan: null, outcomes: [], text: '', results: { done: 0, notTried: 0 } });
    expect(said.stderr).toContain('there is nothing to try again');
  });

  test('of an apply with nothing to do has an empty plan', async () => {
    await run(['apply', '--yes', '--json']);

    expect(await run(['apply', '--yes', '--json'])).toMatchObject({
      outcomes: [],
      wrote: false,
      plan: { changes: [] },
    });
  });

  test('of a saved plan is the same', async () => {
    await example.run(['plan', '--out', 'plan.json']);

    const applied = await run(['apply', 'plan.json', '--yes', '--json']);

    expect(applied.outcomes).toHaveLength(applied.plan?.changes.length ?? 0);
  });

  test('is whole where the run is given up, and says why', async () => {
    const lockless = await openExample({
      faultFor(method) {
        if (method !== 'createGroup') return null;
        // Slow enough for the next look at the lock to come before the end.
        lockless.sandbox.switches.latency = 300;
        rmSync(join(lockless.path, '.adsync', 'locks'), { recursive: true, force: true });
        return null;
      },
    });
    const later = await lockless.run(['apply', '--yes', '--json']);
    await lockless.close();

    const document = documentOf(later);

    expect(document).toMatchObject({ exitCode: 3, end: 'gaveUp', wrote: true, givenUp: { code: 'LOCK_LOST' } });
    expect(document.outcomes).toHaveLength(document.plan?.changes.length ?? 0);
    expect(later.stderr).toContain('LOCK_LOST');
  });

  test('stands alone on stdout, also on a terminal', async () => {
    await run(['apply', '--yes', '--json'], { isTTY: true });
  });
});

describe('nothing stands on stdout', () => {
  test.each([['apply'], ['retry']])('where %s would have to ask', async (command) => {
    const said = await example.run([command, '--json'], { isTTY: true });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('JSON_NEEDS_YES');
    expect(said.stderr).toContain(`adsync ${command} --yes --json`);
    expect(example.sandbox.log).toEqual([]);
  });

  test('where nothing could be begun', async () => {
    const said = await example.run(['apply', 'missing.json', '--yes', '--json']);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).not.toBe('');
  });
});

test('names in it give no command to a CI system, and are the same when they are read', async () => {
  const name = '::error::x ##vso[task.setvariable variable=a]b';
  const ldif = await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8');
  await writeFile(
    join(example.path, 'directory.ldif'),
    ldif.replace('displayName: Ada Lovelace', `displayName: ${name}`),
  );

  const said = await example.run(['apply', '--yes', '--json']);

  expect(said.stdout).not.toMatch(/##\w*\[|^\s*::|"\s*::/im);
  expect(documentOf(said).plan?.changes.map((change) => change.name)).toContain(name);
});

test('its schema is printed', async () => {
  const said = await adsync(['schema', 'apply']);

  expect(JSON.parse(said.stdout)).toEqual(schema);
});
