import type { Command } from 'commander';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { powershellScript } from './powershell.ts';
import { type CommandWords, commandsOf } from './words.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS: ReadonlyMap<string, (commands: readonly CommandWords[]) => string> = new Map([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
  ['powershell', powershellScript],
]);

/**
 * The script with which a shell completes the commands of a program.
 *
 * @param shell one of bash, zsh, fish, powershell
 */
export function completionScript(program: Command, shell: string): string {
  const script = SCRIPTS.get(shell);
  if (script === undefined) throw new RangeError(`There is no script for ${shell}.`);
  return script(commandsOf(program));
}
