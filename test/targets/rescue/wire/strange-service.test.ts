import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import type { RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { openRescue } from '../../../../src/targets/rescue/rescue.ts';
import { HOLDER, testSettings, testWorld } from '../support.ts';

const token = { kind: 'token', token: new Secret('token') } as const;
const password = { kind: 'password', email: HOLDER.email, password: new Secret(HOLDER.password) } as const;

/** Reads an account of a service that gives one and the same answer to everything; the code it ends with, and the calls. */
async function readFrom(
  answer: string,
  credentials: RescueSettings['credentials'],
): Promise<{ error: unknown; calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    request.resume().on('end', () => response.setHeader('Content-Type', 'text/plain').end(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const target = await openRescue(testSettings(`http://127.0.0.1:${port}`, { credentials }), testWorld());
  try {
    const error: unknown = await target.read().then(
      () => null,
      (reason: unknown) => reason,
    );
    return { error, calls };
  } finally {
    await target.close();
    await new Promise((closed) => server.close(closed));
  }
}

describe('a service whose answer is', () => {
  test.each([
    ['GLOBALIPRESTRICTED', token, 'RESCUE_IP_REFUSED', /Admin Center/],
    ['GLOBALIPRESTRICTED', password, 'RESCUE_IP_REFUSED', /Admin Center/],
    ['INVALIDPARAM_NODE', token, 'RESCUE_ANSWER_UNKNOWN', /rescue\.url/],
    ['OK', password, 'RESCUE_NO_SESSION', /API token/],
  ])('%s to everything ends the reading at the first call (%#)', async (answer, credentials, code, advice) => {
    const { error, calls } = await readFrom(answer, credentials);

    expect(error).toMatchObject({ name: 'Failure', code, advice: expect.stringMatching(advice) });
    expect(calls).toHaveLength(1);
  });
});
