import type { Command, Option } from 'commander';

/** The text of docs/cli.md. */
export function cliPage(program: Command, variableOf: (option: Option) => string | null): string;

/** The text of man/adsync.1. */
export function manPage(program: Command, variableOf: (option: Option) => string | null): string;

/** Each exit code with when it comes. */
export const EXIT_CODES: readonly (readonly [string, string])[];
