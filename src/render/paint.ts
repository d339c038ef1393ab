import { Chalk } from 'chalk';
import type { Cause } from '../core/cause.ts';
import type { Notice } from '../core/notice.ts';
import type { Operation } from '../plan/model.ts';

export type Tint = Operation | Notice['severity'] | 'held' | 'title' | 'faint';
export type Paint = (tint: Tint, text: string) => string;

export const SIGNS: Readonly<Record<Operation, string>> = {
  create: '+',
  update: '~',
  move: '➜',
  enable: '▲',
  grant: '⊕',
  revoke: '⊖',
  resume: '▲',
  suspend: '✖',
  disable: '✖',
};

/** Before the words for a cause, so that what a change of the file causes meets the eye. */
export const CAUSE_MARKS: Readonly<Record<Cause, string>> = {
  pullRequest: '◆',
  directory: '◇',
  account: '◇',
  unknown: '◇',
};

/**
 * The colours of the text output. An instance of our own: chalk's shared one looks at the environment by its own
 * rules and does not know NO_COLOR.
 */
export function painter(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const colours: Readonly<Record<Tint, (text: string) => string>> = {
    create: chalk.green,
    update: chalk.yellow,
    move: chalk.magenta,
    enable: chalk.cyan,
    grant: chalk.green,
    revoke: chalk.red,
    resume: chalk.cyan,
    suspend: chalk.red,
    disable: chalk.red,
    error: chalk.red,
    warning: chalk.yellow,
    info: chalk.cyan,
    held: chalk.inverse,
    title: chalk.bold,
    faint: chalk.dim,
  };
  return (tint, text) => (text === '' ? '' : colours[tint](text));
}
