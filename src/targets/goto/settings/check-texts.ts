import type { Fault } from '../../../config/address.ts';
import { dayFault } from '../../../config/calendar.ts';
import { duration, type TextCheck, type TextChecks } from '../../../config/check-texts.ts';
import type { Entry } from '../../../config/entry.ts';
import { addressFault } from '../../../core/address.ts';
import { hasControls } from '../../../core/text.ts';
import { adminFault, tokenHostFault } from './address.ts';

/** How the texts of the section must look, beyond what a type can say. */
export const GOTO_TEXTS: TextChecks = [
  ['rules[].expires', dayFault],
  ['url', adminFault],
  ['authUrl', tokenHostFault],
  ['clientId', clientId],
  ['requests.timeout', duration(100, 3_600_000, '100ms to 1h')],
  ['requests.consistencyDelay', duration(0, 600_000, '0s to 10m')],
  ['domains[]', domain],
  ['protect[]', address],
  ['language', language],
  ['linkAttribute', attributeName],
  ['rules[].directoryGroup', visible],
  ['rules[].userGroup', accountName],
  ['rules[].language', language],
];

/** It stands before a colon where it is sent (RFC 7617). */
function clientId(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[!-9;-~]+$/.test(text)) return null;
  const message = `${shown} is no id of an OAuth client: those hold neither blanks nor colons.`;
  return ['WRONG_VALUE', message, 'Write the id as developer.logmeininc.com/clients shows it.'];
}

function domain(text: string, _root: Entry, shown: string): Fault | null {
  const plain = text.trim();
  const isName = /^(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u.test(
    plain,
  );
  const fault = addressFault(`a@${plain}`);
  if (isName && fault === null) return null;
  const why = isName && fault !== null ? `: it ${fault}` : '';
  const advice = 'Write each domain alone, without @ and without *: corp.example.';
  return ['WRONG_VALUE', `${shown} is no domain${why}.`, advice];
}

function address(text: string, _root: Entry, shown: string): Fault | null {
  if (text.includes('*')) {
    const message = `${shown} holds *, which stands for nothing here: nobody would be protected by it.`;
    return ['WRONG_VALUE', message, 'Write each address in full.'];
  }
  const fault = addressFault(text);
  if (fault === null) return null;
  return ['WRONG_VALUE', `${shown} is no e-mail address: it ${fault}.`, 'Write it like owner@corp.example.'];
}

function language(text: string, _root: Entry, shown: string): Fault | null {
  if (/^[a-z]{2,3}(?:_[A-Z]{2})?$/.test(text)) return null;
  const [, first, second] = /^([a-z]{2,3})[-_ ]([a-z]{2})$/i.exec(text.trim()) ?? [];
  const near = first === undefined || second === undefined ? null : `${first.toLowerCase()}_${second.toUpperCase()}`;
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  return ['WRONG_VALUE', `${shown} is no language.${hint}`, 'Write it like en_US or de_DE.'];
}

/** Custom attributes are shown and compared as `name=value`. */
export function attributeName(text: string, _root: Entry, shown: string): Fault | null {
  if (text.trim() === '') return ['ATTRIBUTE_NAME', 'The name of an attribute is empty.', 'Write its name.'];
  const asShown = 'Write the name as the Admin Center shows it.';
  if (hasControls(text)) return ['ATTRIBUTE_NAME', 'The name holds a control character.', asShown];
  if (text !== text.trim()) return ['ATTRIBUTE_NAME', `${shown} begins or ends with a blank.`, asShown];
  if (!text.includes('=')) return null;
  const message = `${shown} holds "=", which divides names from values in a plan.`;
  return ['ATTRIBUTE_NAME', message, 'Give the attribute another name in the Admin Center.'];
}

/** A name that the account knows. */
export function accountName(text: string, root: Entry, shown: string): Fault | null {
  if (hasControls(text)) {
    const message = 'The name holds a line break or another control character.';
    return ['WRONG_VALUE', message, 'Write it on one line, as the Admin Center shows it.'];
  }
  return visible(text, root, shown);
}

/** Types of a schema let a text of blanks pass. */
function visible(...[text]: Parameters<TextCheck>): Fault | null {
  return text.trim() === '' ? ['EMPTY', 'The name is empty.', 'Write a name, or remove the key.'] : null;
}
