import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Call } from '../core/traffic.ts';
import type { RoundEvent } from '../run/rounds/events.ts';
import { GAUGES, typeOf, word } from './gauges.ts';
import type { MonitorState } from './state.ts';

/** The metrics of this process in the text format of Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** Counts what an event tells. */
  count(event: RoundEvent): void;
  countCall(call: Call): void;
  /** All metrics as text. */
  exposition(): Promise<string>;
}

export interface MetricsOptions {
  readonly version: string;
  /** Of Node, as `v20.19.0`. */
  readonly node: string;
  /** Files whose rounds are counted, as the user named them. */
  readonly files: readonly string[];
  /** What the gauges show. */
  readonly state: () => MonitorState;
}

const ENDS = ['done', 'incomplete', 'failed', 'interrupted'] as const;
/** Seconds. */
const REQUEST_BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const ROUND_BUCKETS = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600];
/** More hosts than anybody has domain controllers and services: the others are one. */
const MOST_HOSTS = 50;

/** The results of changes that were tried. What is held or planned is so again in every round: it is no sum. */
const TRIED: ReadonlySet<string> = new Set(['done', 'pending', 'failed', 'stale', 'skipped', 'notApproved']);

/** Every label has few values, and none comes from a name or from a text of others. */
export function newMetrics({ version, node, files, state }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Every ten milliseconds, as is usual, would keep an idle machine awake.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 500 });
  const build = { name: 'adsync_build_info', help: '1; the labels say what runs.', registers };
  new Gauge({ ...build, labelNames: ['version', 'node'] }).set({ version, node }, 1);
  for (const { name, help, labels, values } of GAUGES) {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['file', ...labels],
      collect() {
        this.reset();
        for (const one of state().files) {
          for (const [own, value] of values(one)) this.set({ file: one.file, ...own }, value);
        }
      },
    });
  }
  const counters = newCounters(registers);
  for (const file of files) for (const end of ENDS) counters.rounds.inc({ file, end }, 0);
  const hosts = new Set<string>();
  return {
    contentType: registry.contentType,
    count(event) {
      if (event.kind === 'round-ended') countRound(counters, event);
    },
    countCall(call) {
      counters.requests.observe(labelsOf(call, hosts), call.ms / 1000);
    },
    exposition: () => registry.metrics(),
  };
}

type Counters = ReturnType<typeof newCounters>;

function newCounters(registers: Registry[]) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ): Histogram<Label> => new Histogram({ name, help, labelNames, buckets, registers });
  const requests = 'Time until a request was answered. outcome: ok, refused (an error came), failed (no answer came).';
  return {
    rounds: counter('adsync_rounds_total', 'Rounds that have ended, by how they ended.', ['file', 'end']),
    failures: counter('adsync_round_failures_total', 'Rounds that failed, by the code of the failure.', [
      'file',
      'code',
    ]),
    changes: counter('adsync_changes_total', 'Changes that were tried, by what became of them.', [
      'file',
      'target',
      'operation',
      'result',
    ]),
    calls: counter('adsync_calls_total', 'Requests of all rounds, by service or directory.', ['file', 'service']),
    readings: counter(
      'adsync_readings_total',
      'Readings of the directory. kind: full, or kept (it had not changed, and the last reading was used again).',
      ['file', 'kind'],
    ),
    seconds: counter('adsync_call_seconds_total', 'Seconds that these requests took together.', ['file', 'service']),
    durations: histogram('adsync_round_duration_seconds', 'Time that rounds took.', ['file'], ROUND_BUCKETS),
    requests: histogram('adsync_request_duration_seconds', requests, ['service', 'host', 'outcome'], REQUEST_BUCKETS),
  };
}

function countRound(counters: Counters, { file, report }: Extract<RoundEvent, { kind: 'round-ended' }>): void {
  counters.rounds.inc({ file, end: report.end });
  counters.durations.observe({ file }, Math.max(0, Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000);
  if (report.failure !== null) counters.failures.inc({ file, code: word(report.failure.code) });
  for (const { target, operation, result, count } of report.counts) {
    if (TRIED.has(result)) counters.changes.inc({ file, target: typeOf(target), operation, result }, count);
  }
  for (const kind of ['full', 'kept'] as const) counters.readings.inc({ file, kind }, report.readings?.[kind] ?? 0);
  for (const { service, calls, ms } of report.calls) {
    counters.calls.inc({ file, service: word(service) }, calls);
    counters.seconds.inc({ file, service: word(service) }, ms / 1000);
  }
}

function labelsOf(call: Call, hosts: Set<string>): { service: string; host: string; outcome: string } {
  const host = call.kind === 'http' ? call.host : call.url.replace(/^ldaps?:\/\//, '');
  if (hosts.size < MOST_HOSTS) hosts.add(host);
  return { service: word(call.service), host: hosts.has(host) ? host : 'other', outcome: outcomeOf(call) };
}

function outcomeOf(call: Call): string {
  if (call.kind === 'ldap') return call.entries === null ? 'failed' : 'ok';
  if (call.status === null) return 'failed';
  return call.status >= 200 && call.status < 400 ? 'ok' : 'refused';
}
