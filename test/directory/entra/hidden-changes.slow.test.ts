import { afterEach, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import { graphFaultKinds } from '../../../src/sandbox/graph/index.ts';
import { PATIENCE } from '../../patience.ts';
import { guid } from '../../sandbox/graph/world.ts';
import { at, company } from './company.ts';
import { closeAll, newLab } from './fixture.ts';

afterEach(closeAll);

const settings = { timeouts: { request: PATIENCE, throttled: 5_000 } };

/** Whatever an answer is spoilt by, it hides no change and fails no reading. */
test.each(graphFaultKinds.filter((kind) => kind !== 'hang'))('a change is not hidden by %s', async (kind) => {
  const lab = await newLab(company());
  const { users, groups } = lab.sandbox.tenant;
  // Deleted for now: only the own groups tell that this user is back.
  at(groups, 0).members.push(guid(7));
  at(users, 6).deletedDateTime = '2026-11-01T00:00:00Z';
  const marked = await lab.settled(['Desk']);
  const changes = {
    'users/delta': () => (at(users, 0).accountEnabled = false),
    'groups/delta': () => {
      at(users, 0).accountEnabled = true;
      at(groups, 0).members.push(guid(6));
    },
    memberOf: () => {
      at(groups, 0).members.pop();
      at(users, 6).deletedDateTime = null;
    },
  };
  for (const [path, change] of Object.entries(changes)) {
    change();
    lab.sandbox.faults.splice(0, 1, { kind, path });

    const since = await lab.since(marked, { settings }).catch((error: unknown) => error);

    expect(since instanceof Failure ? { kind: 'unknown' } : since).not.toEqual({ kind: 'same' });
    expect(since instanceof Failure || (since instanceof Object && 'kind' in since)).toBe(true);
  }
  lab.sandbox.faults.splice(0, 1, { kind, path: 'delta' });
  expect((await lab.marked(['Desk'], { settings })).reading.kind).toBe('complete');
});
