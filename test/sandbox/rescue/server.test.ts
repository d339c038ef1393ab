import { describe, expect, test } from '@jest/globals';
import { ADA, DAY, HOLDER, nodeOf, TOKEN } from '../../targets/rescue/support.ts';
import { until } from '../../until.ts';
import { ada, withSandbox } from './ask.ts';

describe('form', () => {
  test('the tree comes one field a line, one node a block, with an empty line at the end', async () => {
    await withSandbox({}, async (ask) => {
      const body = await ask('getHierarchy_v2', { isnode: 'true', node: ADA });

      expect(body).toBe(
        `OK\n\nNodeID:${ADA}\nParentID:${DAY}\nName:Ada Lovelace\nEmail:ada@corp.example\nDescription:Desk 4\nStatus:Online\nType:Technician\n\n`,
      );
    });
  });

  test('getAccount, getUser and getGroup print one record', async () => {
    await withSandbox({}, async (ask) => {
      expect(await ask('getAccount')).toBe(
        'OK\n\nAccountID:560961\nOrganization:Corp\nAdminID:337364\nTechID:0\nEmail:owner@corp.example',
      );
      expect(await ask('getUser_v3', { email: 'ADA@corp.example' })).toContain(
        '\nHASMOBILEADDON:True\nHASRPATADDON:True\nISACCOUNTHOLDER:False\nSTATUS:Online',
      );
      expect(await ask('getGroup_v2', { node: DAY })).toContain(
        '\nPERMISSIONS:RemoteControl, \nLOCKEDPERMISSIONS:\nISENABLED:True\n',
      );
    });
  });

  test('offline technicians can be left out', async () => {
    await withSandbox({}, async (ask, sandbox) => {
      nodeOf(sandbox, ADA).status = 'Offline';

      const body = await ask('getHierarchy_v2', { filteroffline: 'true' });

      expect(body).not.toContain('ada@corp.example');
      expect(body).toContain('bob@corp.example');
    });
  });

  test.each(['/API/createUsers.aspx', '/API/getAccount', '/', '/api/../x'])(
    '%s is answered with the login page',
    async (path) => {
      await withSandbox({}, async (_, { url }) => {
        const answer = await fetch(url + path);

        expect(answer.status).toBe(200);
        expect(await answer.text()).toMatch(/^<!DOCTYPE html>/);
      });
    },
  );

  test('GET works too, and case does not matter', async () => {
    await withSandbox({}, async (_, { url, log }) => {
      const answer = await fetch(`${url}/api/GETUSER_V3.aspx?AuthCode=${TOKEN}&NODE=${ADA}`);

      expect(await answer.text()).toMatch(/^OK/);
      expect(log).toEqual([
        {
          method: 'getUser_v3',
          parameters: { authcode: '***', node: String(ADA) },
          answer: 'OK',
          wrote: false,
          fault: null,
        },
      ]);
    });
  });
});

describe('access', () => {
  test('no credentials, wrong ones, and those of a disabled user', async () => {
    await withSandbox({}, async (ask, sandbox) => {
      expect(await ask('getAccount', { authcode: '' })).toBe('NOTLOGGEDIN');
      expect(await ask('getAccount', { authcode: 'wrong' })).toBe('INVALID_SECRETAUTHCODE');
      nodeOf(sandbox, 337364).status = 'Disabled';
      expect(await ask('getAccount')).toBe('USER_DELETED_OR_DISABLED');
    });
  });

  test('a requested code works until the next one is requested', async () => {
    await withSandbox({}, async (ask) => {
      const credentials = { email: HOLDER.email, pwd: HOLDER.password };
      const first = (await ask('requestAuthCode', credentials)).slice('OK\n\nAUTHCODE:'.length);
      const before = await ask('getAccount', { authcode: first });
      await ask('requestAuthCode', credentials);

      expect(first).toMatch(/^[a-z0-9]{79}$/);
      expect(before).toMatch(/^OK/);
      expect(await ask('getAccount', { authcode: first })).toBe('INVALID_SECRETAUTHCODE');
      expect(await ask('requestAuthCode', { ...credentials, pwd: 'wrong' })).toBe('INVALID');
    });
  });

  test('the eleventh login within three minutes is refused, and a session ends after twenty idle minutes', async () => {
    let now = 0;
    await withSandbox({ now: () => now }, async (_, { url }) => {
      const login = (pwd: string): Promise<Response> =>
        fetch(`${url}/API/login.aspx`, { method: 'POST', body: new URLSearchParams({ email: HOLDER.email, pwd }) });
      const first = await login(HOLDER.password);
      const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const account = async (): Promise<string> => {
        const answer = await fetch(`${url}/API/getAccount.aspx`, { method: 'POST', headers: { cookie } });
        return (await answer.text()).split('\n')[0] ?? '';
      };

      expect(await (await login('wrong')).text()).toBe('INVALID');
      for (let count = 3; count <= 10; count++) expect(await (await login(HOLDER.password)).text()).toBe('OK');
      expect(await (await login(HOLDER.password)).text()).toBe('LIMITREACHED');
      now = 3 * 60_000 + 1;
      expect(await (await login(HOLDER.password)).text()).toBe('OK');

      now = 19 * 60_000;
      expect(await account()).toBe('OK');
      now = 38 * 60_000;
      expect(await account()).toBe('OK');
      now = 59 * 60_000;
      expect(await account()).toBe('NOTLOGGEDIN');
    });
  });
});

test('secrets never reach the log', async () => {
  await withSandbox({}, async (ask, { log }) => {
    await ask('setUser_v2', { ...ada, pwd: 'Sampla12-x', confpwd: 'Sampla12-y', oldpwd: 'Sampla12-z' });

    expect(JSON.stringify(log)).not.toMatch(/Sampla12|token-of/);
  });
});

test('latency delays an answer', async () => {
  const waits: number[] = [];
  let wake: (() => void) | undefined;
  const sleep = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return new Promise((resolve) => {
      wake = resolve;
    });
  };

  await withSandbox({ switches: { latency: 40 }, sleep }, async (ask, { log }) => {
    const asking = ask('getAccount');
    await until(() => wake !== undefined);
    const before = log.length;
    wake?.();

    expect(await asking).toContain('OK');
    expect([waits, before, log.length]).toEqual([[40], 0, 1]);
  });
});
