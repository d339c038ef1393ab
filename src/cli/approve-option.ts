import { InvalidArgumentError } from 'commander';
import { Failure } from '../core/failure.ts';
import { HOLD_ID, HOLD_ID_EXAMPLE } from '../plan/hold-id.ts';
import { type Options, texts } from './command.ts';

/** The option of all commands that hold something back. One id each time, so that it swallows no argument after it. */
export const APPROVE = [
  '--approve <id>',
  'let a held set through, and no other; the plan names the id. May be given several times',
  collect,
] as const;

/** The option beside it. */
export const ONLY = [
  '--only <who>',
  'of the one set that --approve names, let only these through: e-mail addresses or nodes, with commas between them',
  collectWho,
] as const;

export interface ApprovalWishes {
  /** Ids of held sets that may pass. */
  readonly approved: readonly string[];
  /** Of whom only; empty = everybody. */
  readonly only: readonly string[];
}

/** @throws Failure ONLY_NEEDS_APPROVE */
export function approvalWishes(options: Options): ApprovalWishes {
  const approved = texts(options['approve']);
  const only = texts(options['only']);
  if (only.length === 0 || approved.length === 1) return { approved, only };
  const text = `--only names a part of one held set, and --approve is given ${approved.length} times.`;
  throw new Failure('ONLY_NEEDS_APPROVE', text, 'Give --approve with the id of that set once, beside --only.');
}

/** @throws InvalidArgumentError */
function collect(text: string, before: unknown): string[] {
  if (HOLD_ID.test(text)) return [...texts(before), text];
  throw new InvalidArgumentError(`An id looks like ${HOLD_ID_EXAMPLE}; adsync plan names it beside what is held.`);
}

/** @throws InvalidArgumentError */
function collectWho(text: string, before: unknown): string[] {
  const who = text.split(',').map((one) => one.trim());
  if (!who.some((one) => one === '' || one.startsWith('-'))) return [...texts(before), ...who];
  throw new InvalidArgumentError('Write e-mail addresses or nodes with commas between them: ada@corp.example,1234567.');
}
