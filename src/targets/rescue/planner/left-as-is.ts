import { groupBy } from '../../../core/collections.ts';
import { cleanName } from '../../../core/text.ts';
import { counted } from '../../../core/counted.ts';
import type { Notice } from '../../../core/notice.ts';
import type { RescueSettings } from '../settings.ts';
import type { AccountUser } from './account.ts';
import { addOnOf } from './seats-and-add-ons.ts';
import type { WantedUser } from './wanted-user.ts';

/** At most so many are named. */
const NAMED = 10;

/**
 * What users keep although their mapping does not give it, one notice a mapping and option: whoever takes an option out
 * of the file would else wait for it to be taken from people. Only what is known is said, and nobody is asked for it.
 */
export function leftAsIs(wanted: readonly WantedUser[], { mappings }: Pick<RescueSettings, 'mappings'>): Notice[] {
  const staying = wanted.filter((entry) => entry.end === null && !entry.isProtected);
  const byMapping = groupBy(staying, ({ priority }) => priority);
  return mappings.flatMap(({ ssoId, mobileLicense, line }, priority) => {
    const own = byMapping.get(priority) ?? [];
    const signing = ssoId === 'none' ? usersOf(own, keepsSsoId) : [];
    const mobile = mobileLicense ? [] : usersOf(own, keepsAddOn);
    return [
      ...noticeOf('SSO_ID_LEFT', signing, line, 'an SSO id', 'gives none (ssoId: none)', 'Clear it'),
      ...noticeOf(
        'ADD_ON_LEFT',
        mobile,
        line,
        'the mobile add-on',
        'gives none (mobileLicense: false)',
        'Take it back',
      ),
    ];
  });
}

function usersOf(
  entries: readonly WantedUser[],
  keeps: (user: AccountUser, entry: WantedUser) => boolean,
): AccountUser[] {
  return entries.flatMap((entry) => (entry.user !== null && keeps(entry.user, entry) ? [entry.user] : []));
}

function keepsSsoId({ details }: AccountUser, { ssoId }: WantedUser): boolean {
  return ssoId === null && (details?.ssoId ?? '') !== '';
}

function keepsAddOn(user: AccountUser, { mobile, enabled, link }: WantedUser): boolean {
  return mobile === null && enabled && addOnOf(user, link?.ssoId ?? null) === true;
}

function noticeOf(
  code: 'SSO_ID_LEFT' | 'ADD_ON_LEFT',
  users: readonly AccountUser[],
  line: number,
  what: string,
  why: string,
  remedy: string,
): Notice[] {
  const [first] = users;
  if (first === undefined) return [];
  const rest = users.length - NAMED;
  const names = users.map(({ name, email }) => `${cleanName(name)} (${email})`).sort();
  const who = [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const text = `${counted(users.length, 'user has', 'users have')} ${what}, though the mapping ${why}. It is left as it is: ${who}. ${remedy} in the Admin Center if that is not meant.`;
  const subject = users.length === 1 ? first.email : 'rescue.groups';
  return [{ code, severity: 'info', text, subject, ...(rest > 0 ? { names } : {}), line }];
}
