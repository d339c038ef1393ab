import type { LdapSettings } from '../../core/settings.ts';
import type { CallWatcher } from '../../core/traffic.ts';
import { type AskedAttribute, askedAttributes } from '../ad/attributes.ts';
import { plainDn } from '../ad/dn.ts';
import { findPeopleIn, LOGON_NAME } from '../ad/find-people.ts';
import { refersTo } from '../ad/group-ref.ts';
import { searchBase } from '../ad/search-base.ts';
import { searchGroups } from '../ad/search-groups.ts';
import { BOUNDS } from '../../net/bounds.ts';
import { whereaboutsIn } from '../ad/whereabouts.ts';
import type { Directory, LookOptions, ReadOptions } from '../directory.ts';
import type { Domain } from './domain.ts';
import { connect, type Session, type SessionWorld } from './session.ts';
import type { LdapBounds } from './answer-size.ts';
import { ldapEntrySource } from './ldap-entries.ts';
import { readDomain } from './read-domain.ts';
import { type Root, rootOf } from './root.ts';

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
  const whole = plainDn(settings.baseDN) ?? settings.baseDN;

  function withDomain<Result>(
    options: LookOptions,
    asked: readonly AskedAttribute[],
    work: (domain: Domain, root: Root) => Promise<Result>,
  ): Promise<Result> {
    return withSession(settings, world, options, async (session) => {
      const root = await rootOf(session, whole);
      return work({ session, dn: root.domain, base: whole, now: options.now, asked }, root);
    });
  }

  return {
    read: (wanted, options) =>
      withDomain(options, askedOf(options), (domain) => readDomain(domain, settings.baseDN, wanted, options)),
    whereabouts: (ids, options) => withDomain(options, [], (domain) => whereaboutsIn(ldapEntrySource(domain), ids)),
    findPeople: (text, options) =>
      withDomain(options, [LOGON_NAME], (domain) => findPeopleIn(ldapEntrySource(domain), text)),
    search: async (term, options) => {
      const base = options.base === null ? whole : searchBase(options.base, whole);
      return withSession(settings, world, options, async (session) => {
        const { domain: dn } = await rootOf(session, base);
        options.progress(`Searching ${base}`);
        // No expiry date matters for groups.
        return searchGroups(ldapEntrySource({ session, dn, base, now: new Date(0), asked: [] }), term, options);
      });
    },
    refersTo,
    examine: (people, options) =>
      withDomain(options, [], async ({ session, dn }) => {
        const { examineDomain } = await import('./examine.ts');
        return await examineDomain(session, dn, people);
      }),
    changes: {
      read: (wanted, options) =>
        withDomain(options, askedOf(options), async (domain, root) => {
          const { readMarked } = await import('./marks.ts');
          return await readMarked(domain, root, settings.baseDN, wanted, options);
        }),
      since: (marked, options) =>
        withDomain(options, askedOf(options), async (domain, root) => {
          const { changesSince } = await import('./changes-since.ts');
          return await changesSince(domain, root, marked);
        }),
    },
  };
}

function askedOf({ attributes = [] }: ReadOptions): readonly AskedAttribute[] {
  return askedAttributes(attributes);
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
