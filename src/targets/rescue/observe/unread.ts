import type { Unread } from '../../../core/observation.ts';

const WRITE = 'it takes a write.';
const PROBE = 'it takes a write, which adsync doctor --probe makes on a user that you name.';
const CREATE = 'it takes a new node, and adsync could not take that away again.';
const FULL = 'it takes an account in which nothing is left.';

/** What cannot be told by reading, each with the reason. */
export const UNREAD: readonly Unread[] = [
  {
    id: 'omittedFields',
    question: 'Does a field that an update leaves out keep its value?',
    why: PROBE,
  },
  {
    id: 'emptyFields',
    question: 'Does an empty value clear a field?',
    why: PROBE,
  },
  {
    id: 'enabledCallNeedsPasswordOrSsoId',
    question: 'Must an update of an enabled user bring a password or an SSO id?',
    why: WRITE,
  },
  {
    id: 'descriptionMaxLength',
    question: 'How long may a description be?',
    why: `${PROBE} The longest one that was seen is a lower bound.`,
  },
  {
    id: 'descriptionTooLong',
    question: 'Is a description that is too long cut, or refused?',
    why: PROBE,
  },
  {
    id: 'limitNames',
    question: 'Under which names does setGroup_v2 take limits?',
    why: `${WRITE} A group that people work in is not the place to try it.`,
  },
  { id: 'idSeparator', question: 'What stands between OK and the number of a new node?', why: CREATE },
  { id: 'idLabel', question: 'Does a label stand before the number of a new node?', why: CREATE },
  { id: 'bareName', question: 'Which name has a new user?', why: CREATE },
  { id: 'bareGroupName', question: 'Which name has a new group?', why: CREATE },
  { id: 'bareEmail', question: 'Which address has a new user?', why: CREATE },
  { id: 'bareStatus', question: 'Which status has a new user?', why: CREATE },
  { id: 'createdUserTakesSeat', question: 'Does a new node take a seat?', why: CREATE },
  { id: 'createUsers', question: 'How does createUsers take its list, and how does it fail?', why: CREATE },
  {
    id: 'enableNeedsPasswordOrSsoId',
    question: 'Can a user without password and SSO id be enabled?',
    why: 'nobody can take a password away again.',
  },
  {
    id: 'seatLimit',
    question: 'How many technicians may be enabled?',
    why: 'no method says it; write it as rescue.licenses.technicians.',
  },
  {
    id: 'mobileLimit',
    question: 'How many mobile add-ons are there?',
    why: 'no method says it; write it as rescue.licenses.mobile.',
  },
  { id: 'seatRefusal', question: 'Is anything written when no seat is left?', why: FULL },
  { id: 'seatWord', question: 'Which word says that no seat is left?', why: FULL },
  { id: 'mobileWord', question: 'Which word says that no mobile add-on is left?', why: FULL },
  { id: 'disabledUserHoldsMobile', question: 'Does the add-on of a disabled user count?', why: FULL },
  { id: 'enableWord', question: 'Which word says that a user may not be enabled?', why: WRITE },
  {
    id: 'nameMaxLength',
    question: 'How long may a name be?',
    why: `${WRITE} The longest one that was seen is a lower bound.`,
  },
  {
    id: 'caseSensitiveEmail',
    question: 'May two users have addresses that differ in capitals only?',
    why: `${WRITE} Whether a search minds capitals says nothing about that.`,
  },
  {
    id: 'passwordStrength',
    question: 'Which strength must passwords have?',
    why: 'no method says it, and passwords of people are not tried out.',
  },
  {
    id: 'adminToTechnicianGroup',
    question: 'Can an administrator be assigned to a technician group?',
    why: 'it takes a move, of which nobody knows whether it can be taken back.',
  },
  {
    id: 'deleteFullGroup',
    question: 'What becomes of a group that is deleted with somebody in it?',
    why: 'adsync never deletes.',
  },
  {
    id: 'deletedWord',
    question: 'Which word is answered for a user who was deleted?',
    why: 'adsync never deletes. The word for a number that nobody has may be another one.',
  },
  {
    id: 'deniedLogin',
    question: 'What is answered where the account denies logins or auth codes?',
    why: 'a login with other credentials is not tried, and an auth code would end that of other tools.',
  },
  {
    id: 'latency',
    question: 'How long does an answer take?',
    why: 'it differs from call to call. The checks say how long each took.',
  },
  { id: 'faultSeed', question: 'Which faults strike?', why: 'that is a switch of the stand-in alone.' },
];
