import { PresenceFilter } from 'ldapts';
import { Failure } from '../../core/failure.ts';
import { textOf } from './domain.ts';
import type { Session } from './session.ts';

/** What a domain controller says of itself (its rootDSE); a text is empty where it does not say. */
export interface Root {
  /** The DN of its own domain: members are looked up in all of it. Never empty. */
  readonly domain: string;
  /** The DN of its own entry, below the sites. */
  readonly server: string;
  /** The number of the last update that is in force there. */
  readonly usn: string;
  readonly configuration: string;
  readonly schema: string;
}

const ATTRIBUTES = [
  'defaultNamingContext',
  'isSynchronized',
  'dsServiceName',
  'highestCommittedUSN',
  'configurationNamingContext',
  'schemaNamingContext',
];

/**
 * Makes sure that the base exists, and asks the server for what it is.
 *
 * @throws Failure when the base is not there, or the server is no domain controller that could be read
 */
export async function rootOf(session: Session, base: string): Promise<Root> {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  await session.search({ base, scope: 'base', filter, attributes: ['objectClass'] });
  const [entry] = await session.search({ base: '', scope: 'base', filter, attributes: ATTRIBUTES });
  const text = (attribute: string): string => (entry === undefined ? '' : textOf(entry, attribute));
  if (text('issynchronized').toUpperCase() === 'FALSE') {
    throw new Failure(
      'LDAP_NOT_SYNCHRONIZED',
      `${session.endpoint.url} is still taking in the directory from the other domain controllers (isSynchronized: FALSE).`,
      'Name another domain controller first in directory.urls, or wait until this one is ready.',
    );
  }
  const domain = text('defaultnamingcontext');
  if (domain === '') {
    throw new Failure(
      'LDAP_NO_DOMAIN',
      `${session.endpoint.url} does not say which domain it serves, so members may stand where nobody would look.`,
      'Check directory.urls: only domain controllers of Active Directory have a defaultNamingContext.',
    );
  }
  return {
    domain,
    server: text('dsservicename'),
    usn: text('highestcommittedusn'),
    configuration: text('configurationnamingcontext'),
    schema: text('schemanamingcontext'),
  };
}
