import { expect, test } from '@jest/globals';
import { deniedToken } from '../../../../src/targets/goto/wire/token-failures.ts';

const denied = (error: unknown): string => {
  const { message } = deniedToken(
    { kind: 'said', status: 400, body: { error, error_description: 'pat-0123456789 is unknown' } },
    'https://auth.example',
    'personalAccessToken',
  );
  return message;
};

test.each(['pat-0123456789', 'AbCdEfGh', 'eyJhbGciOi.x.y', 'client_secret1', `a${'b'.repeat(40)}`, 42, null])(
  'an error %j, which may be what was sent, is not shown',
  (error) => {
    expect(denied(error)).toMatch(/gives no token \(HTTP 400\)/);
    expect(denied(error)).not.toContain('0123456789');
  },
);

test('a word of the standard is', () => {
  expect(denied('server_error')).toContain('HTTP 400, server_error');
});
