import { ShowDeleted } from './client.ts';
import type { Domain } from './domain.ts';
import { deletedMembers } from './filters.ts';
import { isOutOfSight } from './place.ts';

/** So many deleted objects are looked at. */
const SAMPLE = 100;

/**
 * Whether the account sees what is left of deleted people and groups. Ordinary accounts do not, and are not told so: what they
 * may not see is left out. So only a deleted object that was seen proves it. It must be a person or a group, and show its
 * uSNChanged, as that of a deleted member has to.
 */
export async function seesDeleted({ session, dn }: Pick<Domain, 'session' | 'dn'>): Promise<boolean> {
  const query = {
    base: `CN=Deleted Objects,${dn}`,
    scope: 'sub',
    filter: deletedMembers(),
    attributes: CLASS,
  } as const;
  const controls = [new ShowDeleted()];
  try {
    const entries = await session.search({ ...query, controls, most: SAMPLE, pageSize: SAMPLE });
    return entries.some(({ attributes }) => {
      const classes = (attributes.get('objectclass') ?? []).map((name) => name.toString().toLowerCase());
      return attributes.has('objectguid') && classes.length > 0 && !classes.includes('computer');
    });
  } catch (error) {
    if (isOutOfSight(error)) return false;
    throw error;
  }
}

const CLASS = ['objectGUID', 'objectClass'];
