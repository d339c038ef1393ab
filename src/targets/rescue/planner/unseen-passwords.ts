import { counted } from '../../../core/counted.ts';
import { cleanName } from '../../../core/text.ts';
import type { Notice } from '../../../core/notice.ts';
import type { RescueSettings } from '../settings.ts';
import type { WantedUser } from './wanted-user.ts';

/** Says once that users get a password that nobody sees, and no SSO id: they cannot sign in before somebody sets one. */
export function unseenPasswords(
  wanted: readonly WantedUser[],
  { newUserPassword }: Pick<RescueSettings, 'newUserPassword'>,
): Notice[] {
  const locked = wanted.filter(
    ({ user, newPassword, ssoId }) => (user === null || newPassword) && (ssoId === null || ssoId === ''),
  );
  const [first] = locked;
  if (newUserPassword !== null || first === undefined) return [];
  const who = counted(locked.length, 'user gets', 'users get');
  return [
    {
      code: 'PASSWORD_UNSEEN',
      severity: 'info',
      text: `${who} a random password that nobody sees, and no SSO id, so they cannot sign in until somebody sets a password for them in the Admin Center. Give everybody a first one with rescue.newUsers.password, or an SSO id with ssoId, if that is not meant.`,
      subject: locked.length === 1 ? first.email : 'rescue.newUsers',
      ...(locked.length > 1 ? { names: locked.map(({ name, email }) => `${cleanName(name)} (${email})`).sort() } : {}),
      line: null,
    },
  ];
}
