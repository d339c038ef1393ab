import { describe, expect, test } from '@jest/globals';
import { type News, NOTHING_TOLD, tell, toldBefore } from '../../src/notify/news.ts';
import type { RoundEvent, RoundsState } from '../../src/run/rounds/events.ts';
import {
  at,
  began,
  ended,
  failed,
  failedReport,
  FAILURE,
  FILE,
  held,
  OTHERS,
  report,
  roundsState,
} from '../monitoring/events.ts';

function newsOf(...events: readonly RoundEvent[]): News[] {
  let told = NOTHING_TOLD;
  return events.flatMap((event) => {
    const telling = tell(told, event);
    told = telling.told;
    return telling.news;
  });
}

const good = ended(report());
const bad = ended(failedReport());
const otherBad = ended(failedReport({ ...FAILURE, code: 'LDAP_TIMEOUT' }));
const heldNow: RoundEvent = { kind: 'held-changed', file: FILE, at: at(1), added: [held()], gone: [] };
const heldGone: RoundEvent = { kind: 'held-changed', file: FILE, at: at(1), added: [], gone: [held()] };
const failedNow: RoundEvent = { kind: 'failed-changed', file: FILE, at: at(1), added: [failed()], gone: [] };
const failedGone: RoundEvent = { kind: 'failed-changed', file: FILE, at: at(1), added: [], gone: [failed()] };
/** A round of {@link report} ends after a minute. */
const lost = (since: number) => ({ code: 'TARGET_LOST', subject: 'rescue', text: 'Ada?', since: at(since) });
const broken2: RoundEvent = {
  ...OTHERS.broken,
  diagnostics: [...OTHERS.broken.diagnostics, ...OTHERS.broken.diagnostics],
};

describe('what is told', () => {
  test.each<readonly [string, readonly RoundEvent[], readonly string[]]>([
    ['a good round: nothing', [began(), good], []],
    ['a failed round', [began(), bad], ['A round failed']],
    ['the same failure again: nothing', [bad, bad, bad], ['A round failed']],
    ['another failure', [bad, otherBad], ['A round failed', 'A round failed']],
    ['the same failure after a good round', [bad, good, bad], ['A round failed', 'A round failed']],
    ['after one that was told to stop: nothing', [bad, ended(report({ end: 'interrupted' })), bad], ['A round failed']],
    ['a round in which something is held: nothing of itself', [ended(report({ end: 'incomplete' }))], []],
    [
      'an account that could not be read, when it is new',
      [
        ended(report({ end: 'incomplete', unread: [lost(1)] })),
        ended(report({ end: 'incomplete', unread: [lost(0)] })),
      ],
      ['An account or a group could not be read; the rest was made'],
    ],
    ['held changes, at the end of the round', [heldNow], []],
    ['held changes', [heldNow, good], ['12 changes wait for an approval']],
    ['held changes that are gone: nothing', [heldGone, good], []],
    ['failed changes', [failedNow, good], ['1 change failed']],
    ['failed changes that are gone: nothing', [failedGone, good], []],
    [
      'quarantine, once',
      [OTHERS.quarantine, bad, OTHERS.quarantine, bad],
      ['A round failed', '3 rounds have failed one after the other'],
    ],
    ['recovery', [OTHERS.recovered, good], ['It works again after 4 failed rounds']],
    [
      'quarantine after recovery',
      [OTHERS.quarantine, bad, OTHERS.recovered, good, OTHERS.quarantine, bad],
      [
        'A round failed',
        '3 rounds have failed one after the other',
        'It works again after 4 failed rounds',
        'A round failed',
        '3 rounds have failed one after the other',
      ],
    ],
    ['a broken file, at once', [OTHERS.broken], ['The file has 1 fault']],
    ['the same faults again: nothing', [OTHERS.broken, OTHERS.broken], ['The file has 1 fault']],
    ['other faults', [OTHERS.broken, broken2], ['The file has 1 fault', 'The file has 2 faults']],
    ['a mended file', [OTHERS.broken, OTHERS.reloaded], ['The file has 1 fault', 'The file is good again']],
    ['a file that has changed: nothing', [OTHERS.reloaded], []],
    ['the end: nothing', [OTHERS.stopping], []],
  ])('%s', (_name, events, titles) => {
    expect(newsOf(...events).map(({ title }) => title)).toEqual(titles);
  });

  test('names people, and what may name some, in one place only', () => {
    const news = newsOf(bad, heldNow, failedNow, OTHERS.recovered, good, OTHERS.broken);
    const shown = JSON.stringify(news.map(({ personal, ...rest }) => ({ ...rest, personal: personal.length })));

    expect(shown).not.toMatch(/Ada|ada@corp|domain controller/);
    expect(news.map(({ event, severity, personal }) => [event, severity, personal.length])).toEqual([
      ['roundFailed', 'error', 2],
      ['held', 'warning', 0],
      ['changesFailed', 'warning', 1],
      ['recovered', 'good', 0],
      ['fileBroken', 'error', 1],
    ]);
  });

  test('says what to approve, and what failed', () => {
    const [holds, failures] = newsOf(heldNow, failedNow, good);

    expect(holds?.lines).toEqual([
      'rescue:560961: limits.disable holds 12. Its id is d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60',
    ]);
    expect(failures?.facts).toEqual([['goto:7: out-of-licences', '1']]);
  });
});

describe('a process that begins anew', () => {
  const state = roundsState();
  const failing = { failures: 1, since: at(0), code: FAILURE.code };
  const stillFailing = roundsState({ failing, last: failedReport() });
  const quarantine = { failures: 3, since: at(0), until: at(62) };
  const interrupted = roundsState({ failing, last: report({ end: 'interrupted' }) });

  test.each<readonly [string, RoundsState | null, readonly RoundEvent[], readonly string[]]>([
    ['tells a failure that is new', state, [bad], ['A round failed']],
    ['tells a failure that is new, without a state', null, [bad], ['A round failed']],
    ['does not tell a failure again', stillFailing, [bad, bad], []],
    ['tells another failure', stillFailing, [otherBad], ['A round failed']],
    ['does not tell it again after a round that was told to stop', interrupted, [bad], []],
    ['does not tell quarantine again', roundsState({ failing, quarantine }), [OTHERS.quarantine, bad], []],
    ['tells recovery', stillFailing, [OTHERS.recovered, good], ['It works again after 4 failed rounds']],
    ['does not tell a broken file again', roundsState({ brokenSince: at(0) }), [OTHERS.broken, OTHERS.broken], []],
    [
      'tells other faults, and that the file is good again',
      roundsState({ brokenSince: at(0) }),
      [OTHERS.broken, broken2, OTHERS.reloaded],
      ['The file has 2 faults', 'The file is good again'],
    ],
    [
      'tells that a file is good again that was broken before',
      roundsState({ brokenSince: at(0) }),
      [OTHERS.reloaded],
      ['The file is good again'],
    ],
  ])('%s', (_name, before, events, titles) => {
    let told = toldBefore(before);
    const news = events.flatMap((event) => {
      const telling = tell(told, event);
      told = telling.told;
      return telling.news;
    });

    expect(news.map(({ title }) => title)).toEqual(titles);
  });
});
