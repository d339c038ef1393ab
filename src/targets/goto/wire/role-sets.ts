import { fold } from '../../../core/text.ts';
import type { RoleSetId } from '../planner/account.ts';
import type { Addressee, Refusal, Result } from './calls.ts';
import { NO_FACTS } from './classify.ts';
import { emailFilter, isPlain } from './filter.ts';
import { pathOf } from './print.ts';
import { unsentRefusal } from './refusal.ts';
import { accountPath, readUsers, type UserReads } from './users.ts';
import { refusal, write } from './write.ts';

/** Gives a custom role, or takes all of them (null). These calls go by a filter: whom it finds is looked at first. */
export async function writeRoleSet(reads: UserReads, id: RoleSetId | null, user: Addressee): Promise<Result<null>> {
  const { connection, settings } = reads;
  if (!isPlain(user.email)) {
    return refusal(
      unsentRefusal('invalid-data', 'A custom role is given by the address, and this one cannot stand in a filter.'),
    );
  }
  const filter = emailFilter(user.email, settings.requests.filter);
  const path =
    id === null ? accountPath(settings, 'users', 'rolesets') : accountPath(settings, 'rolesets', id, 'users');
  return await write(connection, {
    what: id === null ? 'removal of a custom role' : 'custom role of a user',
    path: pathOf(path, { filter }),
    ...(id === null ? { method: 'DELETE' } : { method: 'PUT', body: '{}' }),
    mayBegin: () => lookAtAddressee(reads, user),
    parse: () => null,
    facts: { ...NO_FACTS, rights: ['SUPER_USER'] },
  });
}

/** @returns why the call must not be sent */
async function lookAtAddressee(reads: UserReads, { key, email }: Addressee): Promise<Refusal | null> {
  const found = await readUsers(reads, email);
  const [only] = found;
  if (only === undefined) {
    return unsentRefusal(
      'transient',
      'The service finds nobody by this address, so that no custom role can be written.',
    );
  }
  if (found.length === 1 && only.key === key && fold(only.email) === fold(email)) return null;
  return unsentRefusal(
    'unknown',
    `A custom role is given by the address, and the service finds ${found.length === 1 ? 'another user' : `${found.length} users`} by it. Nothing was sent.`,
  );
}
