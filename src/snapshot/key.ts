import { Failure } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';

/** The variable that holds the key by which tokens are made. */
export const PSEUDONYM_KEY = 'ADSYNC_PSEUDONYM_KEY';

/** Characters of a key that nobody can try out: names are easily guessed, so all that guards them is the key. */
const SHORTEST = 32;

const ADVICE = 'Set it to a long random text (openssl rand -hex 32), and keep it: the same key gives the same tokens.';

/** @throws Failure PSEUDONYM_KEY_MISSING, PSEUDONYM_KEY_UNFIT */
export function pseudonymKeyOf(env: Readonly<Record<string, string | undefined>>): Secret {
  const value = env[PSEUDONYM_KEY] ?? '';
  if (value === '') {
    throw new Failure('PSEUDONYM_KEY_MISSING', `--pseudonymise needs ${PSEUDONYM_KEY}, which is not set.`, ADVICE);
  }
  if (value.length >= SHORTEST && value.trim() === value) return new Secret(value);
  const wrong =
    value.trim() === value ? `has fewer than ${SHORTEST} characters` : 'has blanks or a line break at one end';
  throw new Failure('PSEUDONYM_KEY_UNFIT', `${PSEUDONYM_KEY} ${wrong}.`, ADVICE);
}
