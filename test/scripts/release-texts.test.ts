import { describe, expect, test } from '@jest/globals';
import {
  dateFault,
  lockWithVersion,
  notesOf,
  pageWithVersion,
  publishFault,
  releasedChangelog,
  versionFault,
  withVersion,
} from '../../scripts/release-texts.mjs';

/** What a release writes, and what it refuses. That it commits and tags is shown in release.slow.test.ts. */

describe('a version', () => {
  test.each([
    ['0.2.0', '0.1.9', false, null],
    ['0.10.0', '0.9.0', true, null],
    ['1.0.0', '0.99.99', true, null],
    ['0.1.0', '0.1.0', false, null],
    ['0.1.0', '0.1.0', true, '0.1.0 is released already'],
    ['0.9.0', '0.10.0', false, '0.9.0 comes before'],
    ['0.2', '0.1.0', false, '0.2 is no version'],
    ['v0.2.0', '0.1.0', false, 'v0.2.0 is no version'],
    ['0.2.0-rc.1', '0.1.0', false, 'is no version'],
    ['00.2.0', '0.1.0', false, 'is no version'],
  ])('%s after %s (tagged: %s)', (version, current, isReleased, says) => {
    const fault = versionFault(version, current, isReleased);

    if (says === null) expect(fault).toBeNull();
    else expect(fault).toContain(says);
  });
});

test.each([
  ['2026-12-31', true],
  ['2026-02-30', false],
  ['31.12.2026', false],
  ['2026-13-01', false],
])('%s is a day: %s', (date, isOne) => {
  expect(dateFault(date) === null).toBe(isOne);
});

describe('the changelog', () => {
  const TEXT = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- a\n\n## [0.1.0] - 2026-01-01\n\n- old\n';

  test('has what was not released under the version, and an empty Unreleased above it', () => {
    expect(releasedChangelog(TEXT, '0.2.0', '2026-12-01')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- a\n\n## [0.1.0] - 2026-01-01\n\n- old\n',
    );
  });

  test.each([
    ['no Unreleased', '# Changelog\n', '0.2.0', 'no heading'],
    ['nothing that is new', TEXT.replace('- a\n', ''), '0.2.0', 'has nothing'],
    ['the version already', TEXT, '0.1.0', 'heading for 0.1.0 already'],
  ])('with %s is refused', (_what, text, version, says) => {
    expect(() => releasedChangelog(text, version, '2026-12-01')).toThrow(says);
  });
});

test('package.json stays as it is but for its version', () => {
  const text = '{\n  "name": "x",\n  "version": "0.1.0",\n  "files": ["a"]\n}\n';

  expect(withVersion(text, '0.2.0')).toBe(text.replace('0.1.0', '0.2.0'));
  expect(() => withVersion('{}', '0.2.0')).toThrow('no line "version"');
});

test('the lock file has it at both places, and of no other package', () => {
  const lock = {
    name: 'x',
    version: '0.1.0',
    packages: { '': { version: '0.1.0' }, 'node_modules/y': { version: '0.1.0' } },
  };

  expect(JSON.parse(lockWithVersion(JSON.stringify(lock), '0.2.0'))).toEqual({
    name: 'x',
    version: '0.2.0',
    packages: { '': { version: '0.2.0' }, 'node_modules/y': { version: '0.1.0' } },
  });
});

test('notes of a release are what the changelog says of it', () => {
  const text =
    '# Changelog\n\n## [Unreleased]\n\n- c\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- b\n\n## [0.1.0] - 2026-01-01\n\n- a\n';

  expect(notesOf(text, '0.2.0')).toBe('### Added\n\n- b\n');
  expect(notesOf(text, '0.1.0')).toBe('- a\n');
  expect(() => notesOf(text, '0.3.0')).toThrow('no heading "## [0.3.0]"');
});

describe('what is tagged', () => {
  const manifest = { version: '0.2.0', repository: { url: 'git+https://github.com/corp/adsync.git' } };
  const env = { GITHUB_REF_NAME: 'v0.2.0', GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'corp/adsync' };

  test('may be published from main of the repository that package.json names', () => {
    expect(publishFault(manifest, env, true)).toBeNull();
  });

  test.each([
    ['another tag', { ...env, GITHUB_REF_NAME: 'v0.3.0' }, true, 'The tag is v0.3.0, and package.json says 0.2.0'],
    ['another branch', env, false, 'is not on main'],
    ['another repository', { ...env, GITHUB_REPOSITORY: 'eve/adsync' }, true, 'git+https://github.com/eve/adsync.git'],
    ['no job of GitHub', {}, true, 'The tag is , and'],
  ])('may not with %s', (_what, given, isOnMain, says) => {
    expect(publishFault(manifest, given, isOnMain)).toContain(says);
  });
});

test('a page gets the new version where people copy it, and nowhere else', () => {
  const page = [
    'npm install ./adsync-cli-adsync-0.1.0.tgz',
    'podman build -t adsync:0.1.0 .',
    'git clone --branch v0.1.0 URL',
    '`test/upgrade/0.1.0/` is of 0.1.0, chalk-0.1.0.tgz is not ours, adsync-0.1.01 and adsync-0.0.9 are others',
  ];

  expect(pageWithVersion(page.join('\n'), '0.1.0', '0.2.0').split('\n')).toEqual([
    'npm install ./adsync-cli-adsync-0.2.0.tgz',
    'podman build -t adsync:0.2.0 .',
    'git clone --branch v0.2.0 URL',
    page[3],
  ]);
});
