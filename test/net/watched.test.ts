import { expect, test } from '@jest/globals';
import type { HttpCall } from '../../src/core/traffic.ts';
import type { Http } from '../../src/net/http.ts';
import { shownParameters, shownPath, watchedHttp } from '../../src/net/watched.ts';

const SIGNAL = new AbortController().signal;

function answering(status: number): Http {
  const answer = (): Promise<Response> => Promise.resolve(new Response(null, { status }));
  return { fetch: answer, send: answer, close: () => Promise.resolve() };
}

test('every request is told with its answer, and nothing of it that is secret', async () => {
  const calls: HttpCall[] = [];
  const http = watchedHttp(answering(204), 'rescue', (call) => {
    if (call.kind === 'http') calls.push({ ...call, ms: 0 });
  });

  const authorization = 'Bearer t0ken';
  const request = { headers: { authorization }, redirect: 'manual', signal: SIGNAL } as const;
  await http.send('https://service.example:8443/API/x.aspx?token=s3cret&node=1&node=2', { method: 'GET', ...request });
  await http.fetch('https://login.example/tenant/oauth2/v2.0/token', { method: 'POST', body: 'client_secret=s3cret' });
  await http.fetch(new URL('https://graph.example/v1.0/users/ada@corp.example'));

  const same = { kind: 'http', service: 'rescue', status: 204, ms: 0 };
  expect(calls).toEqual([
    { ...same, host: 'service.example:8443', method: 'GET', path: '/API/x.aspx', parameters: ['token', 'node'] },
    { ...same, host: 'login.example', method: 'POST', path: '/tenant/oauth2/v2.0/token', parameters: [] },
    { ...same, host: 'graph.example', method: 'GET', path: '/v1.0/users/…', parameters: [] },
  ]);
  expect(JSON.stringify(calls)).not.toMatch(/s3cret|t0ken|ada/);
});

test('a request without an answer is told, and its error stays', async () => {
  const calls: unknown[] = [];
  const lost = new Error('reset');
  const failing = (): Promise<never> => Promise.reject(lost);
  const http = watchedHttp({ fetch: failing, send: failing, close: () => Promise.resolve() }, 'goto', (call) => {
    calls.push(call.kind === 'http' ? call.status : call);
  });

  await expect(http.fetch('https://service.example/')).rejects.toBe(lost);
  expect(calls).toEqual([null]);
});

test.each([
  ['/v1.0/groups/4f0e8b6a-2f6f-41c0-9b3d-7a5e8c1f2d60/members/microsoft.graph.user', null],
  ['/v1.0/$batch', null],
  ['/', null],
  ['/users/ada@corp.example/groups', '/users/…/groups'],
  ['/users/Ada%20Lovelace', '/users/…'],
  ["/users(userPrincipalName='ada')", '/…'],
  ['/users/%C3%84da', '/users/…'],
  [`/hooks/${'a'.repeat(65)}`, '/hooks/…'],
])('the path %s is shown as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown ?? path);
});

test.each<[names: string[], shown: string[]]>([
  [
    ['$select', '$skiptoken', 'api-version', 'requestAuthCode', 'page'],
    ['$select', '$skiptoken', 'api-version', 'requestAuthCode', 'page'],
  ],
  [
    ['eyJhbGciOiJSUzI1NiJ9', 'node'],
    ['…', 'node'],
  ],
  [['ada@corp.example'], ['…']],
  [['4f0e8b6a-2f6f-41c0-9b3d-7a5e8c1f2d60', '##vso[x]', ''], ['…']],
  [['a'.repeat(33)], ['…']],
  [
    Array.from({ length: 500 }, (_, index) => `p${'q'.repeat(index % 30)}`),
    Array.from({ length: 20 }, (_, i) => `p${'q'.repeat(i)}`),
  ],
])('of the parameters %j are shown %j', (names, shown) => {
  expect(shownParameters(names)).toEqual(shown);
});
