import type { Entry } from '../log/lines.ts';
import type { Change, Outcome } from '../plan/model.ts';
import { terminalText } from '../render/escape.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { RENDERERS } from '../render/renderers.ts';
import type { ApplyReporter } from '../run/reporter.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import type { OutcomesView } from '../plan/view/outcomes.ts';
import { consent } from './consent.ts';
import type { Context } from './context.ts';
import { printError } from './errors.ts';
import { newReporter } from './reporter.ts';

interface ApplyWords {
  readonly rest: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * Shows the plan and its end on stdout, unless a document is to stand there, and tells on stderr what goes on.
 *
 * @param labelsOf what outputs call the things of each type of target
 * @param rest where the reader of the plan finds what is left out of it
 * @param yes the plan is carried out without asking
 * @param json stdout is left to the document for programs
 */
export function newApplyReporter(context: Context, labelsOf: LabelsOf, { rest, yes, json }: ApplyWords): ApplyReporter {
  const { stdout } = context.terminal;
  const reporter = newReporter(context);
  let log = context.log;
  return {
    ...reporter,
    recorded(run) {
      log = context.log?.about({ run }) ?? null;
    },
    answer(text) {
      if (json) reporter.say(text);
      else stdout.write(`${terminalText(text)}\n`);
    },
    lasting(text) {
      if (!json) stdout.write(`${terminalText(text)}\n`);
    },
    plan: (plan) => (json ? Promise.resolve() : RENDERERS.text(context.mask(plan), labelsOf, stdout, rest)),
    consent: (plan) => (yes ? Promise.resolve(true) : consent(plan, context)),
    outcome(change, outcome, { ended, of }) {
      if (log !== null) log.write(changeEntry(change, outcome));
      const { name } = change;
      const { result, text } = outcome;
      reporter.progress(`${ended} of ${of}: ${name} ${result}${text === '' ? '' : `: ${text}`}`);
    },
    interrupted() {
      reporter.say(
        'Interrupted: finishing the changes under way. A further signal, a second later or more, ends at once.',
      );
    },
    ended(plan, outcomes, spent) {
      if (json) return;
      const mask = (view: OutcomesView): OutcomesView => context.mask(view);
      stdout.write(`\n${renderOutcomes(plan, outcomes, stdout, { spent, mask })}`);
    },
    failure: (failure) => {
      printError(failure, context);
    },
  };
}

/** How a change ended, as a line of the log. */
function changeEntry({ id, target, name, operations }: Change, { result, text, kind }: Outcome): Entry<'change-ended'> {
  const isMade = result === 'done' || result === 'pending';
  return {
    event: 'change-ended',
    level: isMade ? 'info' : 'warn',
    text: `${name}: ${operations.join(', ')}: ${result}${text === '' ? '' : `: ${text}`}`,
    change: id,
    target: target.slice(0, target.indexOf(':')),
    name,
    operations,
    result,
    ...(kind === undefined ? {} : { kind }),
  };
}
