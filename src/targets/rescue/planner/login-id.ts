import { addressFault, plainAddress } from '../../../core/address.ts';
import type { Person } from '../../../core/people.ts';
import type { SsoIdSource } from '../settings.ts';

/** The e-mail address a person logs in with: mail, or the UPN with `loginId: upn`. null when there is no usable one. */
export function loginIdOf(person: Person, source: 'email' | 'upn'): string | null {
  return usableAddress(sourceOf(person, source));
}

/** The SSO id a person gets; null when none is wanted or the person has no usable address for it. */
export function ssoIdOf(person: Person, source: SsoIdSource): string | null {
  if (source === 'none') return null;
  return usableAddress(sourceOf(person, source));
}

/** An address of a person that cannot be used, and why, as the end of a sentence; null where it can, or where there is none. */
export function refusedAddress(
  person: Person,
  source: 'email' | 'upn',
): { readonly address: string; readonly fault: string } | null {
  const address = plainAddress(sourceOf(person, source));
  const fault = address === null ? null : addressFault(address);
  return address === null || fault === null ? null : { address, fault };
}

function sourceOf({ upn, mail }: Person, source: 'email' | 'upn'): string | null {
  return source === 'upn' ? upn : mail;
}

function usableAddress(address: string | null): string | null {
  const text = plainAddress(address);
  return text === null || addressFault(text) !== null ? null : text;
}
