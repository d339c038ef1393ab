import { expect, test } from '@jest/globals';
import { classOf, fatalFailure, refusalText } from '../../../../src/targets/rescue/wire/service-words.ts';

test.each([
  ['OK', 'ok'],
  ['ERROR', 'transient'],
  ['POLLRATEEXCEEDED', 'polled'],
  ['USER_IS_DELETED', 'refused'],
  ['NOTLOGGEDIN', 'session'],
  ['INVALID_SECRETAUTHCODE', 'fatal'],
  ['USER_DELETED_OR_DISABLED', 'fatal'],
  ['INVALID', 'fatal'],
  ['LIMITREACHED', 'fatal'],
  ['INVALIDPARAM_NODE', 'refused'],
  ['INVALIDPARAM_EMAIL_ALREADY_IN_USE', 'refused'],
  ['INVALID_MOVE', 'refused'],
  ['INVALIDPARAM_SOMETHING_NEW', 'refused'],
  ['INVALIDPARAM_PASSWORD_HAS_TO_COMPLY', 'refused'],
  ['PASSWORD_CANNOT_CONTAIN_WHITESPACE_CHARACTERS', 'refused'],
  ['HELLO', 'unknown'],
  ['toString', 'unknown'],
  ['constructor', 'unknown'],
])('%s is %s', (word, kind) => {
  expect(classOf(word)).toBe(kind);
});

test('a refusal is a sentence, and an unknown word is named', () => {
  expect(refusalText('INVALIDPARAM_EMAIL_ALREADY_IN_USE')).toMatch(/^The e-mail address is used by another user/);
  expect(refusalText('INVALIDPARAM_NEW')).toContain('INVALIDPARAM_NEW');
  expect(refusalText('HELLO')).toContain('HELLO');
});

test.each([
  ['INVALID_SECRETAUTHCODE', 'RESCUE_TOKEN_REFUSED'],
  ['USER_DELETED_OR_DISABLED', 'RESCUE_CALLER_DISABLED'],
  ['LIMITREACHED', 'RESCUE_LOGIN_LIMIT'],
  ['INVALID', 'RESCUE_LOGIN_REFUSED'],
  ['NOTLOGGEDIN', 'RESCUE_NOT_LOGGED_IN'],
])('%s ends the run with %s and an advice', (word, code) => {
  const failure = fatalFailure(word);

  expect(failure.code).toBe(code);
  expect(failure.advice).not.toBe('');
});
