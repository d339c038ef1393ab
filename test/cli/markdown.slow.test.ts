import { readFile, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMENT_LIMIT, LEAST_LIMIT } from '../../src/render/markdown.ts';
import { type Example, openExample } from './example.ts';

/** `adsync plan --markdown`: where it goes, and what it refuses. What it looks like: test/render/markdown.test.ts. */

const MARKER = '<!-- adsync plan rescue:560961 sync.yaml -->\n## adsync plan for ';

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

function at(name: string): string {
  return join(example.path, name);
}

describe('plan --markdown', () => {
  test('prints the comment instead of the text', async () => {
    const said = await example.run(['plan', '--markdown']);

    expect(said.code).toBe(0);
    expect(said.stdout.startsWith(MARKER)).toBe(true);
    expect(said.stdout).not.toContain('Plan for ');
    expect(Buffer.byteLength(said.stdout)).toBeLessThanOrEqual(COMMENT_LIMIT);
  });

  test('writes a file for its owner only, beside all other forms', async () => {
    const files = ['--markdown', 'plan.md', '--out', 'plan.json', '--excel', 'plan.xlsx'];
    const said = await example.run(['plan', ...files, '--json']);

    expect(said.stderr).toContain('The plan was written to plan.md.');
    const document = JSON.parse(said.stdout) as { planId: string };
    const markdown = await readFile(at('plan.md'), 'utf8');
    expect(markdown.startsWith(MARKER)).toBe(true);
    expect(markdown).toContain(`plan \`${document.planId.slice(0, 12)}\``);
    expect((await stat(at('plan.xlsx'))).size).toBeGreaterThan(0);
    expect(await readFile(at('plan.json'), 'utf8')).toContain(document.planId);
    if (platform() !== 'win32') expect((await stat(at('plan.md'))).mode & 0o777).toBe(0o600);
  });

  test('prints the text where the comment goes to a file, and the exit code is that of the plan', async () => {
    const said = await example.run(['plan', '--markdown', 'plan.md', '--detailed-exitcode']);

    expect([said.code, said.stdout.startsWith('Plan for ')]).toEqual([2, true]);
  });

  test('replaces an earlier comment, and nothing else without --force', async () => {
    await writeFile(at('notes.md'), '# Notes\n');
    await example.run(['plan', '--markdown', 'plan.md']);

    expect((await example.run(['plan', '--markdown', 'plan.md'])).code).toBe(0);
    const refused = await example.run(['plan', '--markdown', 'notes.md']);
    expect(refused.stderr).toContain('OUTPUT_NOT_OURS There is a file notes.md already, and it is not a comment as');
    expect(await readFile(at('notes.md'), 'utf8')).toBe('# Notes\n');
    expect((await example.run(['plan', '--markdown', 'notes.md', '--force'])).code).toBe(0);
  });

  test.each([
    [['--markdown', '--json'], 'OUTPUT_TWICE --json and --markdown both print to stdout.'],
    [['--markdown', 'x.xlsx', '--excel', './x.xlsx'], 'OUTPUT_TWICE --excel and --markdown both name x.xlsx.'],
    [['--out', 'x', '--markdown', 'x'], 'OUTPUT_TWICE --markdown and --out both name x.'],
    [['--markdown', '--markdown-limit', '9999'], 'from 10000 to 100000000'],
    [['--markdown', '--markdown-limit', '100000001'], 'from 10000 to 100000000'],
    [['--markdown', '--markdown-limit', '64k'], 'from 10000 to 100000000'],
    [['--markdown', '--markdown-link', 'javascript:alert(1)'], 'begins with https://'],
    [['--markdown', '--markdown-link', 'runs/7'], 'begins with https://'],
    [['--markdown', '--markdown-link', `https://ci.example/${'x'.repeat(1000)}`], 'begins with https://'],
    [['--markdown', ''], 'The value is empty'],
  ])('refuses %j before anything is read', async (args, says) => {
    const said = await example.run(['plan', ...args]);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr.replace(/\s+/g, ' ')).toContain(says);
    expect(example.sandbox.log).toEqual([]);
  });

  test('keeps to another limit, and names the whole plan by its address', async () => {
    const people = Array.from({ length: 60 }, (_, n) => {
      const mail = `many${n}@corp.example`;
      return `\ndn: CN=Many ${n},OU=People,DC=corp,DC=example\nobjectClass: user\nobjectGUID:: ${guid(n)}\ncn: Many ${n}\ndisplayName: Many ${n}\nmail: ${mail}\nuserPrincipalName: ${mail}\nuserAccountControl: 512\naccountExpires: 0\nprimaryGroupID: 513\n`;
    });
    const members = people.map((_, n) => `member: CN=Many ${n},OU=People,DC=corp,DC=example\n`).join('');
    await example.edit('directory.ldif', (text) => text.replace(/^member: /m, `${members}member: `) + people.join(''));

    const args = ['plan', '--markdown', '--markdown-limit', LEAST_LIMIT.toString()];
    const said = await example.run([...args, '--markdown-link', 'https://ci.example/runs/7?a=1|2']);

    expect(said.stderr).not.toContain('error');
    expect(Buffer.byteLength(said.stdout)).toBeLessThanOrEqual(LEAST_LIMIT);
    expect(said.stdout).toMatch(/There is no room for \d+ lines here.*The whole plan: <https:\/\/ci\.example\/runs\/7/);
  });
});

function guid(n: number): string {
  return Buffer.from((0x10000000000000000000000000000000n + BigInt(n)).toString(16), 'hex').toString('base64');
}
