import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadCases } from '../../src/cases/load-cases.ts';
import { Failure } from '../../src/core/failure.ts';
import { targetId } from '../../src/core/target-id.ts';
import { loadPlan } from '../../src/planfile/load.ts';
import { recallHolds, rememberHolds } from '../../src/run/holds.ts';
import { isForeign, listRuns, readJournal } from '../../src/run/journal-read.ts';
import { recallNames } from '../../src/run/names.ts';
import { loadSandboxAccount } from '../../src/sandbox/index.ts';
import { loadSnapshot } from '../../src/snapshot/load.ts';
import { load } from '../config/memory-inputs.ts';
import { keptFile } from './releases.ts';

/** After an upgrade that was taken back: what a newer version has written is refused with a sentence, and not touched. */

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-newer-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A file of 0.1.0 with a format of the future. */
function newer(from: readonly string[], format: RegExp, to: string): string {
  const text = readFileSync(keptFile('0.1.0', ...from), 'utf8');
  const path = join(folder, to);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text.replace(format, '$19'));
  expect(readFileSync(path, 'utf8')).not.toBe(text);
  return path;
}

async function said(done: Promise<unknown>): Promise<string> {
  try {
    await done;
  } catch (error) {
    if (error instanceof Failure) return `${error.code} ${error.message} ${error.advice}`.replaceAll(folder, '');
    throw error;
  }
  return 'was read';
}

describe('what a newer version has written is refused', () => {
  test('a plan', async () => {
    const path = newer(['plans', 'both.json'], /(adsync\.plan\/)\d+/, 'plan.json');

    expect(await said(loadPlan(path, null))).toBe(
      'PLAN_VERSION /plan.json is a plan of the format adsync.plan/9; this version of adsync reads adsync.plan/2. Make a new plan with: adsync plan --out FILE',
    );
  });

  test('a snapshot', async () => {
    const path = newer(['documents', 'snapshot.json'], /(adsync\.snapshot\/)\d+/, 'snapshot.json');

    expect(await said(loadSnapshot(path, 'snapshot.json', new AbortController().signal))).toBe(
      'SNAPSHOT_VERSION snapshot.json has the format "adsync.snapshot/9"; this version of adsync reads adsync.snapshot/1. Take the snapshot again with: adsync snapshot FILE',
    );
  });

  test('what names of mappings meant, without the advice to remove it', async () => {
    newer(['ended', 'state', 'names', 'rescue-560961.json'], /(adsync\.names\/)\d+/, 'names/rescue-560961.json');

    expect(await said(recallNames(folder, targetId('rescue', '560961')))).toBe(
      'STATE_UNREADABLE What the names of the mappings meant stands in /names/rescue-560961.json as adsync.names/9, and this version of adsync reads adsync.names/1. Use a version of adsync that is no older than the one that wrote it.',
    );
  });

  test('whom a hold stood for, which is not written anew either', async () => {
    const [name = ''] = readdirSync(keptFile('0.1.0', 'ended', 'state', 'holds'));
    const path = newer(['ended', 'state', 'holds', name], /(adsync\.hold\/)\d+/, `holds/${name}`);
    const before = readFileSync(path, 'utf8');
    const id = name.replace('.json', '');

    const sentence = `STATE_UNREADABLE Whom the hold ${id} stands for is noted as adsync.hold/9, and this version of adsync reads adsync.hold/1. Use a version of adsync that is no older than the one that wrote it.`;
    expect(await said(recallHolds(folder, [id]))).toBe(sentence);
    expect(await said(rememberHolds(folder, new Map([[id, []]])))).toBe(sentence);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('a journal, which is left to the version that wrote it', async () => {
    const [name = ''] = readdirSync(keptFile('0.1.0', 'ended', 'state', 'runs'));
    newer(['ended', 'state', 'runs', name], /(adsync\.journal\/)\d+/, `runs/${name}`);
    const [run = ''] = await listRuns(folder);
    const found = await readJournal(folder, run);

    expect(found !== null && isForeign(found)).toBe(true);
    expect(found).toMatchObject({ format: 'adsync.journal/9', adsyncVersion: '0.1.0' });
  });

  test('the file, and one of test cases', async () => {
    const loaded = await load('version: 9\ndirectory: { type: file, path: directory.ldif }\n');
    const bytes = new TextEncoder().encode('version: 9\ncases: []\n');
    const known = { targets: new Map<string, string[]>(), operations: [] };
    const cases = await loadCases('/tests/a.yaml', 'a.yaml', () => Promise.resolve(bytes), known);

    const told = { code: 'VERSION_UNSUPPORTED', line: 1, column: 10 };
    expect(loaded.ok ? [] : loaded.diagnostics).toContainEqual(expect.objectContaining(told));
    expect(cases.ok ? [] : cases.diagnostics).toContainEqual(
      expect.objectContaining({
        ...told,
        advice: 'Write "version: 1". What is written for a newer adsync needs that one.',
      }),
    );
  });

  test('a stand-in account', async () => {
    const path = newer(['ended', 'account.json'], /(adsync\.sandbox-account\/)\d+/, 'account.json');

    expect(await said(loadSandboxAccount(path))).toContain('"format" must be "adsync.sandbox-account/1"');
  });
});
