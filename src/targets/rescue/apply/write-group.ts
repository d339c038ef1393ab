import type { CallValues } from '../../journal.ts';
import { descriptionValues } from '../journal-values.ts';
import type { Client, Result } from '../wire/call.ts';
import { type GroupRecord, readGroup } from '../wire/group-record.ts';
import { nodeParameters } from '../wire/protocol.ts';
import { differences } from './call-values.ts';
import { lossesOf } from './group-losses.ts';
import type { Written } from './outcome.ts';

/**
 * Writes a group's whole record: nobody knows what the service does with a field that is left out. The vendor's page
 * could not be read as far as the names of the limits' parameters. They are sent under the names by which they are read,
 * so the caller must look afterwards whether a group still has its limits ({@link lossesOf}).
 *
 * @param before the record as it was read
 */
export async function writeGroup(client: Client, before: GroupRecord, group: GroupRecord): Promise<Result<Written>> {
  return await client.call<Written>({
    method: 'setGroup_v2',
    parameters: {
      ...nodeParameters(group.id),
      name: group.name,
      status: group.enabled ? 'Enabled' : 'Disabled',
      description: group.description,
      permission: group.permissions,
      lockedpermission: group.lockedPermissions,
      standardconcurrentlimit: group.standardLimit,
      mobileconcurrentlimit: group.mobileLimit,
      rpatconcurrentlimit: group.rpatLimit,
    },
    signal: null,
    parse: () => 'written',
    recheck: true,
    writes: { node: group.id, ...differences(groupValues(before), groupValues(group)) },
    async settle() {
      const live = await readGroup(client, group.id);
      if (live === null) return { ok: true, value: 'gone' };
      if (saysTheSame(live, group)) return { ok: true, value: 'written' };
      const isAsFound = saysTheSame(live, before) && lossesOf(before, live).length === 0;
      return isAsFound ? null : { ok: true, value: 'changed' };
    },
  });
}

function groupValues({ name, description }: GroupRecord): CallValues {
  return { name, ...descriptionValues(description) };
}

/** Whether name and link are the same; white space at the ends does not count, answers do not keep it. */
export function saysTheSame(a: GroupRecord, b: GroupRecord): boolean {
  return a.name.trim() === b.name.trim() && a.description.trim() === b.description.trim();
}
