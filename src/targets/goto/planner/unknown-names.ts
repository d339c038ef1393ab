import type { Notice } from '../../../core/notice.ts';
import type { NoticeCode } from '../../../core/codes.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { editDistance, nearlySame } from '../../../core/similar.ts';
import { cleanName, compareText, visibleName } from '../../../core/text.ts';
import type { GotoSettings, Rule } from '../settings.ts';
import type { AccountReading, Licence } from './account.ts';
import { type AccountNames, accountNames } from './account-names.ts';
import { domainOf } from './identity.ts';

/** At most so many of an account's own names are listed. */
const LISTED = 10;

/**
 * What the file names and the account does not have: licences, custom roles, user groups, custom attributes, and domains
 * that nobody has. Each is an error with its line, and while there is one nothing is planned: with a mistyped key or role
 * everybody would lose the right one.
 */
export function unknownNames(settings: GotoSettings, account: AccountReading, reading: DirectoryReading): Notice[] {
  const names = accountNames(account);
  return [
    ...unknownLicences(settings, account),
    ...settings.mappings.flatMap((rule) => [
      ...unknownRole(rule, names, account),
      ...unknownGroups(rule, names, account),
    ]),
    ...unknownAttributes(settings, account),
    ...unknownDomains(settings, account, reading),
  ];
}

function error(code: NoticeCode, subject: string, line: number | null, text: string): Notice {
  return { code, severity: 'error', text, subject, line };
}

function unknownLicences({ products }: GotoSettings, { licences }: AccountReading): Notice[] {
  return products.flatMap(({ name, licence, line }): Notice[] => {
    const found = licences.find(({ key }) => key === licence);
    if (found === undefined) {
      const near = licences.filter(({ key, description }) => isNearKey(licence, key) || nearlySame(name, description));
      const advice = hint(near.length > 0 ? near : licences, near.length > 0, licenceText);
      const text = `The account has no licence with the key ${licence} (${name}), so nothing is planned for it.${advice} Correct the key.`;
      return [error('LICENCE_UNKNOWN', name, line, text)];
    }
    if (found.enabled) return [];
    const text = `The licence ${licenceText(found)} is switched off in the account: what it gives can perhaps not be used. Renew it, or name another one.`;
    return [{ code: 'LICENCE_DISABLED', severity: 'warning', text, subject: name, line }];
  });
}

/** Whether two keys differ in one digit or two: copied wrongly, or cut. */
function isNearKey(a: string, b: string): boolean {
  return editDistance(a, b) <= 2;
}

function licenceText({ key, description }: Licence): string {
  const name = visibleName(description);
  return name === '' ? key : `${key} (${name})`;
}

function unknownRole({ role, line }: Rule, names: AccountNames, { roleSets }: AccountReading): Notice[] {
  if (role?.kind !== 'custom') return [];
  const found = names.roleSets(role.name);
  const all = roleSets.map(({ name }) => name);
  return misfit('CUSTOM_ROLE_UNKNOWN', 'custom role', role.name, line, found.length, all, 'Correct role.custom');
}

function unknownGroups({ role, userGroup, line }: Rule, names: AccountNames, { groups }: AccountReading): Notice[] {
  const managed = role?.kind === 'manager' ? role.userGroups : [];
  const named = [...(userGroup === null ? [] : [userGroup]), ...managed];
  const all = groups.map(({ path }) => formatPath(path));
  return [...new Set(named)].flatMap((name) => {
    const advice =
      'Correct the name; where several groups have it, write the path from the top with a slash before it (/North/Sales)';
    return misfit('USER_GROUP_UNKNOWN', 'user group', name, line, names.groups(name).length, all, advice);
  });
}

function unknownAttributes(
  { attributes, linkAttribute }: GotoSettings,
  { attributes: there }: AccountReading,
): Notice[] {
  const all = there.map(({ name }) => name);
  const named: readonly (readonly [name: string, line: number | null])[] = [
    ...attributes.map(({ name, line }) => [name, line] as const),
    ...(linkAttribute === null ? [] : [[linkAttribute, null] as const]),
  ];
  return named.flatMap(([name, line]) => {
    const count = all.filter((one) => one === name).length;
    return misfit(
      'ATTRIBUTE_UNKNOWN',
      'custom attribute',
      name,
      line,
      count,
      all,
      'Correct the name (capitals count), or create it',
    );
  });
}

/** An error where a name stands for nothing, or for several things. */
function misfit(
  code: NoticeCode,
  what: string,
  name: string,
  line: number | null,
  count: number,
  all: readonly string[],
  advice: string,
): Notice[] {
  if (count === 1) return [];
  const near = all.filter((one) => nearlySame(name, one));
  const list = count > 1 ? '' : hint(near.length > 0 ? near : all, near.length > 0, cleanName);
  const wrong = count > 1 ? `has ${count} of the ${what} "${name}"` : `has no ${what} "${name}"`;
  return [error(code, name, line, `The account ${wrong}, so nothing is planned for it.${list} ${advice}.`)];
}

function hint<One>(found: readonly One[], isSimilar: boolean, textOf: (one: One) => string): string {
  const texts = found.map(textOf).sort(compareText);
  if (texts.length === 0) return ' It has none at all.';
  const rest = texts.length - LISTED;
  const list = [...texts.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
  return ` ${isSimilar ? 'Similar' : 'It has'}: ${list}.`;
}

/** The first user of a domain is still to come where the directory has people of it, or may have some. */
function unknownDomains(
  { domains, domainLines }: GotoSettings,
  { users, self }: AccountReading,
  { people, kind }: DirectoryReading,
): Notice[] {
  const mails = [...people.values()].flatMap(({ mail }) => (mail === null ? [] : [mail]));
  const all = [...new Set([self.email, ...users.map(({ email }) => email), ...mails].map(domainOf))];
  return domains.flatMap((domain, index): Notice[] => {
    if (kind === 'partial' || all.includes(domain)) return [];
    const near = all.filter((one) => nearlySame(domain, one));
    const list = hint(near.length > 0 ? near : all, near.length > 0, cleanName);
    const text = `Neither a user of the account nor a person of the directory has an address of ${domain}, so nothing is planned for the account.${list} Correct goto.domains.`;
    return [error('DOMAIN_UNKNOWN', domain, domainLines[index] ?? null, text)];
  });
}
