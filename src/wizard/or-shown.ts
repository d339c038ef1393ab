import { Failure } from '../core/failure.ts';
import type { Step } from './steps.ts';

/**
 * What `change` makes of the file. Where the file is written in a way that only an editor can change, that is shown, and
 * everything stays as it was: the person does not lose the other answers.
 */
export async function orShown<State>(
  change: () => State | Promise<State>,
  before: State,
  { asker, shop }: Step,
): Promise<State> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'EDIT_BY_HAND') throw error;
    asker.show(shop.failureText(error));
    return before;
  }
}
