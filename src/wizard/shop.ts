import type { Loaded } from '../config/load.ts';
import type { Purpose } from '../config/section.ts';
import type { Settings } from '../core/settings.ts';
import type { Job } from '../run/job.ts';
import type { Draft } from './draft.ts';

/** What a try needs: the environment, with what was typed. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What the wizard takes from outside. */
export interface Shop {
  readonly env: Env;
  /** Reads the draft as if it stood in the file. @param env null = nothing is looked up that the file refers to */
  check(draft: Draft, purpose: Purpose, env: Env | null): Promise<Loaded>;
  /** What a run with these settings is given. */
  job(settings: Settings, env: Env): Promise<Job>;
  /** What is wrong with the draft, laid out and escaped. Errors, and warnings where there are no errors. */
  faultsText(loaded: Loaded): string;
  /** Why something failed, laid out and escaped. Anything but a `Failure` is thrown on. */
  failureText(error: unknown): string;
  /** The value with its secrets blotted out. */
  mask<Value>(value: Value): Value;
}
