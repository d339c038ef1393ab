import { describe, expect, test } from '@jest/globals';
import { newMetrics, type Metrics } from '../../src/monitoring/metrics.ts';
import { after, newState } from '../../src/monitoring/state.ts';
import type { Call } from '../../src/core/traffic.ts';
import type { RoundEvent } from '../../src/run/rounds/events.ts';
import { at, began, ended, failed, failedReport, FILE, held, ms, OTHERS, report } from './events.ts';

function metricsAfter(events: readonly RoundEvent[], calls: readonly Call[] = []): Metrics {
  const state = events.reduce(after, newState([FILE]));
  const metrics = newMetrics({ version: '1.2.3', node: 'v20.19.0', files: [FILE], state: () => state });
  for (const event of events) metrics.count(event);
  for (const call of calls) metrics.countCall(call);
  return metrics;
}

/** Lines of the text that begin with `adsync_`, by name and labels. */
async function values(metrics: Metrics): Promise<Record<string, number>> {
  const lines = (await metrics.exposition()).split('\n').filter((line) => line.startsWith('adsync_'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ [^ ]+$/, ''), Number(line.split(' ').at(-1))]));
}

const counts = [
  { target: 'rescue', operation: 'create', result: 'done', count: 2 },
  { target: 'rescue', operation: 'disable', result: 'held', count: 12 },
] as const;
const calls = [{ service: 'ldap', calls: 7, ms: 1500 }];
const unread = [
  { code: 'TARGET_LOST', subject: 'rescue', text: 'No.', since: at(-30) },
  { code: 'GROUP_NOT_FOUND', subject: 'Sales', text: 'No.', since: at(0) },
  { code: 'GROUP_NOT_FOUND', subject: 'Support', text: 'No.', since: at(0) },
];
const full = report({
  ...{ end: 'incomplete', counts, calls, readings: { full: 1, kept: 2 }, unread, failed: [failed()] },
  held: [held(), held({ since: at(-60) })],
});

describe('metrics', () => {
  test('of a first round', async () => {
    expect(await values(metricsAfter([began(), ended(full)]))).toMatchObject({
      'adsync_build_info{version="1.2.3",node="v20.19.0"}': 1,
      'adsync_rounds_total{file="sync.yaml",end="incomplete"}': 1,
      'adsync_rounds_total{file="sync.yaml",end="failed"}': 0,
      'adsync_last_success_timestamp_seconds{file="sync.yaml"}': ms(1) / 1000,
      'adsync_last_round_timestamp_seconds{file="sync.yaml"}': ms(1) / 1000,
      'adsync_next_round_timestamp_seconds{file="sync.yaml"}': ms(15) / 1000,
      'adsync_quarantine_until_timestamp_seconds{file="sync.yaml"}': 0,
      'adsync_round_under_way{file="sync.yaml"}': 0,
      'adsync_file_broken{file="sync.yaml"}': 0,
      'adsync_dry_run{file="sync.yaml"}': 0,
      'adsync_directory_people{file="sync.yaml"}': 40,
      'adsync_directory_groups{file="sync.yaml"}': 3,
      'adsync_changes_total{file="sync.yaml",target="rescue",operation="create",result="done"}': 2,
      'adsync_round_changes{file="sync.yaml",target="rescue",operation="create",result="done"}': 2,
      'adsync_round_changes{file="sync.yaml",target="rescue",operation="disable",result="held"}': 12,
      'adsync_held_sets{file="sync.yaml",target="rescue",limit="limits.disable"}': 2,
      'adsync_held_people{file="sync.yaml",target="rescue",limit="limits.disable"}': 24,
      'adsync_held_since_timestamp_seconds{file="sync.yaml"}': ms(-60) / 1000,
      'adsync_failed_changes{file="sync.yaml",target="goto",kind="out-of-licences"}': 1,
      'adsync_failed_since_timestamp_seconds{file="sync.yaml"}': ms(0) / 1000,
      'adsync_unread_parts{file="sync.yaml",code="TARGET_LOST"}': 1,
      'adsync_unread_parts{file="sync.yaml",code="GROUP_NOT_FOUND"}': 2,
      'adsync_unread_since_timestamp_seconds{file="sync.yaml"}': ms(-30) / 1000,
      'adsync_calls_total{file="sync.yaml",service="ldap"}': 7,
      'adsync_readings_total{file="sync.yaml",kind="full"}': 1,
      'adsync_readings_total{file="sync.yaml",kind="kept"}': 2,
      'adsync_call_seconds_total{file="sync.yaml",service="ldap"}': 1.5,
      'adsync_round_duration_seconds_sum{file="sync.yaml"}': 60,
      'adsync_round_duration_seconds_count{file="sync.yaml"}': 1,
    });
  });

  test('count what is held or planned in no sum: it is so again in every round', async () => {
    const found = await values(metricsAfter([ended(full), ended(full)]));
    const sums = Object.keys(found).filter((name) => name.startsWith('adsync_changes_total'));

    expect(sums).toEqual(['adsync_changes_total{file="sync.yaml",target="rescue",operation="create",result="done"}']);
    expect(found[sums[0] ?? '']).toBe(4);
  });

  test('forget what the last round does not have any more', async () => {
    const found = Object.keys(await values(metricsAfter([ended(full), ended(report())])));

    expect(found.filter((name) => /held_sets|failed_changes|round_changes/.test(name))).toEqual([]);
  });

  test('of a failed round', async () => {
    const found = await values(metricsAfter([ended(report()), began(2), ended(failedReport()), OTHERS.quarantine]));

    expect(found).toMatchObject({
      'adsync_rounds_total{file="sync.yaml",end="failed"}': 1,
      'adsync_round_failures_total{file="sync.yaml",code="LDAP_UNREACHABLE"}': 1,
      'adsync_last_success_timestamp_seconds{file="sync.yaml"}': ms(1) / 1000,
      'adsync_quarantine_until_timestamp_seconds{file="sync.yaml"}': ms(62) / 1000,
    });
    expect(found).not.toHaveProperty(['adsync_directory_people{file="sync.yaml"}']);
  });

  test('of a round under way with a broken file, in quarantine until it recovers', async () => {
    const found = await values(metricsAfter([began(), OTHERS.broken, OTHERS.quarantine]));
    const later = await values(metricsAfter([OTHERS.quarantine, OTHERS.recovered, OTHERS.broken, OTHERS.reloaded]));

    expect(found).toMatchObject({
      'adsync_round_under_way{file="sync.yaml"}': 1,
      'adsync_file_broken{file="sync.yaml"}': 1,
      'adsync_last_success_timestamp_seconds{file="sync.yaml"}': 0,
    });
    expect(later['adsync_quarantine_until_timestamp_seconds{file="sync.yaml"}']).toBe(0);
    expect(later['adsync_file_broken{file="sync.yaml"}']).toBe(0);
  });

  test('of requests', async () => {
    const http = {
      kind: 'http',
      service: 'rescue',
      host: 'api.example',
      method: 'GET',
      path: '/secret/ada',
      parameters: [],
      ms: 30,
    } as const;
    const ldap = {
      kind: 'ldap',
      service: 'ldap',
      startTls: false,
      extendedDn: false,
      deleted: false,
      page: 1,
      pageSize: 1,
      url: 'ldaps://dc1:636',
      bindDn: 'x',
      base: '',
      scope: 'sub',
      filter: '',
    } as const;
    const search = { ...ldap, attributes: [], entries: 3, ms: 2000 };
    const all = [{ ...http, status: 200 }, { ...http, status: 429 }, { ...http, status: null }, search] as const;
    const metrics = metricsAfter([], [...all, { ...search, entries: null }]);

    expect(await values(metrics)).toMatchObject({
      'adsync_request_duration_seconds_count{service="rescue",host="api.example",outcome="ok"}': 1,
      'adsync_request_duration_seconds_count{service="rescue",host="api.example",outcome="refused"}': 1,
      'adsync_request_duration_seconds_count{service="rescue",host="api.example",outcome="failed"}': 1,
      'adsync_request_duration_seconds_sum{service="ldap",host="dc1:636",outcome="ok"}': 2,
      'adsync_request_duration_seconds_count{service="ldap",host="dc1:636",outcome="failed"}': 1,
    });
    expect(await metrics.exposition()).not.toMatch(/secret|ada/);
  });

  test('have labels of a bounded number, whatever comes', async () => {
    const host = (index: number) =>
      ({
        kind: 'http',
        service: 'goto',
        host: `h${index}`,
        method: 'GET',
        path: '',
        parameters: [],
        status: 200,
        ms: 1,
      }) as const;
    const hostile = report({
      held: [
        held({ target: 'x"}\n:1', limit: 'Ada Lovelace <b>' }),
        held({ target: 'rescue', limit: 'rescue.groups[3].disableLimit' }),
      ],
      failed: [failed({ name: 'Ada Lovelace', target: 'goto:Ada' })],
      calls: [{ service: 'https://ada.example/?x', calls: 1, ms: 1 }],
    });
    const text = await metricsAfter(
      [ended(hostile)],
      Array.from({ length: 200 }, (_, index) => host(index)),
    ).exposition();
    const hosts = new Set([...text.matchAll(/host="([^"]+)"/g)].map(([, name]) => name));

    expect(hosts.size).toBe(51);
    expect(text).toContain('adsync_held_sets{file="sync.yaml",target="other",limit="other"} 1');
    expect(text).toContain('adsync_held_sets{file="sync.yaml",target="rescue",limit="rescue.groups[].disableLimit"} 1');
    expect(text).not.toMatch(/Ada|ada\.example/);
  });
});
