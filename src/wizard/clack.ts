import type { Readable, Writable } from 'node:stream';
import {
  autocomplete,
  autocompleteMultiselect,
  confirm,
  intro,
  isCancel,
  log,
  outro,
  password,
  select,
  text,
} from '@clack/prompts';
import { terminalText } from '../render/escape.ts';
import { displayWidth, wrap } from '../render/width.ts';
import { type Asker, type Choice, Stopped } from './ask.ts';
import { fitted } from './fitted.ts';

/** Where questions are shown, and answers typed. */
export interface Screen {
  readonly input: Readable;
  readonly output: Writable;
  readonly columns: () => number;
  readonly signal: AbortSignal;
}

/** More answers than these are looked for by typing. */
const MOST_SHOWN = 8;
/** Cells that the prompts put before and behind a text of ours. */
const MARGIN = 6;
/** Cells that an answer with a hint needs besides. */
const HINT_MARGIN = 8;
/** Wider texts are hard to read. */
const WIDEST = 100;

/** Asks with @clack/prompts: the only file that knows it. */
export function clackAsker({ input, output, columns, signal }: Screen): Asker {
  // Each prompt leaves a listener on its signal.
  const screen = (): Pick<Screen, 'input' | 'output' | 'signal'> => ({
    input,
    output,
    signal: AbortSignal.any([signal]),
  });
  const width = (): number => Math.max(20, Math.min(columns(), WIDEST) - MARGIN);
  const asked = (ask: string): string => wrap(terminalText(ask), width()).join('\n');
  const options = <Value>(choices: readonly Choice<Value>[]): ShownOption[] => {
    return choices.map(({ label, hint }, index) => shownOption(label, hint, index, width()));
  };
  return {
    async choose({ ask, choices, initial }) {
      const at = choices.findIndex(({ value }) => value === initial);
      const given = {
        ...screen(),
        message: asked(ask),
        options: options(choices),
        ...(at >= 0 && { initialValue: at }),
      };
      const isLong = choices.length > MOST_SHOWN;
      const answer = isLong
        ? await autocomplete({ ...given, maxItems: MOST_SHOWN })
        : await select({ ...given, showInstructions: false });
      return chosen(choices, answered(answer));
    },
    async several({ ask, choices }) {
      const given = {
        ...screen(),
        message: asked(ask),
        options: options(choices),
        maxItems: MOST_SHOWN,
        required: false,
      };
      const picked = answered(await autocompleteMultiselect(given));
      return picked.toSorted((a, b) => a - b).map((index) => chosen(choices, index));
    },
    async text({ ask, initial, example, check }) {
      const validate = (value: string | undefined): string | undefined => check?.(value ?? '') ?? undefined;
      const shown = example === undefined ? {} : { placeholder: example };
      const answer = await text({ ...screen(), message: asked(ask), initialValue: initial, validate, ...shown });
      return typed(answered(answer));
    },
    async hidden(ask) {
      return typed(answered(await password({ ...screen(), message: asked(ask) })));
    },
    async yes(ask, initial) {
      return answered(await confirm({ ...screen(), message: asked(ask), initialValue: initial }));
    },
    say(kind, said) {
      const shown = asked(said);
      if (kind === 'title') intro(shown, { output });
      else if (kind === 'end') outro(shown, { output });
      else SAYS[kind](shown, { output });
    },
    show(shown) {
      log.message(
        shown
          .replace(/\n$/, '')
          .split('\n')
          .flatMap((line) => folded(line, width())),
        { output },
      );
    },
    get columns() {
      return width();
    },
  };
}

const SAYS = { step: log.step, good: log.success, warning: log.warn } as const;

interface ShownOption {
  readonly value: number;
  readonly label: string;
  readonly hint?: string;
}

/** A line that is too wide goes on below itself, with its indentation. */
function folded(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const [blanks = ''] = /^ */.exec(line) ?? [];
  return wrap(line.slice(blanks.length), width - blanks.length).map((part) => blanks + part);
}

/** One line for each answer, so that a list keeps its shape. */
function shownOption(label: string, hint: string | undefined, value: number, width: number): ShownOption {
  const own = fitted(terminalText(label), width);
  const room = width - displayWidth(own) - HINT_MARGIN;
  if (hint === undefined || room < 8) return { value, label: own };
  return { value, label: own, hint: fitted(terminalText(hint), room) };
}

/** An empty answer comes as nothing at all. */
function typed(answer: unknown): string {
  return typeof answer === 'string' ? answer : '';
}

/** @throws Stopped */
function answered<Value>(answer: Value | symbol): Exclude<Value, symbol> {
  if (isCancel(answer)) throw new Stopped();
  return answer as Exclude<Value, symbol>;
}

function chosen<Value>(choices: readonly Choice<Value>[], index: number): Value {
  const choice = choices[index];
  if (choice === undefined) throw new Error('the prompt gave back an answer that it was not given');
  return choice.value;
}
