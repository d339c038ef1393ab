import { authoritiesText } from '../../config/authorities-text.ts';
import { formatPath } from '../../core/path.ts';
import type { Guarding } from '../../plan/guard-changes.ts';
import { allMappings, expiringOf } from './expiry.ts';
import type { RescueSettings } from './settings.ts';

/** What of the section guards the account, or says which it is, or gives rights over others. */
export function guardingOf(settings: RescueSettings): Guarding[] {
  const { url, credentials, linkKey, newUserPassword, groupsWithLimits, ca, profile } = settings;
  const own: Record<string, Guarding['value']> = {
    url,
    ...(credentials.kind === 'token'
      ? { apiToken: credentials.token }
      : { email: credentials.email, password: credentials.password }),
    ...(linkKey === null ? {} : { linkKey }),
    'newUsers.password': newUserPassword ?? 'random',
    groupsWithLimits,
    ...(profile === undefined ? {} : { profile: JSON.stringify(profile) }),
    ...(settings.graceDays === undefined ? {} : { 'leavers.grace': `${settings.graceDays}d` }),
    ...(ca === null ? {} : { 'tls.ca': authoritiesText(ca) }),
  };
  return [
    ...Object.entries(own).map(([key, value]): Guarding => ({ key: `rescue.${key}`, value, line: null })),
    ...allMappings(settings)
      .filter(({ role }) => role !== 'technician')
      .map((mapping): Guarding => {
        const { rescueGroup, subgroups, line } = mapping;
        const value = `${formatPath(rescueGroup)} (subgroups: ${subgroups})`;
        const groups = mapping.parts.map(({ directoryGroup }) => directoryGroup).join(' + ');
        return { key: `rescue.groups: ${groups}`, value, line };
      }),
    ...expiringOf(settings).map(({ name, expires, line }): Guarding => {
      return { key: `rescue.groups: ${name}: expires`, value: expires, line };
    }),
  ];
}

/** Why a former section may be about another account, as the end of a sentence; null where it is about the same. */
export function otherAccount(now: RescueSettings, former: RescueSettings): string | null {
  if (now.url !== former.url) return `it has another address (${former.url})`;
  if (credentialsText(now) !== credentialsText(former))
    return 'it has other credentials, and these say which account it is';
  return null;
}

/** Never shown. */
function credentialsText({ credentials }: RescueSettings): string {
  return credentials.kind === 'token'
    ? `token ${credentials.token.reveal()}`
    : `password ${JSON.stringify([credentials.email, credentials.password.reveal()])}`;
}
