import { describe, expect, test } from '@jest/globals';
import { liveness, readiness } from '../../src/monitoring/health.ts';
import { after, heardOf, type MonitorState, newState } from '../../src/monitoring/state.ts';
import type { RoundEvent } from '../../src/run/rounds/events.ts';
import { at, began, ended, failedReport, FILE, ms, OTHERS, report } from './events.ts';

function stateAfter(...events: readonly RoundEvent[]): MonitorState {
  return events.reduce(after, newState([FILE]));
}

const good = ended(report());
const bad = ended(failedReport());
const putOff: RoundEvent = { kind: 'put-off', file: FILE, at: at(1), why: 'another run', until: at(140) };
const last = ended(report(), null);

describe('/healthz', () => {
  test.each<readonly [string, MonitorState, number, boolean]>([
    ['before the first round', stateAfter(), 600, true],
    ['while a round goes on', stateAfter(began(0)), 65, true],
    ['a round without any answer for an hour and more', stateAfter(began(0)), 66, false],
    ['a long round that gets answers', heardOf(stateAfter(began(0)), FILE, ms(300)), 365, true],
    ['one that gets no more', heardOf(stateAfter(began(0)), FILE, ms(300)), 366, false],
    ['an answer before the round', heardOf(stateAfter(began(10)), FILE, ms(0)), 70, true],
    ['a round that waits for another run', stateAfter(began(0), putOff), 205, true],
    ['one that does not begin after it', stateAfter(began(0), putOff), 206, false],
    ['between two rounds', stateAfter(good), 15, true],
    ['a round that is a little late', stateAfter(good), 20, true],
    ['a round that does not come', stateAfter(good), 21, false],
    ['the last round was the last one', stateAfter(last), 600, true],
    ['a failed round', stateAfter(bad), 15, true],
    ['a broken file', stateAfter(good, OTHERS.broken), 15, true],
    ['adsync ends', stateAfter(good, OTHERS.stopping), 600, true],
  ])('%s', (_name, state, now, ok) => {
    expect(liveness(state, ms(now)).ok).toBe(ok);
  });

  test('says which file, and why', () => {
    expect(liveness(stateAfter(good), ms(31)).lines).toEqual(['sync.yaml: a round is 16 minutes late']);
    const silent = 'sync.yaml: a round has had no answer for 90 minutes';
    expect(liveness(stateAfter(began(0)), ms(90)).lines).toEqual([silent]);
  });

  test('one file that hangs is enough', () => {
    const state = stateAfter(good, ended(report(), at(600), 'other.yaml'));

    expect(liveness(state, ms(100)).ok).toBe(false);
  });

  test('the answers that another file gets do not count for it', () => {
    const both = stateAfter(began(0), began(0, 'other.yaml'));
    const silent = 'sync.yaml: a round has had no answer for 90 minutes';

    expect(liveness(heardOf(both, 'other.yaml', ms(89)), ms(90)).lines).toEqual([silent]);
  });
});

describe('/readyz', () => {
  test.each<readonly [string, MonitorState, string]>([
    ['no round yet', stateAfter(), 'sync.yaml: no round has ended yet'],
    ['the first round goes on', stateAfter(began(0)), 'sync.yaml: no round has ended yet'],
    ['a good round', stateAfter(good), 'ready'],
    ['one with held changes', stateAfter(ended(report({ end: 'incomplete', exitCode: 3 }))), 'ready'],
    ['a failed round', stateAfter(good, bad), 'sync.yaml: the last round failed (LDAP_UNREACHABLE)'],
    [
      'an interrupted one',
      stateAfter(ended(report({ end: 'interrupted' }))),
      'sync.yaml: the last round was interrupted',
    ],
    ['a good one after it', stateAfter(bad, good), 'ready'],
    ['a broken file', stateAfter(good, OTHERS.broken), 'sync.yaml: the file has errors; the last good one is in use'],
    ['a mended file', stateAfter(good, OTHERS.broken, OTHERS.reloaded), 'ready'],
    ['the end', stateAfter(good, OTHERS.stopping), 'adsync is ending'],
    ['another file', stateAfter(good, began(0, 'b.yaml')), 'b.yaml: no round has ended yet'],
  ])('%s', (_name, state, line) => {
    expect(readiness(state)).toEqual({ ok: line === 'ready', lines: [line] });
  });
});
