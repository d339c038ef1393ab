import { Failure } from '../../src/core/failure.ts';
import type { Asker } from '../../src/wizard/ask.ts';
import { Stopped } from '../../src/wizard/ask.ts';
import type { Step } from '../../src/wizard/steps.ts';

/** A person who gives these answers one after the other, and then leaves. */
export function personWith(answers: readonly unknown[]): { step: Step; asked: string[]; shown: string[] } {
  const [asked, shown]: [string[], string[]] = [[], []];
  const left = [...answers];
  const next = (ask: string): unknown => {
    asked.push(ask);
    if (left.length === 0) throw new Stopped();
    return left.shift();
  };
  const asker: Asker = {
    choose: async ({ ask, choices }) => {
      const answer = next(ask);
      const choice = choices.find(({ value }) => value === answer);
      if (choice === undefined) throw new Error(`"${ask}" has no answer ${String(answer)}`);
      return await Promise.resolve(choice.value);
    },
    several: async ({ ask, choices }) => {
      const labels = next(ask);
      const all = choices.filter(({ label }) => Array.isArray(labels) && labels.includes(label));
      return await Promise.resolve(all.map(({ value }) => value));
    },
    text: async ({ ask }) => await Promise.resolve(String(next(ask))),
    hidden: async (ask) => await Promise.resolve(String(next(ask))),
    yes: async (ask) => await Promise.resolve(next(ask) === true),
    say: (_kind, text) => shown.push(text),
    show: (text) => shown.push(text),
    columns: 80,
  };
  const unused = (): never => {
    throw new Error('nothing is tried here');
  };
  const shop: Step['shop'] = {
    env: {},
    check: unused,
    job: unused,
    faultsText: unused,
    failureText(error) {
      if (!(error instanceof Failure)) throw error;
      return `${error.message} ${error.advice}`;
    },
    mask: (value) => value,
  };
  return { step: { asker, shop }, asked, shown };
}
