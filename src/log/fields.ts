// What a line of the log can hold. A line is made by picking fields out of these tables: whatever is in none of them, as a
// header or a body of a request, cannot be written.

/** Names of the fields, each with what may stand in it. `counts` = whole numbers by name. */
export const FIELDS = {
  file: ['text', 'the YAML file, as the user named it'],
  round: ['number', 'the number of the round since adsync started, from 1'],
  run: ['text', 'the run, as `adsync history` names it'],
  command: ['text', 'the command: plan, apply, retry, undo'],
  dryRun: ['flag', 'nothing is applied, only planned'],
  end: ['text', 'how it ended: `done`, `incomplete` (something is held, failed or unread), `failed`, `interrupted`'],
  exitCode: ['number', 'the exit code that `adsync apply` would have, or `adsync plan`'],
  ms: ['number', 'milliseconds that it took'],
  people: ['number', 'people of the directory that were read; null = nothing was planned'],
  groups: ['number', 'directory groups that were read; null = nothing was planned'],
  changes: [
    'counts',
    'changes by what became of them; in a round each operation of a change counts, and `skipped` are also those that it did not come to',
  ],
  calls: ['counts', 'calls by service: HTTP requests, and pages of LDAP searches'],
  readings: [
    'counts',
    'readings of the directory: `full`, and those that were [`kept`](run.md#unchanged-directories) and used again',
  ],
  runs: ['texts', 'the runs that it recorded, one for each account that it changed'],
  nextAt: ['text', 'when the next round begins; null = there is none'],
  id: ['text', 'the id of a held set, for `--approve`'],
  target: ['text', 'the type of the target: rescue, goto'],
  limit: ['text', 'what holds it: a limit, or what else does'],
  name: ['text', 'the name of the user or group'],
  change: ['text', 'the id of the change, the same in every round'],
  operations: ['texts', 'what was to be done'],
  result: ['text', 'what became of it ([history.md](history.md#how-a-change-ends))'],
  kind: ['text', 'the kind of the failure ([history.md](history.md#kinds-of-failures))'],
  since: ['text', 'since when'],
  until: ['text', 'until when'],
  failures: ['number', 'rounds that have failed one after the other'],
  sha256: ['text', 'digest of the file'],
  diagnostics: ['number', 'faults that the file has'],
  code: ['text', 'the code of the message ([codes.md](codes.md))'],
  advice: ['text', 'what to do'],
  line: ['number', 'line in the file, from 1'],
  column: ['number', 'column in the file, from 1'],
  service: ['text', 'for whom the call was: rescue, goto, entra, ldap'],
  host: ['text', 'host and port'],
  method: ['text', 'the method of HTTP'],
  path: ['text', 'the path without its query; a part that could name somebody is `…`'],
  parameters: ['texts', 'names of the parameters of the query, without their values'],
  status: ['number', 'the status of HTTP; null = no answer came'],
  url: ['text', 'the address of the domain controller'],
  page: ['number', 'which page of the answer, from 1'],
  entries: ['number', 'entries on the page; null = it did not come'],
  search: ['text', 'the search as a command line of ldapsearch, without the password'],
} as const;

export type FieldName = keyof typeof FIELDS;

/** What a field of each sort takes. */
interface Values {
  readonly text: string | null;
  readonly number: number | null;
  readonly flag: boolean;
  readonly texts: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export type FieldValue = Values[keyof Values];

export type ValueOf<Name extends FieldName> = Values[(typeof FIELDS)[Name][0]];
