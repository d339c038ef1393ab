import { Failure } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';

/** Environment variables. */
type Env = Readonly<Record<string, string | undefined>>;

/** The variable that holds the key by which saved plans are signed. */
export const PLAN_KEY = 'ADSYNC_PLAN_KEY';

const SHORTEST = 16;

/** The value, whether it is fit for a key or not, to be kept out of everything that is written. */
export function planKeySecrets(env: Env): Secret[] {
  const value = env[PLAN_KEY] ?? '';
  return value === '' ? [] : [new Secret(value)];
}

/**
 * The key by which saved plans are signed and checked; null when there is none. An empty value is no missing one: it is
 * what a CI service gives for a secret that a job may not see, and would switch the check off without a word.
 *
 * @throws Failure PLAN_KEY_UNFIT
 */
export function planKeyOf(env: Env): Secret | null {
  const value = env[PLAN_KEY];
  if (value === undefined) return null;
  const wrong = faultOf(value);
  if (wrong === null) return new Secret(value);
  throw new Failure(
    'PLAN_KEY_UNFIT',
    `${PLAN_KEY} ${wrong}, so no plan can be signed or checked with it.`,
    `Set it to at least ${SHORTEST} characters that nobody can guess (openssl rand -hex 32), the same where plans are made and applied; or unset it.`,
  );
}

function faultOf(value: string): string | null {
  if (value === '') return 'is set, but empty';
  if (value.trim() !== value) return 'has blanks or a line break at one end';
  return value.length < SHORTEST ? `has fewer than ${SHORTEST} characters` : null;
}
