import { afterEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/core/failure.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { BOUNDS } from '../../../../src/net/bounds.ts';
import { readBody } from '../../../../src/net/bounds.ts';
import { openHttp } from '../../../../src/net/http.ts';
import type { Send } from '../../../../src/net/send.ts';
import { isAboutOneCall } from '../../../../src/targets/rescue/wire/call.ts';
import { openRescue } from '../../../../src/targets/rescue/rescue.ts';
import { type BombServer, endless, gzipBomb, gzipped, startBombs } from '../../../net/bomb-server.ts';
import { ADA, apply, BOB, change, nodeOf, testSettings, testWorld, withBench } from '../support.ts';

const MiB = 1024 * 1024;
const requests = { concurrent: 4, perSecond: 10_000, timeout: 20_000 };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function bombs(answer: Parameters<typeof startBombs>[0]): Promise<BombServer> {
  const server = await startBombs(answer);
  open.push(server);
  return server;
}

function fetchOfOurs(): Send {
  const http = openHttp({ ca: null, env: {} });
  open.unshift(http);
  return http.send;
}

test('an answer that is too large says nothing of other calls', () => {
  expect(isAboutOneCall(new Failure('RESCUE_TOO_LARGE', '', ''))).toBe(true);
});

describe('answers of Rescue have an upper size', () => {
  test.each([
    ['a gigabyte in a megabyte of gzip', gzipped(gzipBomb(1024)), '4 MiB'],
    ['a body that never ends', endless(200, 'OK\r\n'), '4 MiB'],
    ['an error page that never ends', endless(503), '1 MiB'],
  ])('%s is ended and said, once', async (_what, answer, bound) => {
    const server = await bombs(answer);
    const target = await openRescue(testSettings(server.url, { requests }), testWorld({ fetch: fetchOfOurs() }));

    await expect(target.read()).rejects.toMatchObject({
      code: 'RESCUE_TOO_LARGE',
      message: expect.stringContaining(
        `getAccount: the service at ${server.url} sent more than ${bound} as one answer`,
      ),
      advice: expect.stringContaining('Check rescue.url'),
    });
    await server.hungUp();
    expect(server.requests).toHaveLength(1);
  });

  test('only the organization tree may be large, up to a bound of its own', async () => {
    const server = await bombs((request, response) => {
      if (request.url?.includes('getAccount') === true)
        response.end('OK\r\n\r\nAccountID:560961\r\nOrganization:Corp\r\nAdminID:0\r\nTechID:0\r\nEmail:\r\n');
      else endless(200, 'OK\r\n\r\n')(request, response);
    });
    const bounds = { ...BOUNDS, rescueTree: 8 * MiB };
    const target = await openRescue(
      testSettings(server.url, { requests }),
      testWorld({ fetch: fetchOfOurs(), bounds }),
    );

    await expect(target.read()).rejects.toMatchObject({
      code: 'RESCUE_TOO_LARGE',
      message: expect.stringMatching(/^getHierarchy_v2: .* more than 8 MiB /),
    });
  });

  test('a change whose answer is too large is looked up, and not made twice', async () => {
    const flood = await bombs(endless());
    const send = fetchOfOurs();
    let floods = 0;
    /** The call arrives, and its answer is lost in the flood. */
    const flooding: typeof send = async (address, init) => {
      const answer = await send(address, init);
      if (!address.includes('setUser')) return answer;
      floods += 1;
      await readBody(answer, 4 * 1024);
      return send(flood.url, init);
    };
    await withBench({ settings: { requests }, world: { fetch: flooding } }, async (bench) => {
      const renamed = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' }, name: 'Ada King' });
      const other = change({
        node: String(BOB) as NodeId,
        operations: ['move'],
        before: { group: 'Technicians/Day' },
        after: { group: 'Technicians/Night' },
      });

      const results = await apply(bench, [renamed, other]);

      expect(results).toEqual(['done', 'done']);
      expect(floods).toBe(1);
      expect(nodeOf(bench.sandbox, ADA).name).toBe('Ada King');
    });
  });
});
