import { resolve } from 'node:path';
import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import type { DoctorJob } from '../doctor/job.ts';
import { type Recording, takeRecording } from '../doctor/recording.ts';
import { writeAtomically } from '../files/atomic.ts';
import { mustBeWritable } from '../files/replaceable.ts';
import { terminalText } from '../render/escape.ts';
import { answersText, profileText, questionsText } from '../render/recording.ts';
import { typedYes } from './consent.ts';
import type { Context } from './context.ts';
import { writeLine } from './progress.ts';
import { STDIN } from './read-stdin.ts';

export interface RecordWishes {
  /** Where the recording goes, as it was named. */
  readonly file: string;
  /** Whether it is kept without being asked. */
  readonly yes: boolean;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  /** Whether stdout belongs to a document. */
  readonly json: boolean;
}

/** Refuses what could not be kept in the end, before anything is asked. @throws Failure CONSENT_MISSING, OUTPUT_… */
export async function mustBeKeepable(context: Context, { file, yes, force }: RecordWishes): Promise<void> {
  const { stdin, stderr } = context.terminal;
  // An answer cannot come the way by which the file comes.
  const isAskable = stdin.isTTY && stderr.isTTY && context.file !== STDIN;
  await mustBeWritable(resolve(context.cwd, file), file, 'recording', force);
  if (yes || isAskable) return;
  throw new Failure(
    'CONSENT_MISSING',
    'There is no terminal on which a recording could be looked at before it is kept, so nothing was read.',
    'Run it at a terminal, or add --yes and look at the file before you give it to anybody.',
  );
}

/**
 * Takes a recording, shows what it holds, and keeps it once somebody has agreed.
 *
 * @returns the recording, and whether it was kept
 */
export async function keepRecording(
  context: Context,
  job: DoctorJob,
  wishes: RecordWishes,
): Promise<{ readonly recording: Recording; readonly kept: boolean }> {
  const { stdout, stderr } = context.terminal;
  const { reasons, ...taken } = await takeRecording(job);
  const recording = context.mask(taken.recording);
  const out = wishes.json ? stderr : stdout;
  for (const { type, questions, profile, failed } of recording.targets) {
    const told = `${questionsText(type, questions)}${profileText(type, profile)}`;
    out.write(
      `\n${failed === null ? told : `${terminalText(context.mask(`${type}: ${failed}: ${reasons.get(type) ?? ''}`))}\n`}`,
    );
  }
  stderr.write(`\n${overview(recording)}`);
  const kept = wishes.yes || (await typedYes(context, `Keep this in ${terminalText(wishes.file)}?`));
  context.signal.throwIfAborted();
  if (kept) {
    const text = `${JSON.stringify(recording, null, 1)}\n`;
    // For its owner only: it names nobody, but shows how an account is made.
    await writeAtomically(resolve(context.cwd, wishes.file), (file) => file.writeFile(text), 0o600);
    writeLine(context, `The recording was written to ${wishes.file}.`);
  } else {
    writeLine(context, 'Nothing was kept.');
  }
  return { recording, kept };
}

function overview({ targets }: Recording): string {
  const parts = targets.map(
    ({ type, answers }) => `${terminalText(type)}: ${counted(answers.length, 'answer')}\n${answersText(answers)}`,
  );
  const head =
    'This is what the recording holds. Letters and digits of names, addresses, descriptions and numbers are replaced; length and form are kept. No token, password or cookie is in it.';
  return `${head}\n\n${parts.join('\n')}`;
}
