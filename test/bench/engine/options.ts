import { parseArgs } from 'node:util';

export interface Options {
  readonly help: boolean;
  /** Beginnings of names; empty = all. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly rounds: number;
  readonly patience: number;
  readonly out: string;
  readonly markdown: boolean;
}

export const HELP = `npm run bench -- [options]

  --only NAME     only the cases whose name begins so; may be given several times
  --quick         without the cases that take longest
  --rounds N      at most so many counted rounds of each case, after one that does not count (5)
  --patience X    times the seconds that each case may take (1: all together some 20 minutes)
  --out FILE      all figures as JSON (bench-results/latest.json)
  --markdown      print the tables as docs/PERFORMANCE.md has them
  --help          this text, and the names of the cases
`;

/** @throws Error that says what is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      patience: { type: 'string', default: '1' },
      out: { type: 'string', default: 'bench-results/latest.json' },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  const patience = Number(values.patience);
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number from 1 on.');
  if (!(patience > 0)) throw new Error('--patience must be a number above 0.');
  return { ...values, rounds, patience };
}
