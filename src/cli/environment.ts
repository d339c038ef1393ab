import { type Command, CommanderError, type Option } from 'commander';
import { editDistance } from '../core/similar.ts';

/** Every option can be set by a variable of this name: `--state-dir` by `ADSYNC_STATE_DIR`. */
const PREFIX = 'ADSYNC_';

/**
 * Options with which somebody agrees to something, approves it, or says of whom. A variable stays set for every command
 * of a job or a shell, and so would agree to what nobody has looked at. They count on the command line only.
 */
const AGREEING: ReadonlySet<string> = new Set([
  '--yes',
  '--approve',
  '--approved',
  '--only',
  '--force',
  '--probe',
  '--probe-user',
]);

/** What is no setting. `ADSYNC_VERSION` is what many jobs call the version that they install. */
const NO_SETTING: ReadonlySet<string> = new Set(['--version', '--help']);

/** Variables with a meaning of their own: keys of adsync, of its CI scripts, and of its examples. */
export const OWN_VARIABLES: readonly string[] = [
  'ADSYNC_PLAN_KEY',
  'ADSYNC_PSEUDONYM_KEY',
  'ADSYNC_STATE_KEY',
  'ADSYNC_BIND_PASSWORD',
  'ADSYNC_LINK_KEY',
  'ADSYNC_VERSION',
];

/** Environment variables. */
type Env = Readonly<Record<string, string | undefined>>;

/** What the environment did to one command line. */
export interface FromEnvironment {
  /** The variables that options were taken from. */
  readonly taken: readonly string[];
  /** Variables that look as if one of adsync was meant, with the one that is near. */
  readonly misspelt: readonly { readonly name: string; readonly near: string }[];
}

/** The variable that sets an option; null where there is none. */
export function variableOf(option: Option): string | null {
  const name = variableName(option);
  return name === null || AGREEING.has(option.long ?? '') ? null : name;
}

function variableName({ long }: Option): string | null {
  if (long === undefined || NO_SETTING.has(long)) return null;
  return `${PREFIX}${long.slice(2).toUpperCase().replaceAll('-', '_')}`;
}

/**
 * Sets the options of a command, and those that all commands have, from the environment, as far as the command line says
 * nothing of them.
 *
 * @throws CommanderError after saying what is wrong
 */
export function takeFromEnvironment(command: Command, env: Env): FromEnvironment {
  const line: Command[] = [];
  for (let one: Command | null = command; one !== null; one = one.parent) line.push(one);
  const taken = line.flatMap((one) => one.options.flatMap((option) => takeOption(option, one, env)));
  const root = line.at(-1) ?? command;
  return { taken: taken.map(({ name }) => name), misspelt: misspelt(root, env) };
}

/** Before the parser looks which options are missing: those without which the command is none. */
export function takeMandatory(command: Command, env: Env): void {
  for (const option of command.options.filter(({ mandatory }) => mandatory)) takeOption(option, command, env);
}

function takeOption(option: Option, command: Command, env: Env): { name: string }[] {
  const name = variableName(option);
  const text = name === null ? undefined : env[name];
  if (name === null || text === undefined) return [];
  if (AGREEING.has(option.long ?? '')) {
    const why = 'it agrees to something or approves it, and a variable would do so for every command';
    return fail(command, `option '${option.flags}' is not taken from ${name}: ${why}. Unset ${name}.`);
  }
  if (isSaid(option, command)) return [];
  const value = valueOf(option, text, name, command);
  if (value === undefined) return [];
  const other = contradiction(option, command);
  if (other !== undefined) {
    return fail(command, `option '${option.flags}', from ${name}, cannot be used with option '${other.flags}'.`);
  }
  command.setOptionValueWithSource(option.attributeName(), value, 'env');
  return [{ name }];
}

function isSaid(option: Option, command: Command): boolean {
  return sourceOf(option, command) === 'cli';
}

/**
 * An option that was given, and that cannot be used together with this one. It is refused as on the command line: where
 * `--yes` went before ADSYNC_DRY_RUN, a rehearsal would be none.
 */
function contradiction(option: Option, command: Command): Option | undefined {
  const given = command.options.filter((other) => ['cli', 'env'].includes(sourceOf(other, command)));
  return given.find(
    (other) =>
      conflictsOf(other).includes(option.attributeName()) || conflictsOf(option).includes(other.attributeName()),
  );
}

function sourceOf(option: Option, command: Command): string {
  return command.getOptionValueSource(option.attributeName()) ?? '';
}

/** The parser keeps them where its types do not say so. */
function conflictsOf(option: Option): readonly string[] {
  const { conflictsWith } = option as Option & { readonly conflictsWith?: readonly string[] };
  return conflictsWith ?? [];
}

/** The value of an option; undefined where the variable says that the option is not given. */
function valueOf(option: Option, text: string, name: string, command: Command): unknown {
  const word = BOOLEANS.get(text.trim().toLowerCase());
  if (!option.required && !option.optional) {
    if (word !== undefined) return word ? !option.negate : undefined;
    return fail(command, `${name} is ${text === '' ? 'empty' : 'neither 1 nor 0'}. Set it to 1 or 0 (true or false).`);
  }
  if (option.optional && word !== undefined) return word ? true : undefined;
  try {
    return parsed(option, text);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return fail(command, `option '${option.flags}', from ${name}, is invalid. ${error.message}`);
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/** An option that may be given several times takes several values, with commas between them. */
function parsed({ parseArg }: Option, text: string): unknown {
  if (parseArg === undefined) return text;
  const nothing: unknown = undefined;
  const first = parseArg(text, nothing);
  if (!Array.isArray(first)) return first;
  return text.split(',').reduce<unknown>((before, one) => parseArg(one.trim(), before), nothing);
}

function fail(command: Command, message: string): never {
  return command.error(`error: ${message}`);
}

/** Variables that differ from one of adsync's in a letter or two. Others may be what the YAML file refers to. */
function misspelt(root: Command, env: Env): { name: string; near: string }[] {
  const known = new Set([...OWN_VARIABLES, ...allOptions(root).flatMap((option) => variableName(option) ?? [])]);
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name))
    .sort()
    .flatMap((name) => {
      const near = [...known].find((one) => isNear(name.slice(PREFIX.length), one.slice(PREFIX.length)));
      return near === undefined ? [] : [{ name, near }];
    });
}

function isNear(word: string, known: string): boolean {
  if (word.replaceAll('_', '') === known.replaceAll('_', '')) return true;
  return editDistance(word, known) <= (known.length <= 5 ? 1 : 2);
}

/** The options of a command and of all commands below it. */
export function allOptions(command: Command): Option[] {
  return [...command.options, ...command.commands.flatMap(allOptions)];
}
