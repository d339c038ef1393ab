import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../src/directory/entra/graph-answer.ts';
import { networkProblem } from '../../../src/directory/entra/network-problem.ts';
import { readSaid } from '../../../src/directory/entra/graph-problem.ts';

const NOW = Date.parse('2026-01-31T09:00:00Z');

function verdictOn(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): string {
  const verdict = judge({ status, body, header: (name) => headers[name] ?? null }, NOW);
  return verdict.kind === 'problem' ? verdict.problem.kind : verdict.kind;
}

describe('an answer', () => {
  test.each([
    [200, { value: [] }, 'ok'],
    [200, undefined, 'trouble'],
    [200, ['a list'], 'trouble'],
    [204, undefined, 'trouble'],
    [302, undefined, 'trouble'],
    [400, { error: { code: 'Request_BadRequest' } }, 'refused'],
    [400, { error: { code: 'Directory_ExpiredPageToken' } }, 'expired'],
    [400, { error: { code: '', innerError: { code: 'Directory_ExpiredPageToken' } } }, 'expired'],
    [400, { error: { code: 'x', innererror: { code: 'y', innererror: { code: 'syncStateNotFound' } } } }, 'expired'],
    [401, undefined, 'unauthorized'],
    [403, undefined, 'forbidden'],
    [404, { error: { code: 'Request_ResourceNotFound' } }, 'notFound'],
    // A wrong address of ours must never look like a deleted group.
    [404, { error: { code: 'ResourceNotFound' } }, 'refused'],
    [404, undefined, 'refused'],
    [408, undefined, 'trouble'],
    [410, undefined, 'expired'],
    [429, undefined, 'throttled'],
    [500, undefined, 'trouble'],
    [501, { error: { code: 'NotImplemented' } }, 'refused'],
    [502, undefined, 'trouble'],
    [503, undefined, 'trouble'],
    [504, undefined, 'trouble'],
  ])('%d with %j means %s', (status, body, expected) => {
    expect(verdictOn(status, body)).toBe(expected);
  });

  test('of an error is told with code, message, request-id and date', () => {
    const body = {
      error: {
        code: '',
        message: 'Insufficient privileges\nto complete the operation.',
        innerError: { code: 'Denied', date: '2026-01-31T09:00:00', 'request-id': 'abc' },
      },
    };

    const said = readSaid(403, body, 'from-the-header');

    expect(said.text).toBe(
      'HTTP 403, Denied, Insufficient privileges to complete the operation, request-id abc, 2026-01-31T09:00:00',
    );
  });

  test.each([undefined, null, 'text', { error: 'text' }, { error: { code: 7, innerError: [] } }])(
    'with a body like %j is told by its status and the id of its header',
    (body) => {
      expect(readSaid(500, body, 'from-the-header').text).toBe('HTTP 500, request-id from-the-header');
    },
  );

  test('that nests without end comes to an end', () => {
    const error: Record<string, unknown> = { code: 'x' };
    error['innerError'] = error;

    expect(readSaid(400, { error }, null).codes).toHaveLength(10);
  });
});

describe('a connection that fails', () => {
  test.each([
    [{ cause: { code: 'ENOTFOUND' } }, 'unreachable', 'the name is unknown to DNS'],
    [{ cause: { errors: [{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }] } }, 'unreachable', 'nothing answers'],
    [{ cause: { code: 'SELF_SIGNED_CERT_IN_CHAIN' } }, 'untrusted', 'not trusted (SELF_SIGNED_CERT_IN_CHAIN)'],
    [{ cause: { code: 'CERT_HAS_EXPIRED' } }, 'date', 'not valid today'],
    [{ cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: 'x' } }, 'otherName', 'for another name'],
    [{ message: 'strange\u001b[31m' }, 'unreachable', 'it gave no answer (strange [31m)'],
  ])('as %j is %s', (error, fault, text) => {
    const problem = networkProblem(error);

    expect(problem.fault).toBe(fault);
    expect(problem.text).toContain(text);
  });
});
