import { hasControls } from '../../../core/text.ts';
import type { GotoSettings } from '../settings.ts';

/**
 * A filter for users with exactly this address. The older form takes regular expressions; that they must match the whole
 * value is seen in samples only, so whoever uses it looks at what comes back.
 */
export function emailFilter(email: string, form: GotoSettings['requests']['filter']): string {
  if (form === 'eq') return `email eq "${inQuotes(email)}"`;
  const expression = email.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return `(email="(?i)${expression.replace(/"/g, '\\"')}")`;
}

function inQuotes(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

/** Whether a filter for this address surely means nobody else: how the service reads quotation marks is not known. */
export function isPlain(email: string): boolean {
  return email !== '' && !/["\\]/.test(email) && !hasControls(email);
}
