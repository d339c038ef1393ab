import { describe, expect, test } from '@jest/globals';
import type { Platform, ServiceDescription, ServicePlace } from '../../src/service/description.ts';
import { shownSteps } from '../../src/service/show-steps.ts';
import type { Verb } from '../../src/service/steps.ts';
import { stepsOf } from '../../src/service/steps-of.ts';
import { expectGolden } from '../render/golden.ts';
import { LINUX, MACOS, PLACE, WINDOWS } from './services.ts';

/** Everything that is done on each platform, as `--print` shows it: files whole, and command lines. */

const GOLDEN = new URL('./golden/', import.meta.url);
const VERBS: readonly Verb[] = ['install', 'start', 'status', 'stop', 'uninstall'];
const USER: ServicePlace = { ...PLACE, scope: 'user', uid: 1000 };

function shownOf(platform: Platform, place: ServicePlace, service: ServiceDescription): string {
  return VERBS.map((verb) => `== ${verb}\n${shownSteps(stepsOf(platform, verb, place, service))}\n`).join('\n');
}

describe('what is done', () => {
  const users = { scope: 'user', account: null, credentials: [] } as const;
  test.each([
    ['linux.txt', 'linux', PLACE, LINUX],
    ['linux-user.txt', 'linux', USER, { ...LINUX, ...users, stateDir: '/home/ada/.local/state/adsync' }],
    ['macos.txt', 'macos', PLACE, MACOS],
    ['windows.txt', 'windows', PLACE, WINDOWS],
  ] as const)('%s', (name, platform, place, service) => {
    expectGolden(name, shownOf(platform, place, service), GOLDEN);
  });

  test.each(['linux', 'macos', 'windows'] as const)(
    '%s: nothing is written or removed before it was looked at',
    (platform) => {
      for (const verb of VERBS) {
        const steps = stepsOf(platform, verb, PLACE, { linux: LINUX, macos: MACOS, windows: WINDOWS }[platform]);
        const first = steps.findIndex((step) => step.do.startsWith('look-at'));
        const change = steps.findIndex((step) => ['write', 'remove', 'run', 'make-folder', 'show'].includes(step.do));
        const looks = steps.flatMap((step) => ('mayMiss' in step ? [step.mayMiss] : []));

        expect([verb, first >= 0 && first < change, looks.every((may) => may === (verb === 'install'))]).toEqual([
          verb,
          true,
          true,
        ]);
      }
    },
  );

  test('a service of one user asks its own manager', () => {
    const steps = stepsOf('linux', 'start', USER, null);

    expect(steps.at(-1)).toEqual({ do: 'run', command: ['systemctl', '--user', 'start', 'adsync.service'] });
    expect(stepsOf('macos', 'stop', USER, null).at(-1)).toEqual({
      do: 'run',
      command: ['launchctl', 'bootout', 'gui/1000/io.github.adsync-cli.adsync'],
    });
  });
});

describe('who the service runs as', () => {
  const unit = (service: ServiceDescription): string => {
    return stepsOf('linux', 'install', PLACE, service)
      .flatMap((step) => (step.do === 'write' ? [step.text] : []))
      .join('');
  };
  const task = (account: string | null) => {
    const steps = stepsOf('windows', 'install', PLACE, { ...WINDOWS, account });
    const text = steps.flatMap((step) => (step.do === 'write' ? [step.text] : [])).join('');
    const create = steps.flatMap((step) => (step.do === 'run' && step.command[0] === 'schtasks' ? [step.command] : []));
    return [/<UserId>.*(?=\r)/.exec(text)?.[0], /<LogonType>\w+/.exec(text)?.[0], create[0]?.slice(6)];
  };

  test('on Linux an account has its own folder, or the one of the service', () => {
    const account = { ...LINUX, account: 'svc-adsync' };

    expect(unit(account)).toContain('\nUser=svc-adsync\nStateDirectory=adsync\n');
    expect(unit(account)).not.toContain('DynamicUser');
    expect(unit({ ...account, stateDir: '/srv/adsync state' })).toContain(
      '\nUser=svc-adsync\nReadWritePaths="/srv/adsync state"\n',
    );
  });

  test('on Windows no password is asked for or stored', () => {
    expect(task(null)).toEqual(['<UserId>S-1-5-19</UserId>', undefined, ['/F']]);
    expect(task('CORP\\svc$')).toEqual([
      '<UserId>CORP\\svc$</UserId>',
      '<LogonType>Password',
      ['/RU', 'CORP\\svc$', '/RP', '', '/F'],
    ]);
    expect(task('CORP\\ada')).toEqual([
      '<UserId>CORP\\ada</UserId>',
      '<LogonType>S4U',
      ['/RU', 'CORP\\ada', '/NP', '/F'],
    ]);
  });

  test('on Windows rights go to the account by its name, or to LocalService by its id', () => {
    const shown = shownSteps(stepsOf('windows', 'install', PLACE, { ...WINDOWS, account: null }));

    expect(shown).toContain(
      'icacls C:\\adsync\\secrets\\rescue-token /inheritance:r /grant:r "*S-1-5-18:F" "*S-1-5-32-544:F" "*S-1-5-19:R" /Q',
    );
    expect(shown).not.toMatch(/Everyone|Users|Administrators:/);
  });
});
