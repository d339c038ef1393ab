import { describe, expect, test } from '@jest/globals';
import { type RescueSandbox, type SandboxOptions, startRescueSandbox } from '../../../src/sandbox/index.ts';
import { ADA, BOB, DAY, HOLDER, NIGHT, nodeOf, TECHNICIANS, testAccount, TOKEN } from '../../targets/rescue/support.ts';

type Ask = (method: string, parameters?: Record<string, string | number>) => Promise<string>;

/** Runs `test` with a stand-in and a function that calls it with the token. */
async function withSandbox(
  options: Partial<SandboxOptions>,
  test: (ask: Ask, sandbox: RescueSandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await startRescueSandbox({ account: testAccount(), ...options });
  const ask: Ask = async (method, parameters = {}) => {
    const body = new URLSearchParams({ authcode: TOKEN });
    for (const [name, value] of Object.entries(parameters)) body.set(name, String(value));
    const answer = await fetch(`${sandbox.url}/API/${method}.aspx`, { method: 'POST', body });
    return await answer.text();
  };
  try {
    await test(ask, sandbox);
  } finally {
    await sandbox.close();
  }
}

const ada = {
  node: ADA,
  name: 'Ada',
  email: 'ada@corp.example',
  status: 'Enabled',
  mobileaddon: 'False',
  rpataddon: 'False',
};

describe('words', () => {
  test.each<[string, Record<string, string | number>, string]>([
    ['getUser_v3', { node: 1 }, 'INVALIDPARAM_NODE'],
    ['getUser_v3', { node: DAY }, 'INVALIDPARAM_NODE'],
    ['getGroup_v2', { node: ADA }, 'INVALIDPARAM_NODE'],
    ['setUser_v2', { ...ada, node: 'x' }, 'INVALIDPARAM_NODE'],
    ['setUser_v2', { ...ada, name: '' }, 'INVALIDPARAM_NAME'],
    ['setUser_v2', { ...ada, name: 'x'.repeat(129) }, 'INVALIDPARAM_NAME'],
    ['setUser_v2', { ...ada, status: 'Online' }, 'INVALIDPARAM_STATUS'],
    ['setUser_v2', { ...ada, email: 'ada' }, 'INVALIDPARAM_EMAIL'],
    ['setUser_v2', { ...ada, email: 'BOB@corp.example' }, 'INVALIDPARAM_EMAIL_ALREADY_IN_USE'],
    ['setUser_v2', { ...ada, email: HOLDER.email }, 'INVALIDPARAM_EMAIL_ALREADY_IN_USE'],
    ['setUser_v2', { ...ada, mobileaddon: 'yes' }, 'INVALIDPARAM_MOBILEADDON'],
    ['setUser_v2', { ...ada, rpataddon: '' }, 'INVALIDPARAM_RPATADDON'],
    [
      'setUser_v2',
      { ...ada, pwd: 'Ab%45 789', confpwd: 'Ab%45 789' },
      'INVALIDPARAM_PASSWORD_CANNOT_CONTAIN_WHITESPACE_CHARACTERS',
    ],
    [
      'setUser_v2',
      { ...ada, pwd: 'Ab%4567', confpwd: 'Ab%4567' },
      'INVALIDPARAM_PASSWORD_HAS_TO_BE_AT_LEAST_8_CHARACTERS_LONG',
    ],
    ['setUser_v2', { ...ada, pwd: 'Sampla12', confpwd: 'Sampla13' }, 'INVALIDPARAM_PASSWORD_CONFIRMATION'],
    ['setUser_v2', ada, 'OK'],
    ['setUser_v2', { ...ada, status: 'enabled', mobileaddon: 'true', pwd: 'Sampla12', confpwd: 'Sampla12' }, 'OK'],
    [
      'setUser_v2',
      { ...ada, node: 337364, email: HOLDER.email, pwd: 'Sampla12', confpwd: 'Sampla12' },
      'INVALIDPARAM_MISSING_CURRENT_PASSWORD',
    ],
    ['setUser_v2', { ...ada, node: BOB, email: 'bob@corp.example' }, 'OK'],
    ['setGroup_v2', { node: DAY, name: '', status: 'Enabled' }, 'INVALIDPARAM_NAME'],
    ['setGroup_v2', { node: DAY, name: 'Day', status: '' }, 'INVALIDPARAM_STATUS'],
    ['setGroup_v2', { node: ADA, name: 'Day', status: 'Enabled' }, 'INVALIDPARAM_NODE'],
    ['createUser', {}, 'INVALIDPARAM_PARENT'],
    ['createUser', { parent: TECHNICIANS }, 'INVALIDPARAM_PARENT'],
    ['createUser', { parent: ADA }, 'INVALIDPARAM_PARENT'],
    ['createUser', { parent: DAY }, 'OK 400012'],
    ['createGroup', { parent: 337361 }, 'INVALIDPARAM_PARENT'],
    ['createGroup', { parent: DAY }, 'OK 400012'],
    ['moveNode', { node: 1, targetnode: DAY }, 'INVALIDPARAM_NODE'],
    ['moveNode', { node: ADA, targetnode: 1 }, 'INVALIDPARAM_TARGETNODE'],
    ['moveNode', { node: ADA, targetnode: TECHNICIANS }, 'INVALID_MOVE'],
    ['moveNode', { node: ADA, targetnode: 337362 }, 'INVALID_MOVE'],
    ['moveNode', { node: ADA, targetnode: BOB }, 'INVALID_MOVE'],
    ['moveNode', { node: DAY, targetnode: DAY }, 'INVALID_MOVE'],
    ['moveNode', { nodeID: ADA, targetNodeID: NIGHT }, 'OK'],
    ['deleteNode', { node: TECHNICIANS }, 'INVALID_DELETE'],
    ['deleteNode', { node: 337364 }, 'INVALID_DELETE'],
    ['deleteNode', { node: DAY }, 'INVALID_DELETE'],
    ['deleteNode', { node: ADA }, 'OK'],
    ['deleteNode', { node: NIGHT }, 'OK'],
  ])('%s %j: %s', async (method, parameters, word) => {
    await withSandbox({}, async (ask) => {
      expect(await ask(method, parameters)).toBe(word);
    });
  });

  test.each<[Partial<SandboxOptions['switches']>, string, Record<string, string | number>, string]>([
    [{ seatLimit: 1 }, 'setUser_v2', { ...ada, node: BOB, email: 'bob@corp.example' }, 'INVALIDPARAM_STATUS'],
    [{ seatLimit: 1, seatWord: 'NO_SEAT' }, 'setUser_v2', { ...ada, node: BOB, email: 'bob@corp.example' }, 'NO_SEAT'],
    [{ seatLimit: 2 }, 'setUser_v2', { ...ada, node: BOB, email: 'bob@corp.example' }, 'OK'],
    [{ seatLimit: 1, createdUserTakesSeat: true }, 'createUser', { parent: DAY }, 'INVALIDPARAM_STATUS'],
    [
      { mobileLimit: 1 },
      'setUser_v2',
      { ...ada, node: BOB, email: 'b@c.d', mobileaddon: 'True' },
      'INVALIDPARAM_MOBILEADDON',
    ],
    [{ caseSensitiveEmail: true }, 'setUser_v2', { ...ada, email: 'BOB@corp.example' }, 'OK'],
    [
      { passwordStrength: 'strong' },
      'setUser_v2',
      { ...ada, pwd: 'Sampla12', confpwd: 'Sampla12' },
      'INVALIDPARAM_PASSWORD_HAS_TO_COMPLY_WITH_THE_PASSWORD_POLICY',
    ],
    [{ passwordStrength: 'strong' }, 'setUser_v2', { ...ada, pwd: 'Sample12', confpwd: 'Sample12' }, 'OK'],
    [{ passwordStrength: 'strong' }, 'setUser_v2', { ...ada, pwd: 'Sampla1%', confpwd: 'Sampla1%' }, 'OK'],
    [
      { passwordStrength: 'excellent' },
      'setUser_v2',
      { ...ada, pwd: 'Sampla1%', confpwd: 'Sampla1%' },
      'INVALIDPARAM_PASSWORD_HAS_TO_COMPLY_WITH_THE_PASSWORD_POLICY',
    ],
    [{ passwordStrength: 'excellent' }, 'setUser_v2', { ...ada, pwd: 'Sample1%', confpwd: 'Sample1%' }, 'OK'],
    [
      { descriptionMaxLength: 3, descriptionTooLong: 'refuse' },
      'setUser_v2',
      { ...ada, description: 'four' },
      'INVALIDPARAM_DESCRIPTION',
    ],
    [{ strictAliases: 'node' }, 'moveNode', { nodeID: ADA, targetNodeID: NIGHT }, 'INVALIDPARAM_NODE'],
    [{ strictAliases: 'nodeID' }, 'moveNode', { node: ADA, targetnode: NIGHT }, 'INVALIDPARAM_NODE'],
    [{ strictAliases: 'nodeID' }, 'createUser', { parent: DAY }, 'OK 400012'],
    [{ deleteFullGroup: 'cascade' }, 'deleteNode', { node: DAY }, 'OK'],
    [{ idSeparator: 'lines', lineEnd: 'crlf' }, 'createUser', { parent: DAY }, 'OK\r\n\r\n400012\r\n'],
  ])('with %j: %s %j: %j', async (switches, method, parameters, word) => {
    await withSandbox({ switches: switches ?? {} }, async (ask) => {
      expect(await ask(method, parameters)).toBe(word);
    });
  });

  test('a user without password and SSO id cannot be enabled, unless that is switched off', async () => {
    await withSandbox({}, async (ask, sandbox) => {
      await ask('createUser', { parent: DAY });
      const fields = { ...ada, node: 400012, email: 'new@corp.example' };

      expect(await ask('setUser_v2', fields)).toBe('INVALIDPARAM_STATUS');
      sandbox.switches.enableNeedsPasswordOrSsoId = false;
      expect(await ask('setUser_v2', fields)).toBe('OK');
    });
  });

  test.each([
    ['keep', 'Countess'],
    ['clear', ''],
  ] as const)('omitted fields: %s', async (omittedFields, nick) => {
    await withSandbox({ switches: { omittedFields } }, async (ask, sandbox) => {
      await ask('setUser_v2', ada);

      expect(nodeOf(sandbox, ADA).nick).toBe(nick);
      expect(nodeOf(sandbox, ADA).password).not.toBeNull();
    });
  });
});

describe('what a group keeps', () => {
  const limits = { standardconcurrentlimit: 7, mobileconcurrentlimit: 8, rpatconcurrentlimit: 9 };
  const others = { standardlimit: 7, mobilelimit: 8, rpatlimit: 9 };

  test.each<[Partial<SandboxOptions['switches']>, Record<string, number>, number[]]>([
    [{}, limits, [7, 8, 9]],
    [{}, others, [0, 0, 0]],
    [{}, {}, [0, 0, 0]],
    [{ omittedFields: 'keep' }, {}, [1, 2, 3]],
    [{ omittedFields: 'keep' }, { mobileconcurrentlimit: 8 }, [1, 8, 3]],
    [{ limitNames: 'other' }, others, [7, 8, 9]],
    [{ limitNames: 'other' }, limits, [0, 0, 0]],
    [{ limitNames: 'ignored' }, { ...limits, ...others }, [0, 0, 0]],
    [{ limitNames: 'ignored', omittedFields: 'keep' }, { ...limits, ...others }, [1, 2, 3]],
  ])('with %j and %j: limits %j', async (switches, given, kept) => {
    await withSandbox({ switches: switches ?? {} }, async (ask, sandbox) => {
      nodeOf(sandbox, DAY).limits = [1, 2, 3];

      expect(await ask('setGroup_v2', { node: DAY, name: 'Day', status: 'Enabled', ...given })).toBe('OK');

      expect(nodeOf(sandbox, DAY).limits).toEqual(kept);
    });
  });
});

describe('licences', () => {
  const bob = { ...ada, node: BOB, email: 'bob@corp.example' };

  test('a seat is what an enabled technician takes, whatever an empty user says of itself', async () => {
    await withSandbox({ switches: { seatLimit: 1, bareStatus: 'Offline' } }, async (ask) => {
      await ask('createUser', { parent: DAY });
      const fields = { ...ada, node: 400012, email: 'new@corp.example', pwd: 'Sampla12', confpwd: 'Sampla12' };

      expect(await ask('setUser_v2', fields)).toBe('INVALIDPARAM_STATUS');
      expect(await ask('setUser_v2', { ...fields, status: 'Disabled' })).toBe('OK');
      expect(await ask('setUser_v2', { ...ada, status: 'Disabled' })).toBe('OK');
      expect(await ask('setUser_v2', fields)).toBe('OK');
    });
  });

  test.each([
    ['nothing', { name: 'Bob', status: 'Disabled' }],
    ['allButStatus', { name: 'Robert', status: 'Disabled' }],
  ] as const)('a refused seat writes %s', async (seatRefusal, left) => {
    await withSandbox({ switches: { seatLimit: 1, seatRefusal } }, async (ask, sandbox) => {
      expect(await ask('setUser_v2', { ...bob, name: 'Robert' })).toBe('INVALIDPARAM_STATUS');

      expect(nodeOf(sandbox, BOB)).toMatchObject(left);
    });
  });

  test.each([
    [true, 'INVALIDPARAM_MOBILEADDON'],
    [false, 'OK'],
  ])('a disabled user holds a mobile licence: %j', async (disabledUserHoldsMobile, word) => {
    await withSandbox({ switches: { mobileLimit: 1, disabledUserHoldsMobile } }, async (ask, sandbox) => {
      nodeOf(sandbox, ADA).status = 'Disabled';

      expect(await ask('setUser_v2', { ...bob, mobileaddon: 'True' })).toBe(word);
      expect(await ask('setUser_v2', { ...ada, mobileaddon: 'True' })).toBe(
        disabledUserHoldsMobile ? 'OK' : 'INVALIDPARAM_MOBILEADDON',
      );
    });
  });

  test('an add-on that a user has already is never refused', async () => {
    await withSandbox({ switches: { mobileLimit: 0 } }, async (ask) => {
      expect(await ask('setUser_v2', { ...ada, mobileaddon: 'True' })).toBe('OK');
    });
  });
});

describe('roles', () => {
  const admins = { parent: 337362 };

  test.each<[string, Record<string, string | number>, string]>([
    ['createUser', admins, 'OK 400014'],
    ['createUser', { parent: 400012 }, 'OK 400014'],
    ['createUser', { parent: 337361 }, 'OK 400014'],
    ['createGroup', { parent: 400012 }, 'OK 400014'],
    ['moveNode', { node: 400013, targetnode: 400012 }, 'OK'],
    ['moveNode', { node: 400013, targetnode: DAY }, 'INVALID_MOVE'],
    ['moveNode', { node: 400013, targetnode: 337361 }, 'INVALID_MOVE'],
    ['moveNode', { node: ADA, targetnode: 400012 }, 'INVALID_MOVE'],
    ['moveNode', { node: 400012, targetnode: TECHNICIANS }, 'INVALID_MOVE'],
    ['setUser_v2', { ...ada, node: 400013, email: 'ada@corp.example' }, 'INVALIDPARAM_EMAIL_ALREADY_IN_USE'],
    ['setUser_v2', { ...ada, email: 'admin@corp.example' }, 'INVALIDPARAM_EMAIL_ALREADY_IN_USE'],
  ])('%s %j: %s', async (method, parameters, word) => {
    await withSandbox({}, async (ask) => {
      await ask('createGroup', admins);
      await ask('createUser', admins);
      await ask('setUser_v2', { ...ada, node: 400013, email: 'admin@corp.example', status: 'Disabled' });

      expect(await ask(method, parameters)).toBe(word);
    });
  });

  test('getUser spells a master administrator as one word with two capitals', async () => {
    await withSandbox({}, async (ask) => {
      expect(await ask('getUser_v3', { node: 337364 })).toContain('\nTYPE:MasterAdministrator\n');
      expect(await ask('getHierarchy_v2', { isnode: 'true', node: 337364 })).toContain('\nType:Masteradministrator\n');
    });
  });
});

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

test('an administrator on a technician group becomes a link where that is switched on', async () => {
  await withSandbox({ switches: { adminToTechnicianGroup: 'link' } }, async (ask, { account }) => {
    await ask('createUser', { parent: 337362 });

    expect(await ask('moveNode', { node: 400012, targetnode: DAY })).toBe('OK');
    expect(account.nodes.at(-1)).toMatchObject({ type: 'AdministratorLink', parent: DAY });
  });
});

test('secrets never reach the log', async () => {
  await withSandbox({}, async (ask, { log }) => {
    await ask('setUser_v2', { ...ada, pwd: 'Sampla12-x', confpwd: 'Sampla12-y', oldpwd: 'Sampla12-z' });

    expect(JSON.stringify(log)).not.toMatch(/Sampla12|token-of/);
  });
});

test('latency delays an answer', async () => {
  await withSandbox({ switches: { latency: 40 } }, async (ask) => {
    const start = performance.now();

    await ask('getAccount');

    expect(performance.now() - start).toBeGreaterThanOrEqual(38);
  });
});
