import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from './ci/files.ts';

/**
 * The image, built by buildah and run by podman, with a base made of this machine's Node and its libraries: no registry is
 * reached. It needs root, and rights to mount, which a container in a CI job has not.
 */

const mayMount = spawnSync('unshare', ['--mount', 'true']).status === 0;
const USER = 65532;

let folder = '';

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Images and layers stay in the folder of the test. */
function store(): string[] {
  return ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
}

function makeBase(): void {
  const root = join(folder, 'base');
  const node = realpathSync(process.execPath);
  const libraries = [...run('ldd', node).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const files: [string, string][] = [
    [node, '/nodejs/bin/node'],
    ...libraries.map((path): [string, string] => [path, path]),
  ];
  for (const [from, to] of files) {
    mkdirSync(join(root, dirname(to)), { recursive: true });
    cpSync(from, join(root, to), { dereference: true });
  }
  run('tar', '-C', root, '-cf', 'base.tar', '.');
  run('podman', ...store(), 'import', '--quiet', 'base.tar', 'localhost/base');
}

function inContainer(...args: string[]) {
  const limits = ['--read-only', '--cap-drop=all', '--security-opt=no-new-privileges', '--network=none'];
  const here = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=1024:1024'];
  const mounts = ['-v', `${join(folder, 'work')}:/work:ro`, '-v', `${join(folder, 'state')}:/state`];
  const runtime = ['--runtime=runc', '--cgroup-manager=cgroupfs'];
  return spawnSync('podman', [...store(), ...runtime, 'run', '--rm', ...limits, ...here, ...mounts, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
}

(mayMount ? describe : describe.skip)('the image', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'adsync-image-'));
    chmodSync(folder, 0o755);
    makeBase();
    run(process.execPath, join(ROOT, 'scripts/package.mjs'), join(folder, 'out'));
    const [tarball = ''] = readdirSync(join(folder, 'out'));
    const args = [
      '--build-arg',
      'BASE=localhost/base',
      '--build-arg',
      `PACKAGE=${tarball}`,
      '--tag',
      'localhost/adsync',
    ];
    const file = join(ROOT, 'examples/container/Containerfile');
    run('buildah', ...store(), 'bud', '--isolation', 'chroot', '--file', file, ...args, 'out');
    for (const name of ['work', 'state']) mkdirSync(join(folder, name));
    for (const name of ['sync.yaml', 'directory.ldif', 'account.json'])
      cpSync(join(ROOT, 'examples', name), join(folder, 'work', name));
    chownSync(join(folder, 'state'), USER, USER);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('plans on a read-only root, as nobody in particular, and keeps its state in a volume', () => {
    const options = ['--state-dir', '/state/adsync', '--excel', '/state/plan.xlsx', '--out', '/state/plan.json'];
    const { status, stdout, stderr } = inContainer('localhost/adsync', 'plan', ...options);

    expect([status, stderr.includes('error')]).toEqual([0, false]);
    expect(stdout).toContain('Plan: 17 to create');
    expect(readdirSync(join(folder, 'state')).sort()).toEqual(['plan.json', 'plan.xlsx']);
  });

  test('takes the token as a secret, and a new volume, as the page says', () => {
    const yaml = readFileSync(join(folder, 'work/sync.yaml'), 'utf8');
    const secret = yaml.replace(/apiToken: .*/, 'apiToken: ${file:/secrets/rescue-token}');
    writeFileSync(join(folder, 'work/secret.yaml'), secret);
    writeFileSync(join(folder, 'token'), 'sandbox-token');
    run('podman', ...store(), 'secret', 'create', 'rescue-token', 'token');
    const page = readFileSync(join(ROOT, 'docs/container.md'), 'utf8');
    const [, option = ''] = /--secret (\S+)/.exec(page) ?? [];
    const given = ['--secret', option, '-v', 'adsync-state:/kept'];
    const command = ['plan', '-f', 'secret.yaml', '--state-dir', '/kept/adsync', '--out', '/kept/plan.json'];
    const { status, stdout } = inContainer(...given, 'localhost/adsync', ...command);

    expect(secret).not.toBe(yaml);
    expect(status).toBe(0);
    expect(stdout).toContain('Plan: 17 to create');
  });

  test('applies what was planned', () => {
    // The stand-in account is a file, which changes.
    cpSync(join(folder, 'work'), join(folder, 'state/work'), { recursive: true });
    run('chown', '-R', String(USER), join(folder, 'state/work'));
    const file = ['-f', '/state/work/sync.yaml', '--state-dir', '/state/adsync'];
    const applied = inContainer('localhost/adsync', 'apply', '--yes', ...file);
    const again = inContainer('localhost/adsync', 'apply', '--yes', ...file);

    expect([applied.status, again.status]).toEqual([0, 0]);
    expect(applied.stdout).toContain('29 of 29 changes made');
    expect(readdirSync(join(folder, 'state/adsync'))).toContain('runs');
  });

  test('makes a round day and night, with its state in a volume that Kubernetes has opened to its group', () => {
    // As fsGroup does at the first mount.
    run('mkdir', 'state/opened');
    chownSync(join(folder, 'state/opened'), 0, USER);
    chmodSync(join(folder, 'state/opened'), 0o2775);
    const state = ['-v', `${join(folder, 'state/opened')}:/opened`];
    const command = ['run', '--once', '-f', '/state/work/sync.yaml', '--state-dir', '/opened/adsync', '--log', 'json'];
    const first = inContainer(...state, 'localhost/adsync', ...command);
    const second = inContainer(...state, 'localhost/adsync', ...command);

    expect([first.status, second.status]).toEqual([0, 0]);
    expect(readdirSync(join(folder, 'state/opened/adsync'))).toEqual(expect.arrayContaining(['locks', 'rounds']));
  });

  test('has no shell', () => {
    writeFileSync(join(folder, 'state/x'), '');
    const { status } = inContainer('--entrypoint', '/bin/sh', 'localhost/adsync', '-c', 'true');

    expect(status).toBe(127);
  });
});
