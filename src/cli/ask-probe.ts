import { Failure } from '../core/failure.ts';
import type { Probing } from '../core/probing.ts';
import { terminalText } from '../render/escape.ts';
import { typedLine, typedYes } from './consent.ts';
import type { Context } from './context.ts';
import type { Progress } from './progress.ts';
import { STDIN } from './read-stdin.ts';

/**
 * The user on whom something is tried; null where nothing is. Nobody but a person at a terminal agrees to a write that is
 * in no plan: not --yes, and no variable.
 *
 * @throws Failure PROBE_USER_MISSING, CONSENT_MISSING, before anything is read
 */
export function probedUser(
  { file, terminal }: Context,
  { probe, probeUser }: { readonly probe: boolean; readonly probeUser: string | null },
): string | null {
  if (probe !== (probeUser !== null) || probeUser?.trim() === '') {
    throw new Failure(
      'PROBE_USER_MISSING',
      probe ? '--probe does not say on which user something is to be tried.' : '--probe-user is given without --probe.',
      'Give both: adsync doctor --probe --probe-user 400011 (the number or the address of a disabled technician).',
    );
  }
  if (!probe) return null;
  if (terminal.stdin.isTTY && terminal.stderr.isTTY && file !== STDIN) return probeUser;
  throw new Failure(
    'CONSENT_MISSING',
    'There is no terminal to ask at, so nothing was read or tried.',
    'Run it at a terminal, with the file named by --file. Nothing else agrees to a probe, also not --yes.',
  );
}

/** The questions before a probe, and before each of its steps. */
export function probeAsked(
  context: Context,
  user: string,
  progress: Progress,
): Pick<Probing, 'user' | 'confirm' | 'agree'> {
  const { stderr } = context.terminal;
  return {
    user,
    async confirm({ node, name, email, description }) {
      progress.clear();
      stderr.write(
        `\n${terminalText(`Only this user is written, and put back after each step: ${node}, ${name}, ${email}, with the description ${JSON.stringify(description)}.`)}\nOnly its description is changed. Leave it alone in the Admin Center meanwhile.\n`,
      );
      const typed = await typedLine(context, `To go on, type ${terminalText(user)} once more: `);
      return typed !== null && typed === user.trim();
    },
    agree(step) {
      progress.clear();
      stderr.write(`\n${step.question}\n${step.says} Then the description is put back.\n`);
      return typedYes(context, 'Try it?');
    },
  };
}
