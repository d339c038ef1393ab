import type { FieldName, ValueOf } from './fields.ts';

/** From what must be seen to what only helps to look for a fault. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type Level = (typeof LEVELS)[number];

/**
 * Every kind of line: its level, its fields, and what it says. The names are stable, and no field is ever taken away; later
 * versions may add kinds and fields.
 */
export const LINES = {
  'round-began': ['info', ['dryRun'], 'a round of `adsync run` begins'],
  'round-ended': [
    'info',
    [
      ...(['dryRun', 'end', 'exitCode', 'ms', 'people', 'groups'] as const),
      ...(['changes', 'calls', 'readings', 'runs', 'nextAt', 'code', 'advice'] as const),
    ],
    'a round has ended; the last line of each round. `warn` where something is held, failed or unread, `error` where the round failed',
  ],
  held: ['warn', ['id', 'target', 'limit', 'people', 'since'], 'a set is held that the round before did not hold'],
  'held-gone': ['info', ['id', 'target', 'limit', 'people', 'since'], 'a set is not held any more'],
  failed: [
    'warn',
    ['change', 'target', 'name', 'kind', 'since'],
    'a change fails that did not fail in the round before',
  ],
  'failed-gone': ['info', ['change', 'target', 'name', 'kind', 'since'], 'a change does not fail any more'],
  'put-off': ['warn', ['until'], 'another run works on an account; the round waits for it'],
  quarantine: [
    'warn',
    ['failures', 'until'],
    'rounds have failed one after the other, and the next ones are farther apart',
  ],
  recovered: ['info', ['failures', 'since'], 'the first round that went well after failures'],
  'file-reloaded': ['info', ['sha256'], 'the file has changed, and the next round goes by it'],
  'file-broken': ['error', ['diagnostics'], 'the file has changed and has faults; the last good one stays in use'],
  stopping: ['info', [], '`adsync run` ends'],
  'run-ended': [
    'info',
    ['command', 'exitCode', 'ms', 'people', 'groups', 'changes', 'calls'],
    'a command that plans or applies has ended; its last line',
  ],
  'change-ended': [
    'info',
    ['change', 'target', 'name', 'operations', 'result', 'kind'],
    'a change has ended; `warn` where it was not made',
  ],
  told: ['info', [], 'a sentence on what was found or done'],
  diagnostic: [
    'error',
    ['code', 'line', 'column', 'advice'],
    'a fault of the file; `warn` where it can be used all the same',
  ],
  failure: ['error', ['code', 'advice'], 'why a command ended, or a part of it'],
  progress: ['debug', [], 'what is being done'],
  detail: ['debug', [], 'something for whoever looks closely'],
  'http-call': [
    'debug',
    ['service', 'host', 'method', 'path', 'parameters', 'status', 'ms'],
    'a request by HTTP has its answer, or got none; those for tokens as well',
  ],
  'ldap-call': [
    'debug',
    ['service', 'url', 'page', 'entries', 'ms', 'search'],
    'a page of an LDAP search has come, or did not',
  ],
} as const satisfies Readonly<Record<string, readonly [Level, readonly FieldName[], string]>>;

export type LineKind = keyof typeof LINES;

type FieldsOf<Kind extends LineKind> = (typeof LINES)[Kind][1][number];

/** Of each line that is about one file, one round or one run. */
export interface About {
  readonly file?: string;
  readonly round?: number;
  readonly run?: string;
}

/** What one line says, before it is clean. Fields that are left out are not written. */
export type Entry<Kind extends LineKind = LineKind> = About & {
  readonly event: Kind;
  /** Where it is another than that of its kind. */
  readonly level?: Level;
  /** A sentence for people. Names in it come from outside. */
  readonly text: string;
} & { readonly [Name in FieldsOf<Kind>]?: ValueOf<Name> };

/** The level of an entry. */
export function levelOf({ event, level }: Pick<Entry, 'event' | 'level'>): Level {
  return level ?? LINES[event][0];
}

/** Whether lines of a level are written where `most` is. */
export function isWritten(level: Level, most: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(most);
}
