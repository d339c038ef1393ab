import { describe, expect, test } from '@jest/globals';
import type { SandboxOptions } from '../../../src/sandbox/index.ts';
import { ADA, BOB, DAY, HOLDER, NIGHT, nodeOf, TECHNICIANS } from '../../targets/rescue/support.ts';
import { ada, withSandbox } from './ask.ts';

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
    [{ idLabel: 'NODEID:' }, 'createUser', { parent: DAY }, 'OK NODEID:400012'],
    [{ enabledCallNeedsPasswordOrSsoId: true }, 'setUser_v2', ada, 'INVALIDPARAM_STATUS'],
    [{ enabledCallNeedsPasswordOrSsoId: true, enableWord: 'NO_LOGIN' }, 'setUser_v2', ada, 'NO_LOGIN'],
    [{ enabledCallNeedsPasswordOrSsoId: true }, 'setUser_v2', { ...ada, ssoid: 'ada' }, 'OK'],
    [{ enabledCallNeedsPasswordOrSsoId: true }, 'setUser_v2', { ...ada, pwd: 'Sampla12', confpwd: 'Sampla12' }, 'OK'],
    [{ enabledCallNeedsPasswordOrSsoId: true }, 'setUser_v2', { ...ada, status: 'Disabled' }, 'OK'],
    [{ pollLimit: 0 }, 'getAccount', {}, 'POLLRATEEXCEEDED'],
    [{ errorNode: ADA }, 'getUser_v3', { node: ADA }, 'ERROR'],
    [{ errorNode: ADA }, 'getUser_v3', { node: 1 }, 'INVALIDPARAM_NODE'],
    [{ errorNode: DAY }, 'createUser', { parent: DAY }, 'OK 400012'],
    [{ goneUserWord: 'USER_IS_DELETED' }, 'getUser_v3', { node: 1 }, 'USER_IS_DELETED'],
    [{ goneUserWord: 'USER_IS_DELETED' }, 'setUser_v2', { ...ada, node: 1 }, 'USER_IS_DELETED'],
    [{ goneUserWord: 'USER_IS_DELETED' }, 'moveNode', { node: 1, targetnode: DAY }, 'USER_IS_DELETED'],
    [{ goneUserWord: 'USER_IS_DELETED' }, 'getUser_v3', { node: DAY }, 'INVALIDPARAM_NODE'],
    [{ goneUserWord: 'USER_IS_DELETED' }, 'setUser_v2', { ...ada, node: 'x' }, 'INVALIDPARAM_NODE'],
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

test('an administrator on a technician group becomes a link where that is switched on', async () => {
  await withSandbox({ switches: { adminToTechnicianGroup: 'link' } }, async (ask, { account }) => {
    await ask('createUser', { parent: 337362 });

    expect(await ask('moveNode', { node: 400012, targetnode: DAY })).toBe('OK');
    expect(account.nodes.at(-1)).toMatchObject({ type: 'AdministratorLink', parent: DAY });
  });
});

test.each(['', 'New Group'])('a new group is named %j', async (bareGroupName) => {
  await withSandbox({ switches: { bareGroupName } }, async (ask, { account }) => {
    expect(await ask('createGroup', { parent: TECHNICIANS })).toBe('OK 400012');
    expect(account.nodes.at(-1)?.name).toBe(bareGroupName);
  });
});

test('calls are counted for a minute', async () => {
  let time = 0;
  await withSandbox({ switches: { pollLimit: 2 }, now: () => time }, async (ask) => {
    const words: string[] = [];
    for (const at of [0, 59_000, 59_999, 60_000, 60_001]) {
      time = at;
      words.push((await ask('logout')).slice(0, 16));
    }
    expect(words).toEqual(['NOTLOGGEDIN', 'NOTLOGGEDIN', 'POLLRATEEXCEEDED', 'NOTLOGGEDIN', 'POLLRATEEXCEEDED']);
  });
});
