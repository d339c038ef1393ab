import { onlySection } from '../plan/section.ts';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { targetId } from '../core/target-id.ts';
import type { Change, FailureKind, Outcome, Plan } from '../plan/model.ts';
import { syncFolder } from '../files/sync-folder.ts';
import type { CallJournal } from '../targets/journal.ts';
import { newAppender } from './appender.ts';
import {
  type ApprovedIn,
  type ChangeLine,
  JOURNAL_FORMAT,
  type JournalLine,
  type RunEnd,
  type RunLine,
  type StartedBy,
} from './journal-lines.ts';
import { prepareFolder, unwritable } from './state-dir.ts';

/** The record of one run, written while it goes on. */
export interface RunJournal extends CallJournal {
  /** The name of the run. */
  readonly run: string;
  /** What became of one change. */
  outcome(outcome: Outcome): void;
  /** Whether any call was carried out so far, or may have been. */
  hasWritten(): boolean;
  /**
   * The last line.
   *
   * @param text why the run was given up; empty otherwise
   * @throws Failure STATE_UNWRITABLE when not everything could be written
   */
  close(end: RunEnd, text: string): Promise<void>;
}

export interface JournalOptions {
  readonly stateDir: string;
  readonly plan: Plan;
  /** The command that makes the changes: apply, retry. */
  readonly command: string;
  /** Ids of the held sets that were let through. */
  readonly approved: readonly string[];
  /** Of whom only, as the command line says; empty = everybody. */
  readonly only?: readonly string[];
  /** The kinds of failures that are tried again; empty = all that was left undone. */
  readonly kinds?: readonly FailureKind[];
  readonly workbook?: ApprovedIn;
  /** The changes that are to be made; null or absent = all of them. */
  readonly approvedIds?: ReadonlySet<string> | null;
  readonly startedBy?: StartedBy;
  /** Tells runs of one second apart: a few letters or digits. */
  readonly suffix: string;
  readonly now: () => Date;
  /** Called before every call that changes something; what it throws keeps the call back. */
  readonly mayGoOn?: () => Promise<void>;
}

/**
 * Begins the journal of a run: `runs/<UTC time>-<suffix>.jsonl` in the state folder, with everything that is planned.
 * Where that cannot be written, nothing is left of it.
 *
 * @throws Failure STATE_UNWRITABLE
 */
export async function openJournal(options: JournalOptions): Promise<RunJournal> {
  const { stateDir, plan, command, approved, only = [], kinds = [], suffix, now, mayGoOn } = options;
  const { startedBy, workbook } = options;
  const folder = await prepareFolder(stateDir, 'runs');
  const run = `${now().toISOString().replaceAll(':', '')}-${suffix}`;
  const path = join(folder, `${run}.jsonl`);
  const appender = newAppender(await create(path), path);
  const at = (): string => now().toISOString();
  function add(line: JournalLine): void {
    appender.add(JSON.stringify(line));
  }
  function sync(line: JournalLine): Promise<void> {
    return appender.sync(JSON.stringify(line));
  }

  try {
    const part = {
      ...(only.length === 0 ? {} : { only }),
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(workbook === undefined ? {} : { workbook }),
      ...(startedBy === undefined ? {} : { startedBy }),
    };
    add(headOf(plan, { run, command, approved, ...part, at: at() }));
    const lines = plan.changes.map((change) => changeLine(change, options.approvedIds));
    lines.slice(0, -1).forEach(add);
    for (const last of lines.slice(-1)) await sync(last);
    await syncFolder(folder);
  } catch (error) {
    // Half a journal of a run that has not begun would be taken for one that broke off.
    await appender.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }

  let calls = 0;
  let written = false;
  return {
    run,
    async begin({ change, method, node, before, after }) {
      await mayGoOn?.();
      const call = ++calls;
      const start = now().getTime();
      const { id, person, name, email, operations } = change;
      const who = { change: id, method, node, person, name, email, operations };
      await sync({ type: 'begin', call, at: at(), ...who, before, after });
      return (end) => {
        written ||= end.class !== 'refused';
        add({ type: 'end', call, at: at(), ...end, duration: now().getTime() - start });
      };
    },
    outcome({ change, result, text, kind }) {
      add({ type: 'outcome', at: at(), change, result, text, ...(kind === undefined ? {} : { kind }) });
    },
    hasWritten: () => written,
    close(end, text) {
      add({ type: 'close', at: at(), end, text });
      return appender.close();
    },
  };
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'ax', 0o600);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function headOf(
  plan: Plan,
  given: Pick<RunLine, 'run' | 'command' | 'approved' | 'only' | 'kinds' | 'workbook' | 'startedBy' | 'at'>,
): RunLine {
  const { adsyncVersion, config, planId, changes } = plan;
  const { type, account, url } = onlySection(plan);
  const target = targetId(type, account);
  const undoes = plan.undoes === undefined ? {} : { undoes: plan.undoes };
  const facts = { adsyncVersion, plan: planId, config, target, account, url, changes: changes.length, ...undoes };
  return { type: 'run', format: JOURNAL_FORMAT, ...given, ...facts };
}

function changeLine(change: Change, approved: ReadonlySet<string> | null = null): ChangeLine {
  const { id, kind, operations, name, email, group, node, person, held, letThrough } = change;
  const line = { type: 'change', id, kind, operations, name, email, group, node, person, held, letThrough } as const;
  return approved === null || approved.has(id) ? line : { ...line, notApproved: true };
}
