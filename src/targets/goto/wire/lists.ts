import type { CustomAttribute, Licence, RoleSet, UserGroup } from '../planner/account.ts';
import type { GotoSettings } from '../settings.ts';
import { attributeRow } from './attributes.ts';
import { type ListOptions, readList } from './list.ts';
import type { Connection } from './persist.ts';
import { groupRow, licenceRow, roleSetRow } from './rows.ts';
import { accountPath } from './users.ts';

/** What an account has besides users. */
export interface Lists {
  licences(signal: AbortSignal | null): Promise<readonly Licence[]>;
  groups(signal: AbortSignal | null): Promise<readonly UserGroup[]>;
  roleSets(signal: AbortSignal | null): Promise<readonly RoleSet[]>;
  attributes(signal: AbortSignal | null): Promise<readonly CustomAttribute[]>;
}

export function newLists(connection: Connection, settings: GotoSettings): Lists {
  const { pageSize } = settings.requests;
  async function read<Row>(
    name: string,
    signal: AbortSignal | null,
    options: Pick<ListOptions<Row>, 'what' | 'row' | 'keyOf' | 'loose'>,
  ): Promise<readonly Row[]> {
    return await readList(connection, { ...options, path: accountPath(settings, name), pageSize, signal });
  }
  return {
    licences: (signal) =>
      read('licenses', signal, { what: 'list of licences', row: licenceRow, keyOf: ({ key }) => key }),
    groups: (signal) => read('groups', signal, { what: 'list of user groups', row: groupRow, keyOf: ({ key }) => key }),
    // That there are results is known of these two, the rest of their form is not.
    roleSets: (signal) =>
      read('rolesets', signal, { what: 'list of custom roles', row: roleSetRow, keyOf: ({ id }) => id, loose: true }),
    attributes: (signal) =>
      read('attributes', signal, {
        what: 'list of custom attributes',
        row: attributeRow,
        keyOf: ({ key }) => key,
        loose: true,
      }),
  };
}
