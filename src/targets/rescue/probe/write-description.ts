import type { Client } from '../wire/call.ts';
import { userParameters } from '../wire/user-parameters.ts';
import { readUser, type UserRecord } from '../wire/user-record.ts';

/**
 * Writes a user as it is with another description. A call whose end is not known is looked for before it is made again.
 *
 * @param text null = the field is left out
 * @returns the service's word
 */
export async function writeDescription(client: Client, user: UserRecord, text: string | null): Promise<string> {
  const { description, ...others } = userParameters(user);
  const result = await client.call<null>({
    method: 'setUser_v2',
    parameters: text === null ? others : { ...others, description: text },
    signal: null,
    parse: () => null,
    recheck: true,
    async settle() {
      const live = await readUser(client, user.id, null);
      return live?.description === description ? null : { ok: true, value: null };
    },
  });
  return result.ok ? 'OK' : result.word;
}
