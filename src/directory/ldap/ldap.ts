import { PresenceFilter } from 'ldapts';
import { Failure } from '../../core/failure.ts';
import type { LdapSettings } from '../../core/settings.ts';
import type { CallWatcher } from '../../core/traffic.ts';
import { askedAttributes } from '../ad/attributes.ts';
import { plainDn } from '../ad/dn.ts';
import { findPeopleIn, LOGON_NAME } from '../ad/find-people.ts';
import { refersTo } from '../ad/group-ref.ts';
import { readGroups } from '../ad/read-groups.ts';
import { searchBase } from '../ad/search-base.ts';
import { searchGroups } from '../ad/search-groups.ts';
import { BOUNDS } from '../../net/bounds.ts';
import { whereaboutsIn } from '../ad/whereabouts.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import { count, readIn } from '../wording.ts';
import { connect, type Session, type SessionWorld } from './session.ts';
import type { LdapBounds } from './answer-size.ts';
import { ldapEntrySource } from './ldap-entries.ts';

/**
 * Active Directory, asked over LDAP. Each reading has a connection of its own.
 *
 * @param bounds how large answers may be
 * @param traffic is told of every search; absent = nobody is
 */
export function openLdap(
  settings: LdapSettings,
  bounds: LdapBounds = BOUNDS,
  traffic: CallWatcher = () => undefined,
): Directory {
  const world = { bounds, traffic };
  return {
    read: async (wanted, options) => {
      const asked = askedAttributes(options.attributes ?? []);
      return withSession(settings, world, options, async (session) => {
        const base = plainDn(settings.baseDN) ?? settings.baseDN;
        const source = ldapEntrySource({ session, dn: await domainOf(session, base), base, now: options.now, asked });
        const reading = await readGroups(source, { type: 'ldap', name: settings.baseDN }, wanted, options);
        options.progress(readIn(reading, count(session.requests, 'request')));
        return reading;
      });
    },
    whereabouts: (ids, options) =>
      withSession(settings, world, options, async (session) => {
        const base = plainDn(settings.baseDN) ?? settings.baseDN;
        const domain = { session, dn: await domainOf(session, base), base, now: options.now, asked: [] };
        return whereaboutsIn(ldapEntrySource(domain), ids);
      }),
    findPeople: (text, options) =>
      withSession(settings, world, options, async (session) => {
        const base = plainDn(settings.baseDN) ?? settings.baseDN;
        const asked = [LOGON_NAME];
        const domain = { session, dn: await domainOf(session, base), base, now: options.now, asked };
        return findPeopleIn(ldapEntrySource(domain), text);
      }),
    search: async (term, options) => {
      const whole = plainDn(settings.baseDN) ?? settings.baseDN;
      const base = options.base === null ? whole : searchBase(options.base, whole);
      return withSession(settings, world, options, async (session) => {
        const dn = await domainOf(session, base);
        options.progress(`Searching ${base}`);
        // No expiry date matters for groups.
        return searchGroups(ldapEntrySource({ session, dn, base, now: new Date(0), asked: [] }), term, options);
      });
    },
    refersTo,
    examine: (people, options) =>
      withSession(settings, world, options, async (session) => {
        const { examineDomain } = await import('./examine.ts');
        const base = plainDn(settings.baseDN) ?? settings.baseDN;
        return await examineDomain(session, await domainOf(session, base), people);
      }),
  };
}

async function withSession<Result>(
  settings: LdapSettings,
  world: Omit<SessionWorld, 'signal'>,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connect(settings, { ...world, signal }, progress);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const ROOT = ['defaultNamingContext', 'isSynchronized'];

/**
 * Makes sure that the base exists, and gives the DN of the server's own domain: members are looked up in all of it.
 */
async function domainOf(session: Session, base: string): Promise<string> {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  await session.search({ base, scope: 'base', filter, attributes: ['objectClass'] });
  const [root] = await session.search({ base: '', scope: 'base', filter, attributes: ROOT });
  if (root?.attributes.get('issynchronized')?.[0]?.toString().toUpperCase() === 'FALSE') {
    throw new Failure(
      'LDAP_NOT_SYNCHRONIZED',
      `${session.endpoint.url} is still taking in the directory from the other domain controllers (isSynchronized: FALSE).`,
      'Name another domain controller first in directory.urls, or wait until this one is ready.',
    );
  }
  const domain = root?.attributes.get('defaultnamingcontext')?.[0]?.toString() ?? '';
  if (domain !== '') return domain;
  throw new Failure(
    'LDAP_NO_DOMAIN',
    `${session.endpoint.url} does not say which domain it serves, so members may stand where nobody would look.`,
    'Check directory.urls: only domain controllers of Active Directory have a defaultNamingContext.',
  );
}
