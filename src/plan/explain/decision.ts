import { counted } from '../../core/counted.ts';
import type { Notice } from '../../core/notice.ts';
import { fold } from '../../core/text.ts';
import { type Decision, type Step, step } from './chain.ts';
import { FREEZE } from '../freeze.ts';
import type { Change, HeldBy } from '../model.ts';

/** The decision where the plan has changes for somebody. @param changes at least one, in the order of the plan */
export function changesPlanned(changes: readonly Change[]): Decision {
  const held = changes.filter((change) => change.held !== null).length;
  const blocked = changes.filter((change) => change.blocked !== undefined).length;
  const apart = [
    ...(held === 0 ? [] : [`${held} held`]),
    ...(blocked === 0 ? [] : [`${blocked} that cannot be made now`]),
  ].join(', ');
  const text = `${counted(changes.length, 'change')} planned${apart === '' ? '' : `, ${apart}`}`;
  return { kind: 'changes', text, changes: changes.map(({ id }) => id) };
}

/** The last step of a chain. */
export function decisionStep({ text }: Decision, changes: readonly Change[]): Step {
  return step('DECISION', `Decision: ${text}`, { steps: changes.map(changeStep) });
}

function changeStep({ id, operations, reason, held, letThrough, blocked }: Change): Step {
  const { line, path } = reason;
  const holds = held === null ? [] : [held, ...held.also];
  const steps = [
    ...(blocked === undefined ? [] : [step('CANNOT_BE_MADE', `cannot be made now: ${blocked.text}`)]),
    ...holds.map((hold) => step('HELD_BACK', holdText(hold))),
    ...letThrough.map(({ limit, by, id: set }) => step('APPROVED', `over ${limit}, and let through by ${by} (${set})`)),
  ];
  return step('CHANGE', `${operations.join(', ')}: ${reason.text} (change ${id})`, { line, path, steps, change: id });
}

function holdText({ limit, id }: HeldBy): string {
  if (limit === FREEZE) return 'held by the freeze of the file: it is made once that ends, and nobody can approve it';
  return `held by ${limit}; --approve ${id} lets its whole set through`;
}

/**
 * The notices of a plan that name somebody, as steps. It is a help for the reader: nothing is decided by it.
 *
 * @param names addresses, labels and ids of the person and the users
 */
export function noticesAbout(notices: readonly Notice[], names: readonly (string | null)[]): Step[] {
  const known = [...new Set(names.flatMap((name) => (name === null || name.trim() === '' ? [] : [name])))];
  const folded = new Set(known.map(fold));
  const marks = known.flatMap((name) => [`(${name})`, `<${name}>`]);
  const about = notices.filter(({ text, subject, names: all = [], first }) => {
    if (first === true) return false;
    return folded.has(fold(subject)) || [text, ...all].some((one) => marks.some((mark) => one.includes(mark)));
  });
  return about.map(saidStep);
}

/** One notice of the plan. */
export function saidStep({ code, text, line }: Pick<Notice, 'code' | 'text' | 'line'>): Step {
  return step('SAID', `${code}: ${text}`, { line });
}

/** All of them under one heading; nothing where there are none. */
export function saidSteps(steps: readonly Step[]): Step[] {
  return steps.length === 0 ? [] : [step('SAID', 'Notices of the plan that name them', { steps })];
}
