import type { Answered, Observation } from '../core/observation.ts';
import { Failure } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';
import { newWordTokens } from '../core/word-tokens.ts';
import type { ChosenTarget } from '../run/chosen-targets.ts';
import type { DoctorJob } from './job.ts';
import { worldOf } from './target-world.ts';

export const RECORDING_FORMAT = 'adsync.recording/1';

/** What was recorded of one account, or why it could not be. */
export interface RecordedTarget extends Observation {
  /** The section of the file. */
  readonly type: string;
  /** The code of the failure; its text may name hosts and people. null = it was recorded. */
  readonly failed: string | null;
}

/** The file that `adsync doctor --record` writes. */
export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  readonly recordedAt: string;
  readonly adsyncVersion: string;
  readonly targets: readonly RecordedTarget[];
}

/** An answer to an open question, with the section whose account has given it. */
export interface TargetAnswer extends Answered {
  readonly target: string;
}

/**
 * Asks every account of the file the calls that read, and keeps the answers. The key of the tokens is made for this one
 * recording and thrown away, so that nobody can tell afterwards for whom one stands.
 *
 * @returns the recording; and by section, for the eyes of whoever takes it alone, why an account could not be recorded
 */
export async function takeRecording(
  job: DoctorJob,
): Promise<{ readonly recording: Recording; readonly reasons: ReadonlyMap<string, string> }> {
  const { surroundings, targets, progress } = job;
  const key = new Secret(Buffer.from(surroundings.randomBytes(32)).toString('hex'));
  const tokens = newWordTokens(key);
  const recorded: RecordedTarget[] = [];
  const reasons = new Map<string, string>();
  for (const chosen of targets) {
    progress(`recording what the account of ${chosen.type} answers`);
    const { text, ...one } = await recordedOf(chosen, job, tokens);
    recorded.push(one);
    if (text !== null) reasons.set(chosen.type, text);
  }
  progress(null);
  const recordedAt = surroundings.now().toISOString();
  const { adsyncVersion } = surroundings;
  return { recording: { format: RECORDING_FORMAT, recordedAt, adsyncVersion, targets: recorded }, reasons };
}

const NOTHING: Observation = { answers: [], questions: [], profile: null };

async function recordedOf(
  chosen: ChosenTarget,
  job: DoctorJob,
  tokens: (text: string) => string,
): Promise<RecordedTarget & { readonly text: string | null }> {
  const { type } = chosen;
  const { signal } = job.surroundings;
  try {
    const target = await chosen.open(worldOf(job));
    try {
      const observation = await target.observe?.(tokens);
      if (observation === undefined)
        return { type, ...NOTHING, failed: 'NOTHING_TO_RECORD', text: 'Nothing can be recorded of it.' };
      return { type, ...observation, failed: null, text: null };
    } finally {
      await target.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) return { type, ...NOTHING, failed: error.code, text: error.message };
    throw error;
  }
}

/** All answers of a recording, in one list. */
export function answersIn({ targets }: Pick<Recording, 'targets'>): readonly TargetAnswer[] {
  return targets.flatMap(({ type, questions }) => questions.map((one) => ({ target: type, ...one })));
}
