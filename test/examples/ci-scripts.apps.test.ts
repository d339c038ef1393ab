import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { item, jobsOf, list, namesIn, ROOT, stepsOf, words, yamlOf } from './ci/files.ts';

/** ShellCheck looks at each script, and at each command of the workflows. Debian has it (scripts/install-apps). */
function shellcheck(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('shellcheck', ['--external-sources', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stdout + stderr;
}

test('the scripts', () => {
  const scripts = namesIn('scripts').filter((name) => name.endsWith('.sh'));

  expect(shellcheck(...scripts.map((name) => `examples/ci/${name}`))).toBe('');
  expect(scripts.length).toBeGreaterThan(8);
});

test('the commands of workflows and jobs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
  try {
    const github = namesIn('github').flatMap((file) =>
      jobsOf(file).flatMap(({ steps }) => steps.map(({ run }) => run)),
    );
    const action = stepsOf(item(item(yamlOf('github-action/action.yml'))['runs'])).map(({ run }) => run);
    const gitlab = Object.values(item(yamlOf('gitlab/.gitlab-ci.yml'))).map((job) =>
      list(item(job)['script']).map(words).join('\n'),
    );
    const commands = [...github, ...action, ...gitlab].filter(Boolean);
    const files = commands.map((command, index) => {
      const path = join(folder, `${index}.sh`);
      writeFileSync(path, `#!/usr/bin/env bash\nset -e\n${command}\n`);
      return path;
    });

    expect(shellcheck(...files)).toBe('');
    expect(files.length).toBeGreaterThan(25);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a fault is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
  try {
    writeFileSync(join(folder, 'a.sh'), '#!/usr/bin/env bash\ncat $1\n');
    expect(shellcheck(join(folder, 'a.sh'))).toContain('SC2086');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
