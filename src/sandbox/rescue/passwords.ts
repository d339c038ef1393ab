import { createHash } from 'node:crypto';
import type { SandboxNode } from './account.ts';
import type { SandboxSwitches } from './switches.ts';

/** A password as it is kept: never in clear once it came through the API, for rehearsals may use a real default password. */
export function keptPassword(password: string, salt: string): string {
  return `sha256:${salt}:${createHash('sha256').update(`${salt}:${password}`).digest('hex')}`;
}

export function isPassword(node: SandboxNode, password: string): boolean {
  const salt = /^sha256:([^:]+):[0-9a-f]{64}$/.exec(node.password ?? '')?.[1];
  return salt === undefined ? node.password === password : node.password === keptPassword(password, salt);
}

/**
 * The word for a password that breaks the rules; null for a good one. The rules are documented (at least 8 characters,
 * strengths by number of character types and repeats), the HTTP spellings of the words are invented after the SOAP ones.
 */
export function passwordWord(password: string, strength: SandboxSwitches['passwordStrength']): string | null {
  if (/\s/u.test(password)) return 'INVALIDPARAM_PASSWORD_CANNOT_CONTAIN_WHITESPACE_CHARACTERS';
  if (password.length < 8) return 'INVALIDPARAM_PASSWORD_HAS_TO_BE_AT_LEAST_8_CHARACTERS_LONG';
  if (!isStrong(password, strength)) return 'INVALIDPARAM_PASSWORD_HAS_TO_COMPLY_WITH_THE_PASSWORD_POLICY';
  return null;
}

function isStrong(password: string, strength: SandboxSwitches['passwordStrength']): boolean {
  const types = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((type) => type.test(password)).length;
  const repeats = new Set(password.split('')).size < password.length;
  if (strength === 'any') return true;
  if (strength === 'good') return types >= 3;
  if (strength === 'strong') return types === 4 || (types === 3 && !repeats);
  return types === 4 && !repeats;
}
