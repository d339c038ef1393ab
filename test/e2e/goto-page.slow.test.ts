import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../src/config/load.ts';
import { FAILURE_KINDS } from '../../src/plan/model.ts';
import { gotoUser, type GotoAccountFile } from '../../src/sandbox/goto/index.ts';
import { FAILURES } from '../../src/targets/goto/wire/codes.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { adsync } from '../cli/fake-host.ts';
import { found } from '../targets/goto/settings/goto-file.ts';
import { memoryInputs } from '../config/memory-inputs.ts';
import { edit, type GotoFirm, openFirm } from './goto-world.ts';

/** What docs/goto.md and docs/goto-file.md tell people to write is what the program takes, and fails as they say. */

const PAGES = ['goto.md', 'goto-file.md'].map((name) => {
  return [name, readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')] as const;
});
const [[, PAGE] = ['', '']] = PAGES;

function matchesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, first = '']) => first);
}

describe.each(PAGES)('docs/%s', (name, text) => {
  test('has only YAML blocks that are faultless files', async () => {
    const blocks = matchesOf(text, /^```yaml\n(.*?)^```$/gms);
    const names = matchesOf(blocks.join(''), /\$\{(\w+)\}/g);
    const env = Object.fromEntries(names.map((variable) => [variable, `value-of-${variable}`]));

    for (const block of blocks) {
      const inputs = memoryInputs({ '/etc/adsync/sync.yaml': block }, env);
      expect(found(await loadSettings('sync.yaml', inputs, { sections: TARGET_SECTIONS, purpose: 'sync' }))).toEqual(
        [],
      );
    }
    expect(blocks.length).toBe(name === 'goto.md' ? 1 : 0);
  });

  test('names only commands and options that there are', async () => {
    const lines = matchesOf(text, /`adsync ([a-z][^`]*)`/g);

    for (const line of new Set(lines)) {
      const [command = '', ...rest] = line.split(' ');
      const { code, stdout } = await adsync([command, '--help']);
      const options = rest.filter((word) => word.startsWith('-'));
      expect([line, code, options.filter((option) => !new RegExp(`${option}\\b`).test(stdout))]).toEqual([line, 0, []]);
    }
    expect(lines.length).toBeGreaterThan(1);
  });

  test('names only keys that the file has, and codes of failures that there are', () => {
    const schema = readFileSync(new URL('../../schemas/sync.schema.json', import.meta.url), 'utf8');
    const keys = matchesOf(text, /`goto\.([A-Za-z.]+)`/g).flatMap((path) => path.split('.'));

    expect(keys.filter((key) => !schema.includes(`"${key}": {`))).toEqual([]);
    expect(matchesOf(text, /`(GOTO_[A-Z_]+)`/g).filter((code) => !(code in FAILURES))).toEqual([]);
  });
});

/** The rows of a table of docs/goto.md with this heading: first cell, second cell. */
function rowsOf(heading: string): [first: string, second: string][] {
  const table = PAGE.split('\n\n').find((part) => part.startsWith(`| ${heading} `)) ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, first = '', second = ''] = line.split('|').map((cell) => cell.trim());
      return [first, second];
    });
}

test('docs/goto.md has every kind of failure', () => {
  expect(rowsOf('Kind').map(([kind]) => kind.replaceAll('`', ''))).toEqual(FAILURE_KINDS);
});

/** A firm whose token is that of an admin with these rights. */
async function firmOf(adminRoles: string[], account?: (account: GotoAccountFile) => void): Promise<GotoFirm> {
  const firm = await openFirm({
    account(one) {
      const key = '7000000000000000199';
      one.users.push(gotoUser({ key, email: 'admin@partner.example', adminRoles, activated: true }));
      for (const token of one.tokens) token.userKey = key;
      account?.(one);
    },
  });
  await edit(firm, (text) => text.replace('  rules:', '  protect: [owner@corp.example]\n  rules:'));
  return firm;
}

/** What goes wrong, in the words of the page's table, and what the failure has to name of them. */
const TROUBLE: Readonly<Record<string, readonly [open: () => Promise<GotoFirm>, names: string]>> = {
  GOTO_CLIENT: [
    () =>
      firmOf(['SUPER_USER'], ({ clients }) => {
        clients.forEach((one) => (one.clientSecret = 'another'));
      }),
    'goto.clientId and goto.clientSecret',
  ],
  GOTO_GRANT: [
    () =>
      firmOf(['SUPER_USER'], ({ clients }) => {
        clients.forEach((one) => one.grants.splice(0));
      }),
    'Switch that grant type on',
  ],
  GOTO_TOKEN: [
    () => firmOf(['SUPER_USER'], ({ tokens }) => tokens.splice(0)),
    'wrong, revoked or too old, or its user is suspended',
  ],
  GOTO_SCOPE: [
    () =>
      firmOf(['SUPER_USER'], ({ tokens }) => {
        tokens.forEach((one) => (one.scopes = ['collab:']));
      }),
    'identity:',
  ],
  GOTO_ACCOUNT: [() => firmOf(['SUPER_USER'], (one) => (one.accountKey = '1')), 'goto.account'],
  GOTO_NOT_AUTHORIZED: [() => firmOf(['RUN_REPORTS']), 'MANAGE_USERS'],
  GOTO_TOKEN_READ_ONLY: [
    async () => {
      const firm = await firmOf(['SUPER_USER']);
      // The name of the lock beside it would be too long for any disk.
      const name = 't'.repeat(250);
      await writeFile(join(firm.path, name), 'sandbox-refresh');
      await edit(firm, (text) => text.replace('personalAccessToken: sandbox-pat', `refreshToken: \${file:${name}}`));
      return firm;
    },
    'was not used',
  ],
};

describe('the rights that docs/goto.md asks for', () => {
  test.each(Object.entries(TROUBLE))('%s ends a plan where they are missing', async (code, [open, names]) => {
    const firm = await open();

    const { code: exit, stderr } = await firm.here('plan');
    await firm.close();

    expect(exit).toBe(1);
    expect(stderr).toContain(`error ${code} `);
    expect(stderr).toContain(names);
  });

  test('every failure of the table is tried', () => {
    expect(rowsOf('Fails with').map(([code]) => code.replaceAll('`', ''))).toEqual(Object.keys(TROUBLE));
  });

  test('are enough: MANAGE_USERS for everybody who is there, and ADD_USERS for new users', async () => {
    const needs = new Map(rowsOf('What'));
    const manager = await firmOf(['MANAGE_USERS']);
    const both = await firmOf(['MANAGE_USERS', 'ADD_USERS']);

    const [some, all] = [await manager.here('apply', '--yes'), await both.here('apply', '--yes')];
    await Promise.all([manager.close(), both.close()]);

    expect(needs.get('`adsync plan`')).toContain('`identity:`');
    expect(needs.get('products, user groups, suspensions')).toBe('`MANAGE_USERS`, and `ADD_USERS` for new users');
    expect([some.code, all.code]).toEqual([3, 0]);
    expect(some.stdout).toContain('Apply: 2 of 4 changes made, 2 failed.');
    expect(some.stdout.match(/lacks the admin role SUPER_USER or ADD_USERS/g)).toHaveLength(2);
    expect(some.stdout).toContain('adsync retry --kind not-authorized');
  });
});
