import type { Observation } from '../../../core/observation.ts';
import type { GotoSettings } from '../settings.ts';
import type { Bases } from '../wire/client.ts';
import type { GotoWorld } from '../wire/outside-world.ts';
import { newAsker } from './ask.ts';
import { askEverything } from './ask-everything.ts';
import { disguiseAnswer } from './disguise.ts';
import { answersTo } from './questions.ts';
import { seenIn } from './seen.ts';

/**
 * Asks the calls that read, and says what their answers say to the open questions.
 *
 * @param tokens puts tokens in the place of words and numbers
 */
export async function observeGoto(
  bases: Bases,
  settings: GotoSettings,
  world: GotoWorld,
  tokens: (text: string) => string,
): Promise<Observation> {
  const asker = newAsker(bases, settings, world);
  await askEverything(asker, settings);
  const questions = answersTo(seenIn(asker.answers, settings.account));
  // What the settings can take over has keys of its own in the file: goto.requests.
  return { answers: asker.answers.map((answer) => disguiseAnswer(answer, tokens)), questions, profile: null };
}
