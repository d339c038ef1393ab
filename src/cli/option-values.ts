import { STDIN } from './read-stdin.ts';
import { type Command, InvalidArgumentError, type Option } from 'commander';

/**
 * Makes every option that takes a value refuse an empty one (a variable that is not set: `--state-dir "$DIR"`) and one
 * that looks like an option (`--out --json`: the value was forgotten).
 */
export function refuseOddValues(command: Command): void {
  command.options.filter(({ required, optional }) => required || optional).forEach(refuse);
  command.commands.forEach(refuseOddValues);
}

function refuse(option: Option): void {
  const parse = option.parseArg;
  option.argParser((value: string, before: unknown) => {
    if (value.trim() === '') throw new InvalidArgumentError('The value is empty. Is a variable not set?');
    // A single hyphen stands for standard input.
    if (value.startsWith('-') && !(value === STDIN && option.long === '--file')) {
      throw new InvalidArgumentError(
        'It looks like an option: the value is missing. Write ./ before a name like this.',
      );
    }
    return parse === undefined ? value : parse(value, before);
  });
}
