import { type Answered, answersFrom, type Question } from '../../../core/observation.ts';
import * as access from './detect-access.ts';
import * as lists from './detect-lists.ts';
import type { Seen } from './seen.ts';
import { UNREAD } from './unread.ts';

/** The questions that reading can answer, with what answers them. */
export const QUESTIONS: readonly Question<Seen>[] = [
  { id: 'accessTokenSeconds', question: 'How many seconds is a token good for?', tell: access.accessTokenSeconds },
  { id: 'refreshRotates', question: 'Does a refresh give a new refresh token?', tell: access.refreshRotates },
  { id: 'refreshRepeats', question: 'Does a refresh token that stays come back?', tell: access.refreshRepeats },
  {
    id: 'patGivesRefreshToken',
    question: 'Does a personal access token give a refresh token?',
    tell: access.patGivesRefreshToken,
  },
  { id: 'meAccounts', question: 'How many accounts does /me list?', tell: access.meAccounts },
  { id: 'meAccountKey', question: 'Whose is the accountKey of /me?', tell: access.meAccountKey },
  {
    id: 'superUserListsAllRoles',
    question: 'Does a super admin list the roles that are part of it?',
    tell: access.superUserListsAllRoles,
  },
  { id: 'noTokenStatus', question: 'What is answered without a token?', tell: access.noTokenStatus },
  { id: 'noRightsStatus', question: 'What is answered for an account without rights?', tell: access.noRightsStatus },
  { id: 'rateLimit', question: 'Does the service ask for fewer requests?', tell: access.rateLimit },
  { id: 'retryAfter', question: 'Does HTTP 429 say when to come back?', tell: access.retryAfter },
  { id: 'dateHeader', question: 'Do answers have a Date header?', tell: access.dateHeader },
  { id: 'clockSkew', question: 'How far is its clock from ours?', tell: access.clockSkew },
  { id: 'malformedId502', question: 'Is a malformed key of a user HTTP 502?', tell: access.malformedId502 },
  { id: 'filterForm', question: 'Which form of filters is understood?', tell: access.filterForm },
  { id: 'keysAsNumbers', question: 'Do keys come as bare numbers?', tell: lists.keysAsNumbers },
  { id: 'keyDigits', question: 'How many digits have keys?', tell: lists.keyDigits },
  { id: 'pageSizeDefault', question: 'How large is a page that nobody asks a size for?', tell: lists.pageSizeDefault },
  { id: 'pageSizeMax', question: 'How large can a page be?', tell: lists.pageSizeMax },
  { id: 'pageSizeOver', question: 'Is a larger page cut, or refused?', tell: lists.pageSizeOver },
  {
    id: 'missingResultsWhenEmpty',
    question: 'Does an empty list come without results?',
    tell: lists.missingResultsWhenEmpty,
  },
  { id: 'showManagedGroups', question: 'Does a user show the groups that it manages?', tell: lists.showManagedGroups },
  { id: 'showsAttributes', question: 'Does a user show its custom attributes?', tell: lists.showsAttributes },
  {
    id: 'declineTakesSeat',
    question: 'Does a user who declined the transfer go on taking a licence?',
    tell: lists.declineTakesSeat,
  },
  {
    id: 'invitedCountsAsSeat',
    question: 'Does userCount of a licence count invited users?',
    tell: lists.invitedCountsAsSeat,
  },
  { id: 'statuses', question: 'Which statuses are there?', tell: lists.statuses },
  { id: 'meFields', question: 'Which fields has /me?', tell: lists.meFields },
  { id: 'userFields', question: 'Which fields has a user?', tell: lists.userFields },
  { id: 'licenceFields', question: 'Which fields has a licence?', tell: lists.licenceFields },
  { id: 'roleSetsForm', question: 'In which form does the list of custom roles come?', tell: lists.roleSetsForm },
  {
    id: 'attributesForm',
    question: 'In which form does the list of custom attributes come?',
    tell: lists.attributesForm,
  },
];

/** One answer for each open question; those that reading cannot answer say why. PURE */
export function answersTo(seen: Seen): readonly Answered[] {
  return answersFrom(seen, QUESTIONS, UNREAD);
}
