import type { DirectoryReading, WantedGroup } from '../../core/people.ts';
import { readGroups } from '../ad/read-groups.ts';
import type { ReadOptions } from '../directory.ts';
import { count, readIn } from '../wording.ts';
import type { Domain } from './domain.ts';
import { ldapEntrySource } from './ldap-entries.ts';

/**
 * Reads the wanted groups of a domain.
 *
 * @param name what the reading calls the directory: the base DN as the settings have it
 */
export async function readDomain(
  domain: Domain,
  name: string,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<DirectoryReading> {
  const reading = await readGroups(ldapEntrySource(domain), { type: 'ldap', name }, wanted, options);
  options.progress(readIn(reading, count(domain.session.requests, 'request')));
  return reading;
}
