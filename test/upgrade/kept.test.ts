import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/core/secret.ts';
import { targetId } from '../../src/core/target-id.ts';
import { loadPlan } from '../../src/planfile/load.ts';
import { refuseSpent } from '../../src/planfile/ledger.ts';
import { recallHolds } from '../../src/run/holds.ts';
import { isForeign, listRuns, readJournal } from '../../src/run/journal-read.ts';
import { lockOwner } from '../../src/run/lock.ts';
import { recallNames } from '../../src/run/names.ts';
import { loadSnapshot } from '../../src/snapshot/load.ts';
import { conforms, keptDocument, keptFile, type Left, LINK_KEY, openLeft, PLAN_KEY, RELEASES } from './releases.ts';

/** What former versions left behind is read by this one. What it does with it is shown in kept.slow.test.ts. */

test('there is a folder for the first release', () => {
  expect(RELEASES).toContain('0.1.0');
});

describe.each(RELEASES)('of version %s', (version) => {
  let left: Left;
  let state = '';

  beforeEach(() => {
    left = openLeft(version, 'ended');
    state = join(left.path, '.adsync');
  });

  afterEach(() => {
    left.close();
  });

  test('its file has no fault, and nothing to warn of', async () => {
    expect(await left.run(['validate'])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['rescue.json', 'goto-only.json', 'both.json', 'signed.json'])('the plan %s is read', async (name) => {
    const plan = await loadPlan(keptFile(version, 'plans', name), null);

    expect(plan.adsyncVersion).toBe(version);
    expect(plan.changes.length).toBeGreaterThan(3);
  });

  test('a signature is proved with its key, and with no other', async () => {
    const path = keptFile(version, 'plans', 'signed.json');

    await expect(loadPlan(path, new Secret(PLAN_KEY))).resolves.toMatchObject({ adsyncVersion: version });
    await expect(loadPlan(path, new Secret(LINK_KEY))).rejects.toMatchObject({ code: 'PLAN_SIGNATURE' });
  });

  test('the snapshot is read', async () => {
    const path = keptFile(version, 'documents', 'snapshot.json');
    const { targets } = await loadSnapshot(path, 'snapshot.json', new AbortController().signal);

    expect(targets.map(({ type }) => type)).toEqual(['rescue', 'goto']);
  });

  test('every journal is read to its last line', async () => {
    const records = await Promise.all((await listRuns(state)).map((run) => readJournal(state, run)));

    const told = records.map((record) => {
      if (record === null || isForeign(record)) return record;
      return [record.head.command, record.torn, record.changes.length - record.head.changes, record.close?.end ?? null];
    });
    expect(told).toEqual([
      ['apply', 0, 0, null],
      ['retry', 0, 0, 'done'],
      ['undo', 0, 0, 'done'],
      ...new Array<unknown>(5).fill(['apply', 0, 0, 'done']),
    ]);
  });

  test('the plan that is spent is known as spent for its account, and as no other', async () => {
    const spent = await loadPlan(keptFile(version, 'plans', 'goto-only.json'), null);
    const other = await loadPlan(keptFile(version, 'plans', 'both.json'), null);
    const ledger = { stateDir: state, target: targetId('goto', '1234567890123456789') };

    await expect(refuseSpent(spent, ledger)).rejects.toMatchObject({ code: 'PLAN_SPENT' });
    await expect(refuseSpent(other, ledger)).resolves.toBeUndefined();
  });

  test('whom holds stood for is known by name, and what names of mappings meant', async () => {
    const ids = readdirSync(join(state, 'holds')).map((name) => name.replace('.json', ''));
    const holds = await recallHolds(state, ids);
    const names = await recallNames(state, targetId('rescue', '560961'));

    expect([...holds.keys()]).toEqual(ids);
    expect([...holds.values()].flat().map(({ name }) => name)).toContain('Bob Noyce');
    expect([...names.keys()]).toEqual(['helpdesk']);
  });

  test('its lock counts as long as it shows life', async () => {
    const target = targetId('rescue', '560961');
    const processes = { pid: 1, host: 'another', place: 'elsewhere', isRunning: () => false };
    const options = { stateDir: state, target, processes, now: () => new Date() };
    const gone = await lockOwner(options);
    const now = new Date();
    for (const name of readdirSync(join(state, 'locks'))) utimesSync(join(state, 'locks', name), now, now);

    expect(gone).toBeNull();
    expect(await lockOwner(options)).toMatchObject({ host: 'fixture', command: 'adsync apply' });
  });

  test.each(['plan', 'apply', 'explain', 'snapshot'])('its %s is what the schema of today says', (name) => {
    expect(conforms(keptDocument(version, `${name}.json`), schemaOf(name))).toEqual([]);
  });
});

function schemaOf(name: string): string {
  return readFileSync(join(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8');
}
