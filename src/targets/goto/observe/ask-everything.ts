import type { GotoSettings } from '../settings.ts';
import { emailFilter } from '../wire/filter.ts';
import { field } from '../wire/json.ts';
import { accountPath } from '../wire/users.ts';
import type { Asker } from './ask.ts';
import { jsonOf, rowsOf, textOf } from './seen.ts';

/** More than any client is known to ask for in one page. */
const LARGE = '2000';

/** Asks what the open questions need: only GET, and nothing that another account could show. */
export async function askEverything({ ask }: Pick<Asker, 'ask'>, settings: GotoSettings): Promise<void> {
  const path = (...more: string[]): readonly string[] => accountPath(settings, ...more);
  const me = await ask('me', ['admin', 'rest', 'v1', 'me']);
  const users = await ask('users', path('users'), { offset: '0', pageSize: String(settings.requests.pageSize) });
  await ask('licences', path('licenses'), { offset: '0', pageSize: '100' });
  await ask('groups', path('groups'), { offset: '0', pageSize: '100' });
  await ask('custom roles', path('rolesets'), { offset: '0', pageSize: '100' });
  await ask('attributes', path('attributes'), { offset: '0', pageSize: '100' });
  const email = textOf(field(jsonOf(me), 'email'));
  if (email !== '') {
    await ask('users by the newer filter', path('users'), { filter: emailFilter(email, 'eq') });
    await ask('users by the older filter', path('users'), { filter: emailFilter(email, 'regex') });
  }
  const nobody = emailFilter('nobody@adsync.invalid', settings.requests.filter);
  await ask('users by a filter that fits nobody', path('users'), { filter: nobody });
  await ask('users without a page size', path('users'));
  await ask('users in large pages', path('users'), { offset: '0', pageSize: LARGE });
  const [first] = rowsOf(users) ?? [];
  const key = textOf(field(first, 'key'));
  if (key !== '') await ask('one user', path('users', key));
  await ask('user of a malformed key', path('users', 'x'));
  await ask('me without a token', ['admin', 'rest', 'v1', 'me']);
  // No account has this key.
  await ask('another account', accountPath({ account: '0' }, 'users'));
}
