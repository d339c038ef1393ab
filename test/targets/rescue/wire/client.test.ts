import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { type FaultKind, faultKinds, type SandboxRequest, startRescueSandbox } from '../../../../src/sandbox/index.ts';
import { openRescue } from '../../../../src/targets/rescue/rescue.ts';
import { ADA, calls, HOLDER, testAccount, testSettings, testWorld, withBench } from '../support.ts';

const password = { kind: 'password', email: HOLDER.email, password: new Secret(HOLDER.password) } as const;
const ids = [String(ADA) as NodeId];
const ignore = (): void => undefined;

describe('one fault', () => {
  test.each(faultKinds)('%s: a reading is repeated and succeeds', async (kind) => {
    const faults = [{ kind, method: 'getUser_v3', nth: 1 }];
    await withBench({ faults }, async ({ target, sandbox }) => {
      const details = await target.readDetails(ids, ignore);

      expect(details.get(ids[0] ?? ('' as NodeId))?.ssoId).toBe('ada@sso.example');
      expect(calls(sandbox)).toEqual({ getUser_v3: kind === 'sessionLoss' ? 1 : 2 });
    });
  });
});

describe('a fault that stays', () => {
  test.each<[FaultKind, string]>([
    ['errorBefore', 'RESCUE_ERROR'],
    ['dropBefore', 'RESCUE_UNREACHABLE'],
    ['hangBefore', 'RESCUE_UNREACHABLE'],
    ['http429', 'RESCUE_BUSY'],
    ['http503', 'RESCUE_BUSY'],
    ['html', 'RESCUE_PAGE'],
    ['redirect', 'RESCUE_PAGE'],
    ['truncated', 'RESCUE_PROTOCOL'],
    ['cutShort', 'RESCUE_UNREACHABLE'],
    ['wrongContent', 'RESCUE_PROTOCOL'],
    ['emptyBody', 'RESCUE_PROTOCOL'],
  ])('%s: ends in %s after six attempts', async (kind, code) => {
    await withBench({ faults: [{ kind }] }, async ({ target, sandbox, world }) => {
      await expect(target.readDetails(ids, ignore)).rejects.toMatchObject({ name: 'Failure', code });

      expect(calls(sandbox)).toEqual({ getUser_v3: 6 });
      expect(world.slept).toEqual([375, 750, 1500, 3000, 6000]);
    });
  });
});

describe('Retry-After', () => {
  test('is honoured, by all calls', async () => {
    const faults = [{ kind: 'http429', method: 'getUser_v3', nth: 1, retryAfter: '42' } as const];
    await withBench({ faults }, async ({ target, world }) => {
      await target.readDetails(ids, ignore);

      expect(world.slept[0]).toBe(42_000);
    });
  });

  test('that asks for more patience than there is ends the call', async () => {
    const faults = [{ kind: 'http503', method: 'getUser_v3', retryAfter: '3600' } as const];
    await withBench({ faults }, async ({ target, sandbox }) => {
      await expect(target.readDetails(ids, ignore)).rejects.toThrow('asks to wait 3600 s');

      expect(calls(sandbox)).toEqual({ getUser_v3: 1 });
    });
  });
});

describe('credentials', () => {
  test('a wrong token ends the run at the first call', async () => {
    const credentials = { kind: 'token', token: new Secret('wrong-token-0815') } as const;
    await withBench({ settings: { credentials } }, async ({ target, sandbox }) => {
      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_TOKEN_REFUSED' });

      expect(sandbox.log).toHaveLength(1);
    });
  });

  test('a wrong password ends the run at the first call', async () => {
    const credentials = { ...password, password: new Secret('wrong-Password%0') };
    await withBench({ settings: { credentials } }, async ({ target, sandbox }) => {
      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_LOGIN_REFUSED' });

      expect(calls(sandbox)).toEqual({ login: 1 });
    });
  });

  test('a disabled caller ends the run', async () => {
    await withBench({}, async ({ target, sandbox }) => {
      for (const node of sandbox.account.nodes) if (node.accountHolder) node.status = 'Disabled';

      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_CALLER_DISABLED' });
    });
  });
});

describe('a session', () => {
  test('is opened once for many calls, and closed', async () => {
    let log: readonly SandboxRequest[] = [];
    await withBench({ settings: { credentials: password } }, async ({ target, sandbox }) => {
      log = sandbox.log;
      await Promise.all([target.readDetails(ids, ignore), target.read(), target.readDetails(ids, ignore)]);
    });

    expect(log.filter(({ method }) => method === 'login')).toHaveLength(1);
    expect(log.at(-1)).toMatchObject({ method: 'logout', answer: 'OK' });
  });

  test('is renewed after 20 idle minutes', async () => {
    await withBench({ settings: { credentials: password } }, async ({ target, sandbox, world }) => {
      await target.readDetails(ids, ignore);
      await world.sleep(21 * 60_000, null);

      const details = await target.readDetails(ids, ignore);

      expect(details.size).toBe(1);
      expect(sandbox.log.map(({ method, answer }) => `${method} ${answer}`)).toEqual([
        'login OK',
        'getUser_v3 OK',
        'getUser_v3 NOTLOGGEDIN',
        'login OK',
        'getUser_v3 OK',
      ]);
    });
  });

  test('lost under many calls at once is renewed once', async () => {
    await withBench({ settings: { credentials: password } }, async ({ target, sandbox }) => {
      await target.readDetails(ids, ignore);
      sandbox.faults.push({ kind: 'sessionLoss', method: 'getUser_v3', nth: 1 });

      await Promise.all(Array.from({ length: 8 }, () => target.readDetails(ids, ignore)));

      expect(calls(sandbox)['login']).toBe(2);
    });
  });

  test('lost again and again never leads to more logins than the service takes', async () => {
    const faults = [{ kind: 'sessionLoss', method: 'getUser_v3', nth: [1, 2] } as const];
    await withBench({ settings: { credentials: password }, faults }, async ({ target, sandbox, world }) => {
      for (let round = 0; round < 8; round++) {
        sandbox.faults.splice(0, 1, { kind: 'sessionLoss', method: 'getUser_v3', nth: [1, 2] });
        await target.readDetails(ids, ignore);
      }

      expect(calls(sandbox)['login']).toBe(17);
      expect(sandbox.log.filter(({ answer }) => answer === 'LIMITREACHED')).toEqual([]);
      expect(Math.max(...world.slept)).toBeGreaterThan(170_000);
    });
  });

  test('that does not hold at all ends the run', async () => {
    const faults = [{ kind: 'sessionLoss', method: 'getUser_v3' } as const];
    await withBench({ settings: { credentials: password }, faults }, async ({ target }) => {
      await expect(target.readDetails(ids, ignore)).rejects.toMatchObject({ code: 'RESCUE_NOT_LOGGED_IN' });
    });
  });

  test('refused because others have logged in too often ends the run with an advice', async () => {
    await withBench({ settings: { credentials: password } }, async ({ target, sandbox }) => {
      for (let login = 0; login < 10; login++) {
        await fetch(`${sandbox.url}/API/login.aspx`, { method: 'POST', body: 'email=x' }).then((answer) =>
          answer.text(),
        );
      }

      await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_LOGIN_LIMIT', advice: /three minutes/ });
    });
  });
});

test('requests are POST only, with everything in the body', async () => {
  const seen: string[] = [];
  const watching: typeof fetch = (address, init) => {
    seen.push(`${init?.method ?? 'GET'} ${address as string}`);
    return fetch(address, init);
  };
  await withBench({ world: { fetch: watching } }, async ({ target, sandbox }) => {
    await target.read();

    expect(seen).toEqual([`POST ${sandbox.url}/API/getAccount.aspx`, `POST ${sandbox.url}/API/getHierarchy_v2.aspx`]);
  });
});

test('a service that is not there is told apart at once', async () => {
  const world = testWorld();
  const gone = await startRescueSandbox({ account: testAccount() });
  await gone.close();
  const target = await openRescue(testSettings(gone.url), world);

  await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_UNREACHABLE' });

  expect(world.slept).toEqual([]);
});

test('another web site is told apart at once', async () => {
  const answer = new Response('not here', { status: 404 });
  const target = await openRescue(
    testSettings('https://rescue.example'),
    testWorld({ fetch: () => Promise.resolve(answer) }),
  );

  await expect(target.read()).rejects.toMatchObject({ code: 'RESCUE_HTTP', message: expect.stringContaining('404') });
});

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'UNABLE_TO_GET_CRL',
  'EPROTO',
])('a certificate with the fault %s ends the call at once as untrusted', async (code) => {
  const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  const world = testWorld({ fetch: () => Promise.reject(refused) });
  const target = await openRescue(testSettings('https://rescue.example'), world);

  await expect(target.read()).rejects.toMatchObject({
    code: 'RESCUE_CERTIFICATE',
    message: expect.stringContaining(code),
    advice: expect.stringContaining('ca under rescue.tls'),
  });
  expect(world.slept).toEqual([]);
});

test('names that cannot be decoded are never taken', async () => {
  const latin = new Response(Buffer.from('OK\n\nAccountID:1\nOrganization:M\xfcller\n', 'latin1'));
  const target = await openRescue(
    testSettings('https://rescue.example'),
    testWorld({ fetch: () => Promise.resolve(latin.clone()) }),
  );

  await expect(target.read()).rejects.toThrow('unknown character encoding');
});
