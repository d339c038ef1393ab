import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from './ci/files.ts';

/** The recipe of the image. That it builds and runs is shown in container.apps.test.ts. */

const lines = readFileSync(join(ROOT, 'examples/container/Containerfile'), 'utf8').split('\n');
const instructions = lines.filter((line) => line !== '' && !line.startsWith('#'));

test('nothing runs or is fetched while the image is built, and no secret can get into it', () => {
  expect(instructions.map((line) => line.split(' ')[0])).toEqual([
    ...['ARG', 'FROM', 'ARG', 'ADD', 'USER', 'WORKDIR', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
  ]);
  expect(instructions).toContain('ADD ${PACKAGE} /opt/adsync/');
  expect(instructions).toContain('FROM ${BASE}');
  // Without a name ADD would put the whole folder into the image.
  expect(instructions.find((line) => line.startsWith('ARG PACKAGE'))).toMatch(/^ARG PACKAGE=\S+$/);
});

test('it runs as a number that is not root, without a shell', () => {
  const [user = ''] = instructions.filter((line) => line.startsWith('USER '));
  const [entry = ''] = instructions.filter((line) => line.startsWith('ENTRYPOINT '));
  const [, program = ''] = JSON.parse(entry.replace('ENTRYPOINT ', '')) as string[];

  expect(user).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
  expect(program).toMatch(/^\/opt\/adsync\/package\//);
  expect(existsSync(join(ROOT, program.replace('/opt/adsync/package/', '')))).toBe(true);
});

test('the page pins the base by its digest, and makes the root read-only, in every command that builds or runs', () => {
  const page = readFileSync(join(ROOT, 'docs/container.md'), 'utf8').replaceAll('\\\n', ' ');
  const builds = page.split('\n').filter((line) => line.startsWith('$ podman build'));
  const runs = page.split('\n').filter((line) => /^\$ (?:podman|docker) run/.test(line));

  expect(builds.filter((line) => !/--build-arg BASE=\S+@sha256:/.test(line))).toEqual([]);
  expect(runs.filter((line) => !/--read-only --cap-drop=all/.test(line))).toEqual([]);
  expect([builds.length > 0, runs.length > 0]).toEqual([true, true]);
});

test('its health is asked by the same Node, without a shell, where run listens', async () => {
  const [check = ''] = instructions.filter((line) => line.startsWith('HEALTHCHECK '));
  const [program, , script = ''] = JSON.parse(check.replace(/^.* CMD /, '')) as string[];
  const asked = async (status: number): Promise<number | null> => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? status : 404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, ['-e', script.replace('9464', String(port))]);
    const [code] = (await once(child, 'exit')) as [number | null];
    server.close();
    return code;
  };

  expect(program).toBe('/nodejs/bin/node');
  expect(await Promise.all([asked(200), asked(503)])).toEqual([0, 1]);
});
