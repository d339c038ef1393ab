import type { Told } from '../../../core/observation.ts';
import { field } from '../wire/json.ts';
import { jsonOf, rowsOf, type Seen, textOf, textsOf } from './seen.ts';

const UNANSWERED: Told = [null, 'It was not asked, or not answered.'];

export function accessTokenSeconds({ one }: Seen): Told {
  const seconds = field(jsonOf(one('token')), 'expires_in');
  return typeof seconds === 'number' ? [seconds, 'expires_in says so.'] : [null, 'expires_in does not say it.'];
}

function refreshToken({ one }: Seen, grant: string): string | null {
  const token = one('token');
  if (token?.sent['grant_type'] !== grant || jsonOf(token) === undefined) return null;
  const shown = field(jsonOf(token), 'refresh_token');
  return typeof shown === 'string' ? shown : '';
}

export function refreshRotates(seen: Seen): Told {
  const shown = refreshToken(seen, 'refresh_token');
  if (shown === null) return [null, 'The file uses no refresh token.'];
  if (shown === '(another one)') return [true, 'Another one came. It was stored where the file refers to.'];
  return [false, shown === '' ? 'None came.' : 'The same one came.'];
}

export function refreshRepeats(seen: Seen): Told {
  const shown = refreshToken(seen, 'refresh_token');
  if (shown === null) return [null, 'The file uses no refresh token.'];
  if (shown === '(another one)') return [null, 'Another one came.'];
  return [shown !== '', shown === '' ? 'It was left out.' : 'It came back.'];
}

export function patGivesRefreshToken(seen: Seen): Told {
  const shown = refreshToken(seen, 'personal_access_token');
  if (shown === null) return [null, 'The file uses no personal access token.'];
  return [shown !== '', shown === '' ? 'None came.' : 'One came; adsync has not kept it.'];
}

export function meAccounts({ one }: Seen): Told {
  const me = jsonOf(one('me'));
  if (me === undefined) return UNANSWERED;
  if (field(me, 'accounts') === undefined) return [0, 'The field is not there.'];
  const count = textsOf(me, 'accounts').length;
  return [count, `It lists ${count}.`];
}

export function meAccountKey({ one, account }: Seen): Told {
  const key = field(jsonOf(one('me')), 'accountKey');
  if (key === undefined) return UNANSWERED;
  const isOwn = textOf(key) === account;
  return isOwn ? ['own', 'It is that of goto.account.'] : ['other', 'It is that of another account.'];
}

export function superUserListsAllRoles({ one }: Seen): Told {
  const roles = textsOf(jsonOf(one('me')), 'adminRoles');
  if (!roles.includes('SUPER_USER')) return [null, 'The user of the token is no super admin.'];
  return [roles.length > 1, roles.length > 1 ? `It lists ${roles.length} roles.` : 'SUPER_USER stands alone.'];
}

export function noTokenStatus({ one }: Seen): Told {
  const status = one('me without a token')?.status ?? 0;
  return status === 0 ? UNANSWERED : [status, 'That is the HTTP status of /me.'];
}

export function noRightsStatus({ one }: Seen): Told {
  const status = one('another account')?.status ?? 0;
  return status === 0 ? UNANSWERED : [status, 'That is the HTTP status for an account with the key 0.'];
}

export function rateLimit({ answers }: Seen): Told {
  const calls = answers.filter(({ purpose }) => purpose !== 'token');
  const at = calls.findIndex(({ status }) => status === 429);
  if (at < 0) return [null, `None of ${calls.length} requests was refused with HTTP 429.`];
  return [at, 'HTTP 429 came after so many requests. Nothing more was asked.'];
}

export function retryAfter({ answers }: Seen): Told {
  const refused = answers.find(({ status }) => status === 429);
  if (refused === undefined) return [null, 'No request was refused with HTTP 429.'];
  const has = refused.headers['retry-after'] !== undefined;
  return [has, has ? 'It does.' : 'It does not.'];
}

export function dateHeader({ answers }: Seen): Told {
  const heard = answers.filter(({ status }) => status > 0);
  if (heard.length === 0) return UNANSWERED;
  const has = heard.every(({ headers }) => headers['date'] !== undefined);
  return [has, has ? 'All have one.' : 'Not all have one.'];
}

export function clockSkew({ answers }: Seen): Told {
  const found = answers.find(({ headers }) => headers['date'] !== undefined);
  const [theirs, ours] = [Date.parse(found?.headers['date'] ?? ''), Date.parse(found?.at ?? '')];
  if (Number.isNaN(theirs) || Number.isNaN(ours)) return [null, 'No answer has a Date header.'];
  const seconds = Math.round((theirs - ours) / 1000);
  return [Math.abs(seconds) <= 2 ? 0 : seconds, 'Seconds by which it is ahead of ours; negative: behind.'];
}

export function malformedId502({ one }: Seen): Told {
  const status = one('user of a malformed key')?.status ?? 0;
  return status === 0 ? UNANSWERED : [status === 502, `It answers HTTP ${status}.`];
}

export function filterForm({ one }: Seen): Told {
  const [newer, older] = [rowsOf(one('users by the newer filter')), rowsOf(one('users by the older filter'))];
  const works = (rows: readonly unknown[] | null): boolean => rows?.length === 1;
  if (one('users by the newer filter') === null) return UNANSWERED;
  if (works(newer) && works(older)) return ['both', 'Both find the user of the token, and nobody else.'];
  if (works(newer)) return ['eq', 'Only email eq "…" finds the user of the token. Set goto.requests.filter: eq.'];
  if (works(older)) return ['regex', 'Only (email="…") finds the user of the token. Set goto.requests.filter: regex.'];
  return [null, 'Neither finds exactly the user of the token.'];
}
