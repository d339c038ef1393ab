import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DirectoryGroupId } from '../../src/core/people.ts';
import { targetId } from '../../src/core/target-id.ts';
import type { Plan } from '../../src/plan/model.ts';
import { recallNames, rememberNames } from '../../src/run/names.ts';
import { accountOf, groupId, HELPDESK, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

const RESCUE = targetId('rescue', '560961');

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function planWith(names: Readonly<Record<string, DirectoryGroupId>>): Plan {
  const { plan } = planOf(settingsOf([HELPDESK]), readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]), accountOf({}));
  return { ...plan, targets: plan.targets.map((section) => ({ ...section, names })) };
}

describe('what names mean is remembered', () => {
  test('by account and name, for its owner only', async () => {
    await rememberNames(folder, planWith({ helpdesk: groupId('A'), night: groupId('B') }));
    await rememberNames(folder, planWith({ night: groupId('C') }));

    expect([...(await recallNames(folder, RESCUE))]).toEqual([
      ['helpdesk', groupId('A')],
      ['night', groupId('C')],
    ]);
    expect([...(await recallNames(folder, targetId('rescue', '1')))]).toEqual([]);
    expect((await stat(join(folder, 'names', 'rescue-560961.json'))).mode & 0o077).toBe(0);
  });

  test('and what the version before has noted is known, until something is noted anew', async () => {
    const former = {
      format: 'adsync.names/1',
      account: '560961',
      names: { helpdesk: groupId('A'), old: groupId('O') },
    };
    await mkdir(join(folder, 'names'));
    await writeFile(join(folder, 'names', '560961.json'), JSON.stringify(former));

    const known = await recallNames(folder, RESCUE);
    const elsewhere = await recallNames(folder, targetId('goto', '560961'));
    await rememberNames(folder, planWith({ helpdesk: groupId('B') }));
    await writeFile(join(folder, 'names', '560961.json'), '{');

    expect([...known]).toEqual([
      ['helpdesk', groupId('A')],
      ['old', groupId('O')],
    ]);
    expect([...elsewhere]).toEqual([]);
    expect([...(await recallNames(folder, RESCUE))]).toEqual([
      ['helpdesk', groupId('B')],
      ['old', groupId('O')],
    ]);
  });

  test('and nothing is written where there is no news', async () => {
    await rememberNames(folder, planWith({}));

    expect(await readdir(folder)).toEqual([]);
  });

  test('a name that is a word of the language is a name', async () => {
    await rememberNames(
      folder,
      planWith(JSON.parse(`{"__proto__":"${groupId('A')}"}`) as Record<string, DirectoryGroupId>),
    );

    expect((await recallNames(folder, RESCUE)).get('__proto__')).toBe(groupId('A'));
  });

  test.each([
    ['no JSON', '{'],
    ['another format', '{"format":"adsync.names/2","names":{}}'],
    ['an id that is none', '{"format":"adsync.names/1","names":{"helpdesk":"1"}}'],
  ])('a file with %s is no reason to believe a name', async (_, text) => {
    await rememberNames(folder, planWith({ helpdesk: groupId('A') }));
    const path = join(folder, 'names', 'rescue-560961.json');
    const before = await readFile(path, 'utf8');
    await writeFile(path, text);

    await expect(recallNames(folder, RESCUE)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    expect(before).toContain('"adsync.names/1"');
  });

  test('an account id never leads out of the folder', async () => {
    await expect(recallNames(folder, targetId('rescue', '../../etc/passwd'))).resolves.toEqual(new Map());
  });
});
