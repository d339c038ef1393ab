import type { Observation } from '../../../core/observation.ts';
import type { RescueSettings } from '../settings.ts';
import type { RescueWorld } from '../wire/outside-world.ts';
import { newAsker } from './ask.ts';
import { askEverything } from './ask-everything.ts';
import { disguiseAnswer } from './disguise.ts';
import { profileFrom } from './profile-from.ts';
import { answersTo } from './questions.ts';
import { seenIn } from './seen.ts';

/**
 * Asks the methods that read, and says what their answers say to the open questions.
 *
 * @param tokens puts tokens in the place of words and numbers
 */
export async function observeRescue(
  base: string,
  settings: RescueSettings,
  world: RescueWorld,
  tokens: (text: string) => string,
): Promise<Observation> {
  const asker = newAsker(base, settings, world);
  try {
    await askEverything(asker);
  } finally {
    await asker.close();
  }
  const questions = answersTo(seenIn(asker.answers));
  return {
    answers: asker.answers.map((answer) => disguiseAnswer(answer, tokens)),
    questions,
    profile: profileFrom(questions),
  };
}
