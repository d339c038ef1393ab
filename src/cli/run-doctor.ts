import { arch, platform } from 'node:os';
import { resolve } from 'node:path';
import { VERSION } from '../../generated/version.ts';
import type { Loaded } from '../config/load.ts';
import type { Checked, CheckResult } from '../core/check.ts';
import { examineEverything, type Watching } from '../doctor/doctor.ts';
import type { DoctorJob } from '../doctor/job.ts';
import { NOTHING_TRIED, probeAnswers, probeTargets } from '../doctor/probe.ts';
import { answersIn, type TargetAnswer } from '../doctor/recording.ts';
import { checksSummary, checkText } from '../render/checks.ts';
import { questionsText } from '../render/recording.ts';
import { type ChosenTarget, chooseTargets } from '../run/chosen-targets.ts';
import { loadKinds } from '../targets/registry.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { keepRecording, mustBeKeepable, type RecordWishes } from './keep-recording.ts';
import { probeAsked, probedUser } from './ask-probe.ts';
import { newProgress, type Progress } from './progress.ts';
import { load } from './settings.ts';
import { surroundingsOf } from './surroundings.ts';

export interface DoctorOptions extends Pick<DoctorJob, 'stateDir'> {
  readonly json: boolean;
  /** Sections of the file to look at; empty = all. */
  readonly targets: readonly string[];
  /** Where a recording goes, as it was named; null = none is taken. */
  readonly record: string | null;
  readonly yes: boolean;
  readonly force: boolean;
  /** Whether something is to be tried on a user, and on which; null = none was named. */
  readonly probe: boolean;
  readonly probeUser: string | null;
}

/** Makes the checks, shows each as it ends, and says what they mean together. */
export async function runDoctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const wishes = wishesOf(options);
  const user = probedUser(context, options);
  if (wishes !== null) await mustBeKeepable(context, wishes);
  const progress = newProgress(context);
  const job = await doctorJob(context, options, progress);
  const { stdout } = context.terminal;
  const { color, columns } = stdout;
  const watching: Watching = {
    elapsed: () => performance.now(),
    begin: ({ title }) => {
      progress.show(title);
    },
    ended(checked) {
      progress.clear();
      if (!options.json) stdout.write(checkText(context.mask(checked), { color, columns }));
    },
  };
  const checked = await examineEverything(job, watching);
  const probed = user === null ? NOTHING_TRIED : await probeTargets(job, watching, probeAsked(context, user, progress));
  const all = [...checked, ...probed.checks];
  if (!options.json) {
    for (const { target, answers } of probed.targets) stdout.write(`\n${questionsText(target, context.mask(answers))}`);
    stdout.write(`\n${checksSummary(all)}`);
  }
  const kept = wishes === null || job.targets.length === 0 ? null : await keepRecording(context, job, wishes);
  if (options.json) {
    const questions = [...(kept === null ? [] : answersIn(kept.recording)), ...context.mask(probeAnswers(probed))];
    stdout.writeJson({ ...documentOf(context, all), ...toldPart(questions, kept, options) });
  }
  context.signal.throwIfAborted();
  return all.some(({ result }) => result === 'fail') ? EXIT.failed : EXIT.done;
}

function wishesOf({ record, yes, force, json }: DoctorOptions): RecordWishes | null {
  return record === null ? null : { file: record, yes, force, json };
}

function toldPart(
  questions: readonly TargetAnswer[],
  kept: Awaited<ReturnType<typeof keepRecording>> | null,
  { record, probe }: DoctorOptions,
): object {
  return {
    ...(record === null && !probe ? {} : { questions: latest(questions) }),
    ...(record === null ? {} : { recording: kept?.kept === true ? record : null }),
  };
}

/** Of two answers to one question that of the later one, unless it is none. */
function latest(questions: readonly TargetAnswer[]): readonly TargetAnswer[] {
  const told = new Map<string, TargetAnswer>();
  for (const one of questions) {
    const key = `${one.target} ${one.id}`;
    if (one.answer !== null || (told.get(key)?.answer ?? null) === null) told.set(key, one);
  }
  return [...told.values()];
}

/** @throws Failure TARGET_NOT_IN_FILE */
async function doctorJob(
  context: Context,
  { stateDir, targets }: DoctorOptions,
  progress: Progress,
): Promise<DoctorJob> {
  const loaded = await load(context);
  const plain = loaded.ok ? loaded : await load(context, 'sync', { offline: true });
  return {
    runtime: { node: process.versions.node, platform: `${platform()} ${arch()}` },
    file: context.file,
    path: resolve(context.cwd, context.file),
    loaded,
    plain,
    targets: await chosen(loaded.ok ? loaded : plain, targets),
    stateDir,
    surroundings: surroundingsOf(context),
    progress: (text) => {
      if (text === null) progress.clear();
      else progress.show(text);
    },
    detail: (text) => {
      progress.log(text);
    },
  };
}

async function chosen(loaded: Loaded, only: readonly string[]): Promise<readonly ChosenTarget[]> {
  return loaded.ok ? chooseTargets(loaded.settings, await loadKinds(), only) : [];
}

function documentOf({ file }: Context, checks: readonly Checked[]): object {
  const count = (result: CheckResult): number => checks.filter((one) => one.result === result).length;
  const summary = { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
  const result = summary.fail > 0 ? 'fail' : summary.warn > 0 ? 'warn' : 'ok';
  const head = { format: 'adsync.doctor/1', createdAt: new Date().toISOString(), adsyncVersion: VERSION, file };
  return { ...head, result, summary, checks };
}
