import { InvalidArgumentError } from 'commander';
import { HOLD_ID, HOLD_ID_EXAMPLE } from '../core/hold-id.ts';

/** The option of all commands that plan disables. One id each time, so that it swallows no argument after it. */
export const APPROVE = [
  '--approve <id>',
  'let a held set of disables through; the plan names the id. May be given several times',
  collect,
] as const;

/** @throws InvalidArgumentError */
function collect(text: string, before: unknown): string[] {
  if (HOLD_ID.test(text)) return [...(Array.isArray(before) ? before.map(String) : []), text];
  throw new InvalidArgumentError(`An id looks like ${HOLD_ID_EXAMPLE}; adsync plan names it beside what is held.`);
}
