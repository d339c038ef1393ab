import type { Command } from 'commander';

/** The text of docs/options.md: what the commands of the program take, and before them what all commands take. */
export function optionsPage(program: Command): string;
