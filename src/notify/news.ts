import type { NotifyEvent } from '../core/settings.ts';
import type {
  FailedInRound,
  HeldInRound,
  RoundEvent,
  RoundReport,
  RoundsState,
  UnreadInRound,
} from '../run/rounds/events.ts';
import { failingIn, UNKNOWN } from '../run/rounds/standing.ts';

/** Something to tell. What stands in `personal` may name people; the rest never does. */
export interface News {
  readonly event: NotifyEvent | 'test';
  readonly severity: 'error' | 'warning' | 'good';
  /** The YAML file as the user named it. */
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A sentence without a full stop, in our own words. */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly lines: readonly string[];
  readonly personal: readonly string[];
}

export type Fact = readonly [label: string, value: string];

/** What has been told about a file, and what waits for the end of the round. */
export interface Told {
  /** Code of the failure with which the last round failed; null = it went well, or there was none. */
  readonly failing: string | null;
  readonly quarantined: boolean;
  /** The faults of the file that were told; null = it is good. */
  readonly broken: string | null;
  readonly waiting: readonly News[];
}

export const NOTHING_TOLD: Told = { failing: null, quarantined: false, broken: null, waiting: [] };

/** Faults that were told before adsync was started: nobody knows any more which. */
const SOME_FAULTS = '';

/**
 * What was told when adsync ran last, so that a restart, or the next \`adsync run --once\`, does not tell it again.
 *
 * @param state how things stood then; null = it never ran
 */
export function toldBefore(state: RoundsState | null): Told {
  if (state === null) return NOTHING_TOLD;
  return {
    failing: failingIn(state)?.code ?? null,
    quarantined: state.quarantine !== null,
    broken: state.brokenSince === null ? null : SOME_FAULTS,
    waiting: [],
  };
}

/** What is to be told at once after an event, and what is to be remembered. */
export interface Telling {
  readonly told: Told;
  readonly news: readonly News[];
}

/**
 * Turns what the rounds tell into news: each thing once, when it changes. All of one round is told together, at its end.
 * `held-changed` and `failed-changed` come only when something has changed, so they need no memory here.
 */
export function tell(told: Told, event: RoundEvent): Telling {
  switch (event.kind) {
    case 'round-ended':
      return roundEnded(told, event);
    case 'held-changed':
      return waiting(told, event.added.length === 0 ? [] : [heldNews(event, event.added)]);
    case 'failed-changed':
      return waiting(told, event.added.length === 0 ? [] : [failedNews(event, event.added)]);
    case 'quarantine':
      return waiting({ ...told, quarantined: true }, told.quarantined ? [] : [quarantineNews(event)]);
    case 'recovered':
      return waiting({ ...told, quarantined: false }, [recoveredNews(event)]);
    case 'file-broken':
      return fileBroken(told, event);
    case 'file-reloaded':
      return told.broken === null ? { told, news: [] } : { told: { ...told, broken: null }, news: [mendedNews(event)] };
    default:
      return { told, news: [] };
  }
}

type Of<Kind extends RoundEvent['kind']> = Extract<RoundEvent, { kind: Kind }>;

function waiting(told: Told, news: readonly News[]): Telling {
  return { told: { ...told, waiting: [...told.waiting, ...news] }, news: [] };
}

function roundEnded(told: Told, { file, at, report }: Of<'round-ended'>): Telling {
  const failing = report.end === 'failed' ? (report.failure?.code ?? UNKNOWN) : null;
  const isNews = failing !== null && failing !== told.failing;
  const unread = (report.unread ?? []).filter(({ since }) => since === report.endedAt);
  const news = [
    ...(isNews ? [failureNews(file, at, failing, report)] : []),
    ...(unread.length === 0 ? [] : [unreadNews(file, at, unread)]),
    ...told.waiting,
  ];
  // A round that was told to stop says nothing about the next one.
  const kept = report.end === 'interrupted' ? told.failing : failing;
  return { told: { ...told, failing: kept, waiting: [] }, news };
}

function failureNews(file: string, at: string, code: string, { failure }: RoundReport): News {
  return {
    ...{ event: 'roundFailed', severity: 'error', file, at },
    title: 'A round failed',
    facts: [['Code', code]],
    lines: [],
    personal: failure === null ? [] : [failure.text, failure.advice],
  };
}

/** What the round before could read. */
function unreadNews(file: string, at: string, unread: readonly UnreadInRound[]): News {
  return {
    ...{ event: 'roundFailed', severity: 'error', file, at },
    title: 'An account or a group could not be read; the rest was made',
    facts: [['Code', [...new Set(unread.map(({ code }) => code))].join(', ')]],
    lines: [],
    personal: unread.map(({ text }) => text),
  };
}

function quarantineNews({ file, at, failures, until }: Of<'quarantine'>): News {
  return {
    ...{ event: 'quarantine', severity: 'error', file, at },
    title: `${failures} rounds have failed one after the other`,
    facts: [['Next round', until]],
    lines: ['The rounds come farther apart until one goes well.'],
    personal: [],
  };
}

function recoveredNews({ file, at, failures, since }: Of<'recovered'>): News {
  return {
    ...{ event: 'recovered', severity: 'good', file, at },
    title: `It works again after ${counted(failures, 'failed round')}`,
    facts: [['Failed since', since]],
    lines: [],
    personal: [],
  };
}

function heldNews({ file, at }: Of<'held-changed'>, added: readonly HeldInRound[]): News {
  const people = added.reduce((sum, one) => sum + one.people, 0);
  return {
    ...{ event: 'held', severity: 'warning', file, at },
    title: `${counted(people, 'change')} ${people === 1 ? 'waits' : 'wait'} for an approval`,
    facts: [],
    lines: added.map(({ id, target, limit, people: count }) => `${target}: ${limit} holds ${count}. Its id is ${id}`),
    personal: [],
  };
}

function failedNews({ file, at }: Of<'failed-changed'>, added: readonly FailedInRound[]): News {
  const kinds = new Map<string, number>();
  for (const { target, kind } of added) kinds.set(`${target}: ${kind}`, (kinds.get(`${target}: ${kind}`) ?? 0) + 1);
  return {
    ...{ event: 'changesFailed', severity: 'warning', file, at },
    title: `${counted(added.length, 'change')} failed`,
    facts: [...kinds].map(([kind, count]) => [kind, String(count)]),
    lines: [],
    personal: added.map(({ name, text }) => `${name}: ${text}`),
  };
}

function fileBroken(told: Told, { file, at, diagnostics }: Of<'file-broken'>): Telling {
  const places = diagnostics.map(({ code, line, column }) => `${code} in line ${line}, column ${column}`);
  const broken = JSON.stringify(places);
  if (broken === told.broken || told.broken === SOME_FAULTS) return { told: { ...told, broken }, news: [] };
  const news: News = {
    ...{ event: 'fileBroken', severity: 'error', file, at },
    title: `The file has ${counted(diagnostics.length, 'fault')}`,
    facts: [],
    lines: ['The last good one stays in use.', ...places],
    personal: diagnostics.map(({ line, message }) => `Line ${line}: ${message}`),
  };
  return { told: { ...told, broken }, news: [news] };
}

function mendedNews({ file, at }: Of<'file-reloaded'>): News {
  return {
    ...{ event: 'fileBroken', severity: 'good', file, at },
    title: 'The file is good again',
    facts: [],
    lines: [],
    personal: [],
  };
}

/** What `--notify-test` sends. */
export function testNews(file: string, at: string): News {
  return {
    ...{ event: 'test', severity: 'good', file, at },
    title: 'This is a test',
    facts: [],
    lines: ['Somebody has started adsync run --notify-test. Nothing was read or changed.'],
    personal: [],
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
