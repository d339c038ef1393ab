import { Failure } from '../../core/failure.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { guidFromBytes } from '../ad/ids.ts';
import { textOf } from './domain.ts';
import { anyOf } from './filters.ts';
import type { Root } from './root.ts';
import type { Session } from './session.ts';

/** How far a domain controller has come. Only that of one and the same database can be compared. */
export interface Place {
  readonly kind: 'place';
  readonly domain: string;
  readonly server: string;
  /** Of the database: a server that was restored from a backup gets another one. */
  readonly invocationId: string;
  /** Every update up to this one is in force. */
  readonly usn: bigint;
}

/** Why nobody can tell from numbers whether something has changed, a sentence. */
export interface NoPlace {
  readonly kind: 'nowhere';
  readonly why: string;
}

/** Lets memberships end by themselves, without an update. The name is the same in every language. */
const EXPIRING_LINKS = /^cn=privileged access management feature,/;

/** Asks where the server stands; `root.usn` counts, which was read before. */
export async function placeOf(
  session: Session,
  { domain, server, usn, configuration }: Root,
): Promise<Place | NoPlace> {
  if (server === '' || configuration === '' || !/^\d{1,19}$/.test(usn)) return UNKNOWN;
  const partitions = `CN=Partitions,${configuration}`;
  const entries = await entriesOf(session, configuration, [server, partitions]);
  const [own] = entries.filter(({ dn }) => normalDn(dn) === normalDn(server));
  const [forest] = entries.filter(({ dn }) => normalDn(dn) === normalDn(partitions));
  const bytes = own?.attributes.get('invocationid')?.[0];
  const invocationId = Buffer.isBuffer(bytes) ? guidFromBytes(bytes) : null;
  if (invocationId === null || forest === undefined || textOf(forest, 'objectclass') === '') return UNKNOWN;
  const features = forest.attributes.get('msds-enabledfeature') ?? [];
  if (features.some((dn) => EXPIRING_LINKS.test(normalDn(dn.toString()) ?? ''))) return EXPIRING;
  return { kind: 'place', domain, server, invocationId, usn: BigInt(usn) };
}

const UNKNOWN: NoPlace = {
  kind: 'nowhere',
  why: 'The domain controller does not show which one it is and how far it has come (dsServiceName and highestCommittedUSN of its root, invocationId of its own entry, CN=Partitions), so only a reading tells whether something has changed.',
};

const EXPIRING: NoPlace = {
  kind: 'nowhere',
  why: 'The forest has the Privileged Access Management Feature: memberships can end by themselves, without a trace, so only a reading tells whether something has changed.',
};

/** Nothing where the account may not look. */
async function entriesOf(session: Session, base: string, dns: readonly string[]): Promise<RawEntry[]> {
  const attributes = ['objectClass', 'invocationId', 'msDS-EnabledFeature'];
  try {
    return await session.search({ base, scope: 'sub', filter: anyOf('distinguishedName', dns), attributes });
  } catch (error) {
    if (isOutOfSight(error)) return [];
    throw error;
  }
}

/** Whether a search has failed because its base is not there, or not for the account that asks. */
export function isOutOfSight(error: unknown): boolean {
  return error instanceof Failure && ['LDAP_BASE_NOT_FOUND', 'LDAP_ACCESS_DENIED'].includes(error.code);
}
