import { greatest } from '../../../core/collections.ts';
import type { RawAnswer, Told } from '../../../core/observation.ts';
import { field } from '../wire/json.ts';
import { jsonOf, rowsOf, type Seen, textOf, textsOf, totalOf } from './seen.ts';

const UNANSWERED: Told = [null, 'It was not asked, or not answered.'];

function usersOf({ one }: Seen): readonly unknown[] {
  return rowsOf(one('users')) ?? [];
}

/** Looked at in the text: a reader of JSON shows no difference. */
export function keysAsNumbers({ one }: Seen): Told {
  const body = one('users')?.body ?? '';
  const keys = [...body.matchAll(/"key"\s*:\s*("?)\d/g)].map(([, mark]) => mark);
  if (keys.length === 0) return UNANSWERED;
  if (keys.every((mark) => mark === '"')) return [false, 'All keys of users are texts.'];
  return [true, keys.includes('"') ? 'Some are bare numbers.' : 'All are bare numbers.'];
}

export function keyDigits({ answers }: Seen): Told {
  const lengths = answers.flatMap(({ body }) =>
    [...body.matchAll(/"key"\s*:\s*"?(\d+)/g)].map(([, key = '']) => key.length),
  );
  return lengths.length === 0 ? UNANSWERED : [greatest(lengths, 0), 'That is the longest one.'];
}

export function pageSizeDefault({ one }: Seen): Told {
  const answer = one('users without a page size');
  const [rows, total] = [rowsOf(answer), totalOf(answer)];
  if (rows === null || total === null) return UNANSWERED;
  if (rows.length < total) return [rows.length, `So many of ${total} users came.`];
  return [null, `All ${total} users came, so it is not smaller than that.`];
}

export function pageSizeMax({ one }: Seen): Told {
  const answer = one('users in large pages');
  const [rows, total] = [rowsOf(answer), totalOf(answer)];
  if (answer?.status === 400) return [null, 'A page of 2,000 users is refused, so it is smaller than that.'];
  if (rows === null || total === null) return UNANSWERED;
  if (rows.length < total) return [rows.length, `So many of ${total} users came in a page of 2,000.`];
  return [null, `All ${total} users came in a page of 2,000.`];
}

export function pageSizeOver({ one }: Seen): Told {
  const answer = one('users in large pages');
  if (answer?.status === 400) return ['refuse', 'A page of 2,000 users is refused with HTTP 400.'];
  const [rows, total] = [rowsOf(answer), totalOf(answer)];
  if (rows === null || total === null) return UNANSWERED;
  if (rows.length < total) return ['cut', 'A page of 2,000 users comes smaller.'];
  return [null, 'There are not enough users to see it.'];
}

export function missingResultsWhenEmpty({ one }: Seen): Told {
  const body = jsonOf(one('users by a filter that fits nobody'));
  if (body === undefined) return UNANSWERED;
  const has = field(body, 'results') !== undefined;
  return [!has, has ? 'It has `results`.' : 'It has no `results`.'];
}

export function showManagedGroups(seen: Seen): Told {
  return shownBySome(seen, 'managedGroupKeys');
}

export function showsAttributes(seen: Seen): Told {
  return shownBySome(seen, 'attributes');
}

function shownBySome(seen: Seen, name: string): Told {
  const users = usersOf(seen);
  if (users.length === 0) return UNANSWERED;
  const count = users.filter((user) => field(user, name) !== undefined).length;
  if (count > 0) return [true, `${count} of ${users.length} users show the field.`];
  return [null, `None of ${users.length} users shows it: nobody has one, or it is never shown.`];
}

/** A user who declined the transfer to this account shows as suspended; with a licence it goes on taking it. */
export function declineTakesSeat(seen: Seen): Told {
  const users = usersOf(seen);
  if (users.length === 0) return UNANSWERED;
  const held = users.filter((user) => field(user, 'status') === 'SUSPENDED' && textsOf(user, 'licenseKeys').length > 0);
  if (held.length > 0) return [true, `${held.length} suspended users hold a licence.`];
  return [null, 'No suspended user holds a licence.'];
}

export function invitedCountsAsSeat({ one }: Seen): Told {
  const licences = rowsOf(one('licences'));
  if (licences === null) return UNANSWERED;
  for (const licence of licences) {
    const [held, invited] = [textsOf(licence, 'userKeys').length, textsOf(licence, 'invitedUserKeys').length];
    const count = field(licence, 'userCount');
    if (invited === 0 || typeof count !== 'number') continue;
    if (count === held + invited) return [true, 'userCount is that of userKeys and invitedUserKeys together.'];
    if (count === held) return [false, 'userCount is that of userKeys alone.'];
  }
  return [null, 'No licence has an invited user, or its counts do not fit together.'];
}

export function statuses(seen: Seen): Told {
  const users = usersOf(seen);
  if (users.length === 0) return UNANSWERED;
  const words = users.map((user) => textOf(field(user, 'status'))).filter((word) => /^[A-Z_]{1,30}$/.test(word));
  return [[...new Set(words)].sort().join(' '), `Of ${users.length} users.`];
}

/** Names of fields are the service's own; one that looks like anything else is only counted. */
function fieldsIn(rows: readonly unknown[] | null): Told {
  if (rows === null || rows.length === 0) return UNANSWERED;
  const all = rows.flatMap((row) => (typeof row === 'object' && row !== null ? Object.keys(row) : []));
  const names = [...new Set(all)];
  const own = names.filter((name) => /^[a-z][A-Za-z]{0,40}$/.test(name));
  const odd = names.length - own.length;
  return [
    own.sort().join(' '),
    odd === 0 ? `Of ${rows.length} rows.` : `Of ${rows.length} rows; ${odd} more have odd names.`,
  ];
}

export function userFields(seen: Seen): Told {
  return fieldsIn(usersOf(seen));
}

export function licenceFields({ one }: Seen): Told {
  return fieldsIn(rowsOf(one('licences')));
}

export function meFields({ one }: Seen): Told {
  const me = jsonOf(one('me'));
  return me === undefined ? UNANSWERED : fieldsIn([me]);
}

function isLoose(answer: RawAnswer | null): Told {
  const body = jsonOf(answer);
  if (body === undefined) return UNANSWERED;
  if (Array.isArray(body)) return ['list', 'It is a bare list.'];
  return totalOf(answer) === null
    ? ['withoutTotal', 'It has no total.']
    : ['paged', 'It has `results` and `total`, as users have.'];
}

export function roleSetsForm({ one }: Seen): Told {
  return isLoose(one('custom roles'));
}

export function attributesForm({ one }: Seen): Told {
  return isLoose(one('attributes'));
}
