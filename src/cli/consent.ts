import { createInterface } from 'node:readline';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import { terminalText } from '../render/escape.ts';
import type { Context } from './context.ts';
import { STDIN } from './read-stdin.ts';

/**
 * @param command for the advice: apply, retry
 * @throws Failure CONSENT_MISSING when nobody can be asked
 */
export function mustBeAskable({ file, input, terminal }: Context, command: string): void {
  // An answer cannot come the way by which the file comes.
  if (terminal.stdin.isTTY && terminal.stderr.isTTY && file !== STDIN) return;
  const why = input ? 'There is no terminal to ask at' : 'Nobody is to be asked (--no-input)';
  throw new Failure(
    'CONSENT_MISSING',
    `${why}, so nothing was read or changed.`,
    `Look at the plan with "adsync plan", then run "adsync ${command} --yes".`,
  );
}

/** Whether somebody agrees to the changes of a plan. */
export async function consent(plan: Plan, context: Context): Promise<boolean> {
  const count = plan.changes.length;
  const accounts = [...new Set(plan.changes.map(({ target }) => terminalText(target)))].join(' and ');
  const where = plan.targets.length > 1 ? accounts : 'the account';
  return await typedYes(context, `Make ${count === 1 ? 'this change' : `these ${count} changes`} in ${where}?`);
}

/**
 * Only the whole word counts: an answer typed ahead by accident changes nobody's access.
 *
 * @param question ends with a question mark; names in it are harmless by now
 */
export async function typedYes(context: Context, question: string): Promise<boolean> {
  return (await typedLine(context, `${question} Type yes to go on: `))?.toLowerCase() === 'yes';
}

/** What somebody types, without blanks at its ends; null where the input ends before. */
export async function typedLine({ terminal, signal }: Context, prompt: string): Promise<string | null> {
  const { stdin, stderr } = terminal;
  stderr.write(`\n${prompt}`);
  // Without `terminal` the interface leaves Ctrl-C to the process.
  const lines = createInterface({ input: stdin.stream, terminal: false, signal });
  try {
    for await (const line of lines) return line.trim();
    stderr.write('\n');
    return null;
  } finally {
    lines.close();
  }
}
