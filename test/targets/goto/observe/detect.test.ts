import { expect, test } from '@jest/globals';
import type { RawAnswer } from '../../../../src/core/observation.ts';
import { shownPath } from '../../../../src/targets/goto/observe/ask.ts';
import { keyDigits } from '../../../../src/targets/goto/observe/detect-lists.ts';
import { disguiseAnswer } from '../../../../src/targets/goto/observe/disguise.ts';
import { answersTo } from '../../../../src/targets/goto/observe/questions.ts';
import { type Purpose, seenIn } from '../../../../src/targets/goto/observe/seen.ts';
import { tokenShape } from '../../../../src/targets/goto/observe/token-shape.ts';

const AT = '2026-01-31T09:00:00.000Z';
/** Shows what was replaced, and leaves the rest readable. */
const marked = (text: string): string => text.replace(/[\p{L}\p{N}]+/gu, 'x');

function answer(purpose: Purpose, body: string, change: Partial<RawAnswer> = {}): RawAnswer {
  return { purpose, call: 'GET /x', sent: {}, at: AT, status: 200, headers: {}, encoding: 'utf-8', body, ...change };
}

function told(id: string, ...answers: readonly RawAnswer[]): unknown {
  return answersTo(seenIn(answers, '12')).find((one) => one.id === id)?.answer;
}

test.each<[id: string, answer: unknown, purpose: Purpose, body: string]>([
  ['keysAsNumbers', true, 'users', '{"results":[{"key":12345678901234567890123456}]}'],
  ['keysAsNumbers', false, 'users', '{"results":[{"key":"12"}]}'],
  ['keysAsNumbers', null, 'users', '{"results":[]}'],
  ['meAccountKey', 'own', 'me', '{"accountKey":12}'],
  ['meAccountKey', 'other', 'me', '{"accountKey":"13"}'],
  ['superUserListsAllRoles', null, 'me', '{"adminRoles":["MANAGE_USERS"]}'],
  ['roleSetsForm', 'list', 'custom roles', '[]'],
  ['roleSetsForm', 'withoutTotal', 'custom roles', '{"results":[]}'],
  ['missingResultsWhenEmpty', true, 'users by a filter that fits nobody', '{"total":0}'],
  ['userFields', 'email key', 'users', '{"results":[{"key":"1","email":"a"},{"Ada Lovelace":1}]}'],
  ['invitedCountsAsSeat', null, 'licences', '{"results":[{"userCount":7,"userKeys":[1],"invitedUserKeys":[2]}]}'],
])('%s is %j by the %s', (id, expected, purpose, body) => {
  expect(told(id, answer(purpose, body))).toBe(expected);
});

test('a list may be as long as an account is large', () => {
  const users = Array.from({ length: 200_000 }, (_, index) => `{"key":${index}}`).join();

  expect(keyDigits(seenIn([answer('users', `{"results":[${users}]}`)], '12'))[0]).toBe(6);
});

test('without a single answer every question is open, and nothing breaks', () => {
  expect(answersTo(seenIn([], '12')).filter((one) => one.answer !== null)).toEqual([]);
  expect(
    answersTo(seenIn([answer('users', '<html>'), answer('me', '[1,')], '12')).filter((one) => one.answer !== null),
  ).toEqual([expect.objectContaining({ id: 'dateHeader', answer: false })]);
});

test.each([
  [
    '{"results":[{"key":7,"email":"ada@x.example","status":"ACTIVE"}],"total":1}',
    '{"results":[{"key":x,"email":"x@x.x","status":"ACTIVE"}],"total":1}',
  ],
  ['{"adminRoles":["SUPER_USER","ADA"],"licenseKeys":["7"]}', '{"adminRoles":["SUPER_USER","x"],"licenseKeys":["x"]}'],
  ['{"ada":"x1","firstName":"Ada"}', '{"x":"x","firstName":"x"}'],
  ['{"name":"a\\"b\\u00e9"}', '{"name":"x\\ufffdx\\ufffd"}'],
  // Customers name their own attributes, and may name them like fields of the service.
  [
    '{"attributes":{"status":"LOVELACE","adaLovelace":"x1","seats":77,"a":[{"type":"ADA"}]},"status":"ACTIVE"}',
    '{"attributes":{"status":"x","x":"x","seats":x,"x":[{"type":"x"}]},"status":"ACTIVE"}',
  ],
  ['{"attributes":[{"key":"1","code":"ada.lovelace"}]}', '{"attributes":[{"key":"x","code":"x.x"}]}'],
  // A value belongs to the key in front of it, and to no one that stands deeper.
  ['{"x":[{"status":"ACTIVE"},"LOVELACE"]}', '{"x":[{"status":"ACTIVE"},"x"]}'],
  ['{"constructor":"Ada","__proto__":7}', '{"x":"x","__x__":x}'],
  ['<html>Ada</html>', '<something else than JSON, of 16 characters>'],
  ['', ''],
])('%j without people', (body, expected) => {
  expect(disguiseAnswer(answer('users', body), marked).body).toBe(expected);
});

test('a path names neither an account nor a user, in whichever form keys come', () => {
  const path = ['admin', 'rest', 'v1', 'accounts', '0a1b-7', 'users', 'ada@x.example'];

  expect(shownPath(path)).toBe('/admin/rest/v1/accounts/…/users/…');
});

test('a filter names nobody', () => {
  const sent = { filter: 'email eq "ada@x.example"', offset: '0' };

  expect(disguiseAnswer(answer('users', '{}', { sent }), marked).sent).toEqual({
    filter: 'email eq "x@x.x"',
    offset: '0',
  });
});

test.each([
  [
    '{"access_token":"secret-1","expires_in":3600,"refresh_token":"r1","principal":"ada@x"}',
    '{"access_token":"(string)","expires_in":3600,"refresh_token":"(the one that was sent)","principal":"(string)"}',
  ],
  ['{"refresh_token":"r2"}', '{"refresh_token":"(another one)"}'],
  ['{"error":"invalid_grant"}', '{"error":"invalid_grant"}'],
  ['secret-1', '(no JSON)'],
])('of an answer with tokens only the shape is kept', (text, expected) => {
  const shape = tokenShape('grant_type=refresh_token&refresh_token=r1', new Response(), text, new Date(AT));

  expect(shape.body).toBe(expected);
  expect(shape.sent).toEqual({ grant_type: 'refresh_token' });
});
