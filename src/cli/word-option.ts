import { InvalidArgumentError } from 'commander';
import { FAILURE_KINDS, type FailureKind } from '../plan/model.ts';
import { type Options, texts } from './command.ts';

type Collect<Word extends string> = (text: string, before: unknown) => Word[];

/**
 * Takes the values of an option that may be given several times, each one of a few words.
 *
 * Nothing is loaded for it that a start of every command would pay for: the words are plain, and all of them are told.
 *
 * @param what is chosen: `kind of failure`
 */
export function wordsOf<Word extends string>(words: readonly Word[], what: string): Collect<Word> {
  return (text, before) => {
    const word = words.find((one) => one.toLowerCase() === text.toLowerCase());
    if (word === undefined) {
      const known = words.join(', ');
      throw new InvalidArgumentError(`There is no such ${what}. Known are: ${known}.`);
    }
    return [...chosen(before, words), word];
  };
}

function chosen<Word extends string>(value: unknown, words: readonly Word[]): Word[] {
  return texts(value).flatMap((text) => words.find((word) => word === text) ?? []);
}

/** The option of all commands that tell failures apart. */
export const KIND = [
  '--kind <kind>',
  'only what failed in this way, as out-of-licences; unknown is what nobody gave a kind. May be given several times',
  wordsOf(FAILURE_KINDS, 'kind of failure'),
] as const;

/** The kinds that were named; empty = all. */
export function kindWishes(options: Options): FailureKind[] {
  return chosen(options['kind'], FAILURE_KINDS);
}

/** The words that were given; empty = all. */
export function wordWishes<Word extends string>(options: Options, name: string, words: readonly Word[]): Word[] {
  return chosen(options[name], words);
}
