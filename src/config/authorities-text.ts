import { digest } from '../core/digest.ts';
import type { Authorities } from '../core/settings.ts';

/** What a plan says of authorities: another file is another text, but a store that the operating system renews is not. */
export function authoritiesText({ from, pem }: Authorities): string {
  return from === 'system' ? 'the store of the operating system' : `a file with the digest ${digest(pem).slice(0, 12)}`;
}
