import type { Notice } from '../../../core/notice.ts';
import { calledName, fold } from '../../../core/text.ts';
import type { Change } from '../../../plan/model.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, Licence } from './account.ts';
import type { GotoChange } from './change.ts';
import { type Ground, userName } from './decide.ts';
import { fullName, namesOf } from './identity.ts';
import { isManaged } from './match.ts';
import type { Remark } from './remarks.ts';
import { rightsOf } from './roles.ts';
import type { Served } from './users.ts';
import { holdsAnything } from './wanted-user.ts';

/** Codes under which the service lists GoTo Connect. */
const CONNECT: ReadonlySet<string> = new Set(['JIVE', 'G2C']);

/** GoTo Connect keeps the phone settings of a user for a few days only after the licence is gone. */
export function lostPhones(served: readonly Served[], { licences }: AccountReading): Remark[] {
  const phones = connectLicences({ licences });
  return served.flatMap(({ wanted: { user }, now }): Remark[] => {
    if (user === null || !user.licences.some((key) => phones.has(key)) || now.some((key) => phones.has(key))) return [];
    return [{ code: 'CONNECT_SETTINGS_7_DAYS', subject: 'goto.products', who: userName(user) }];
  });
}

/** The keys of the licences that are GoTo Connect's. */
export function connectLicences({ licences }: Pick<AccountReading, 'licences'>): ReadonlySet<string> {
  return new Set(licences.filter(isConnect).map(({ key }) => key));
}

function isConnect({ products, description }: Licence): boolean {
  return products.some((code) => CONNECT.has(code.toUpperCase())) || /\bconnect\b/i.test(description);
}

/** New users with the name of somebody whom no rule has any more: perhaps one person with another address. */
export function maybeRenamed(changes: readonly GotoChange[]): Remark[] {
  const gone = goneByName(changes);
  return changes.flatMap(({ before, after, email, name }): Remark[] => {
    if (before !== null) return [];
    const old = gone.get(fold(fullName({ first: after.firstName ?? '', last: after.lastName ?? '' })));
    if (old === undefined) return [];
    return [{ code: 'MAYBE_RENAMED', subject: 'goto.rules', who: `${name} <${email}>, now <${old.email}>` }];
  });
}

/** People of the rules who are skipped for their address, where somebody of that name would be suspended. */
export function addressesLost({ claims, matches }: Ground, changes: readonly GotoChange[]): Remark[] {
  const gone = goneByName(changes);
  return matches.newcomers.flatMap((person): Remark[] => {
    if (!claims.of.has(person.id) || matches.addresses.get(person.id)?.kind === 'usable') return [];
    const old = gone.get(fold(fullName(namesOf(person))));
    if (old === undefined) return [];
    const who = `${calledName(person)} (${person.label}), perhaps <${old.email}>`;
    return [{ code: 'ADDRESS_LOST', subject: 'goto.rules', who }];
  });
}

/** Users whom no rule has any more, by their folded names. */
function goneByName(changes: readonly GotoChange[]): ReadonlyMap<string, GotoChange> {
  const left = changes.filter(({ reason }) => reason.code === 'LEFT');
  return new Map(left.map((change) => [fold(change.facts?.name ?? ''), change]));
}

/** Who gets a mail of the service, or may get one, when the plan is applied. */
export function mails(changes: readonly GotoChange[], { welcomeMail }: Pick<GotoSettings, 'welcomeMail'>): Remark[] {
  const made = changes.filter(({ held, blocked }) => held === null && blocked === undefined);
  return made.flatMap((change): Remark[] => {
    const who = shown(change);
    if (change.before === null) return welcomeMail ? [{ code: 'WELCOME_MAIL', subject: 'goto.welcomeMail', who }] : [];
    const gets = change.operations.some((one) => one === 'grant' || one === 'resume');
    return gets ? [{ code: 'MAIL_POSSIBLE', subject: 'goto.rules', who }] : [];
  });
}

function shown({ name, email }: Pick<Change, 'name' | 'email'>): string {
  return `${name} <${email ?? ''}>`;
}

/** Users that the service shows as suspended although they hold something: they declined, or went to another account. */
export function oddStatus({ users }: AccountReading, settings: GotoSettings): Remark[] {
  return users
    .filter(
      (user) =>
        user.status === 'SUSPENDED' && isManaged(user, settings) && holdsAnything(user.licences, rightsOf(user)),
    )
    .map((user) => ({ code: 'STATUS_ODD', subject: 'goto.domains', who: userName(user) }));
}

/**
 * Rows without attributes look the same whether nobody has one or the service does not show them. Nothing is written over
 * what may be there, so users that exist get neither attributes nor a link until one of them shows some.
 */
export function unseenAttributes(
  { users }: Pick<AccountReading, 'users'>,
  { attributes, linkAttribute }: Pick<GotoSettings, 'attributes' | 'linkAttribute'>,
): Notice[] {
  const isUsed = attributes.length > 0 || linkAttribute !== null;
  if (!isUsed || users.some((user) => user.attributes !== null)) return [];
  const text =
    'No user of the account shows a custom attribute: either nobody has one, or the service does not show them. Until one does, those of existing users are left alone, the link as well. Set one by hand for any user in the Admin Center, or let a new user be added, and plan again.';
  const [first] = attributes;
  const subject = attributes.length > 0 ? 'goto.attributes' : 'goto.linkAttribute';
  return [{ code: 'ATTRIBUTES_UNSEEN', severity: 'warning', text, subject, line: first?.line ?? null }];
}
