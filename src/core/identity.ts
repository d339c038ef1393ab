import { addressFault, plainAddress } from './address.ts';
import { withoutUnseen } from './characters.ts';
import type { GroupPath, Person } from './model.ts';
import type { SsoIdSource } from './settings.ts';

/** The form in which login ids, SSO ids and group names are compared: composed, without outer blanks, lower case. */
export function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** The form in which places in the organization tree are compared. */
export function foldPath(path: GroupPath): string {
  return path.map(fold).join('\u0000');
}

/**
 * A name as it can be kept by the service, whose answers are line-based and trimmed: line breaks and control
 * characters become a blank, runs of blanks one blank, lone surrogates U+FFFD.
 */
export function cleanName(name: string): string {
  return name
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The name as of {@link cleanName}; empty where nothing of it can be seen. */
export function visibleName(name: string): string {
  const clean = cleanName(name);
  return withoutUnseen(clean) === '' ? '' : clean;
}

/** What a person or a directory group is called in messages. */
export function calledName({ name, label }: Pick<Person, 'name' | 'label'>): string {
  return visibleName(name) || label;
}

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

/** Order by code points: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
