import { type Options, texts } from './command.ts';

/** The option of all commands that read or change accounts. */
export const TARGET = [
  '--target <section>',
  'look at this section of the file only, as rescue. May be given several times',
  (text: string, before: unknown): string[] => [...texts(before), text],
] as const;

/** The sections that were named; empty = all of the file. */
export function targetWishes(options: Options): string[] {
  return texts(options['target']);
}
