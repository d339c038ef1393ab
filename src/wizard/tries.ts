import { NOT_LOOKED_UP } from '../config/inputs.ts';
import type { Purpose } from '../config/section.ts';
import type { Job } from '../run/job.ts';
import type { Asker } from './ask.ts';
import type { Draft } from './draft.ts';
import type { Env, Shop } from './shop.ts';
import { variablesIn } from './variables.ts';

/** The environment with what was typed. @param tried the sections that are tried; in others a missing secret is none */
export function envFor(draft: Draft, env: Env, tried: readonly string[]): Env {
  const needed = new Set(tried.flatMap((section) => variablesIn(draft, section)));
  const others = variablesIn(draft, null).filter((name) => !needed.has(name) && (env[name] ?? '') === '');
  return {
    ...env,
    ...Object.fromEntries(others.map((name) => [name, NOT_LOOKED_UP])),
    ...Object.fromEntries(draft.secrets),
  };
}

/** The job that a draft makes; null where it has faults, which are shown. */
export async function jobOfDraft(
  draft: Draft,
  tried: readonly string[],
  purpose: Purpose,
  { shop, asker }: { readonly shop: Shop; readonly asker: Asker },
): Promise<Job | null> {
  const env = envFor(draft, shop.env, tried);
  const loaded = await shop.check(draft, purpose, env);
  if (loaded.ok) return await shop.job(loaded.settings, env);
  asker.show(shop.faultsText(loaded));
  return null;
}

/** What came of a try. */
export interface Tried<Result> {
  readonly draft: Draft;
  /** null = the person goes on without. */
  readonly result: Result | null;
}

/** A part of the file that is asked for and tried at once. */
export interface Trial<Result> {
  /** What is tried, as in: "Trying WHAT". */
  readonly what: string;
  /** The sections of the file whose secrets it takes. */
  readonly sections: readonly string[];
  /** Asks again for what may be wrong. */
  readonly correct: (draft: Draft) => Promise<Draft>;
  /** Only reads. */
  readonly work: (job: Job) => Promise<Result>;
  /** What is told when it worked. */
  readonly good: (result: Result) => string;
}

/**
 * Tries what was answered. A fault is shown as every command shows it; the person may correct the answers, try once more,
 * or go on untested.
 *
 * @throws Stopped
 */
export async function tryOut<Result>(
  start: Draft,
  { what, sections, correct, work, good }: Trial<Result>,
  at: { readonly shop: Shop; readonly asker: Asker },
): Promise<Tried<Result>> {
  const { shop, asker } = at;
  for (let draft = start; ; ) {
    asker.say('step', `Trying ${what}. Nothing is changed there.`);
    const result = await attempt(draft);
    if (result !== null) {
      asker.say('good', shop.mask(good(result.value)));
      return { draft, result: result.value };
    }
    const next = await asker.choose({
      ask: 'That did not work. What now?',
      choices: [
        { value: 'correct', label: 'Correct the answers' },
        { value: 'again', label: 'Try once more' },
        { value: 'on', label: 'Go on untested' },
      ],
    });
    if (next === 'on') return { draft, result: null };
    if (next === 'correct') draft = await correct(draft);
  }

  async function attempt(draft: Draft): Promise<{ readonly value: Result } | null> {
    try {
      const job = await jobOfDraft(draft, sections, 'search', at);
      return job === null ? null : { value: await work(job) };
    } catch (error) {
      asker.show(shop.failureText(error));
      return null;
    }
  }
}
