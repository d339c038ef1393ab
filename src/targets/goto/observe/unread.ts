import type { Unread } from '../../../core/observation.ts';

const ADD = 'it takes a new user, and adsync could not take that one away again.';
const CHANGE = 'it takes a change of a user.';
const SEATS = 'it takes an account in which no seat is left.';

/** What cannot be told by reading, each with the reason. */
export const UNREAD: readonly Unread[] = [
  { id: 'conflictMode', question: 'What is answered for an address of another account?', why: ADD },
  { id: 'sameAccountConflict', question: 'What is answered for an address of this account?', why: ADD },
  { id: 'createNeedsLicenceOrRole', question: 'Must a new user get a licence or a role at once?', why: ADD },
  { id: 'postStatus', question: 'Which HTTP status has an addition?', why: ADD },
  { id: 'maxUsersPerPost', question: 'How many users can one call add?', why: ADD },
  { id: 'allOrNothing', question: 'What does allOrNothing do?', why: ADD },
  {
    id: 'deletedUserReturns',
    question: 'Does the address of a deleted user bring the old one back?',
    why: 'adsync never deletes.',
  },
  { id: 'transferWaits', question: 'Does a user wait here until the person accepts the transfer?', why: ADD },
  { id: 'transferShows', question: 'How does such a user show?', why: ADD },
  { id: 'emailCase', question: 'Is an address kept as it was written?', why: ADD },
  { id: 'domainRefusalStatus', question: 'Which HTTP status has an address of another domain?', why: ADD },
  { id: 'domainRefusalCode', question: 'Which code has it?', why: ADD },
  { id: 'putStatus', question: 'Which HTTP status has a change?', why: CHANGE },
  { id: 'putBody', question: 'What does a change answer?', why: CHANGE },
  {
    id: 'licenceWrites',
    question: 'Do licences that are written replace the others?',
    why: 'it takes a change of licences, which may mail the person.',
  },
  { id: 'suppressEmailOnPut', question: 'Is suppressEmail taken in a change?', why: 'it could mail the person.' },
  { id: 'roleSetWrites', question: 'Does a custom role take the place of another one?', why: CHANGE },
  {
    id: 'roleSetNeedsFilter',
    question: 'What do the calls for custom roles do without a filter?',
    why: 'it could be about everybody.',
  },
  { id: 'roleSetClearsAdminRoles', question: 'Does a custom role take admin roles away?', why: CHANGE },
  { id: 'attributeWrites', question: 'Do attributes that a change leaves out stay?', why: CHANGE },
  { id: 'seatRefusal', question: 'What is answered when seats run out?', why: SEATS },
  { id: 'seatRefusalCode', question: 'Which code has it?', why: SEATS },
  { id: 'keysInRequests', question: 'In which form are keys taken in bodies?', why: 'only changes have bodies.' },
  { id: 'consistencyDelay', question: 'How far is a reading behind a change?', why: CHANGE },
  {
    id: 'groupPostAnswer',
    question: 'What does a new user group answer?',
    why: 'it takes a new group, and adsync never deletes.',
  },
  {
    id: 'noScopeStatus',
    question: 'What is answered for a token without the scope?',
    why: 'the token of the file has it.',
  },
  {
    id: 'latency',
    question: 'How long does an answer take?',
    why: 'it differs from call to call. The checks say how long each took.',
  },
  { id: 'faultSeed', question: 'Which faults strike?', why: 'that is a switch of the stand-in alone.' },
];
