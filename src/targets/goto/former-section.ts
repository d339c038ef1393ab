import { authoritiesText } from '../../config/authorities-text.ts';
import { Secret } from '../../core/secret.ts';
import type { Guarding } from '../../plan/guard-changes.ts';
import { allRules, expiringOf } from './expiry.ts';
import type { GotoSettings, RoleWish } from './settings.ts';

/** What of the section guards the account, or says which it is, or gives rights over others. */
export function guardingOf(settings: GotoSettings): Guarding[] {
  const { url, authUrl, account, clientId, clientSecret, credential, domains, linkAttribute, ca } = settings;
  const own: Record<string, Guarding['value']> = {
    url,
    authUrl,
    account,
    // It is as good as secret where it came from outside the file.
    clientId: new Secret(clientId),
    clientSecret,
    // The service renews a refresh token by itself.
    ...(credential.kind === 'refreshToken' ? {} : { [credential.kind]: credential.token }),
    domains: domains.join(', '),
    ...(linkAttribute === null ? {} : { linkAttribute }),
    ...(ca === null ? {} : { 'tls.ca': authoritiesText(ca) }),
  };
  return [
    ...Object.entries(own).map(([key, value]): Guarding => ({ key: `goto.${key}`, value, line: null })),
    ...allRules(settings).flatMap(({ directoryGroup, role, line }): Guarding[] => {
      const value = role === null ? '' : roleWords(role);
      return value === '' ? [] : [{ key: `goto.rules: ${directoryGroup}`, value, line }];
    }),
    ...expiringOf(settings).map(({ name, expires, line }): Guarding => {
      return { key: `goto.rules: ${name}: expires`, value: expires, line };
    }),
  ];
}

function roleWords(role: RoleWish): string {
  if (role.kind === 'member') return '';
  if (role.kind === 'custom') return `custom role ${role.name}`;
  if (role.kind !== 'manager') return role.kind;
  const over = role.userGroups.length === 0 ? 'all users' : role.userGroups.join(', ');
  return `${role.permissions.join(', ')} over ${over}`;
}

/** Why a former section may be about another account, as the end of a sentence; null where it is about the same. */
export function otherAccount(now: GotoSettings, former: GotoSettings): string | null {
  if (now.url !== former.url) return `it has another address (${former.url})`;
  return now.account === former.account ? null : `it is about another account (${former.account})`;
}
