import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { newMasker } from '../../src/cli/mask.ts';
import { Secret } from '../../src/core/secret.ts';
import { EXAMPLES } from '../e2e/adsync.ts';
import { type Example, openExample } from './example.ts';

/** Secrets are blotted out of values before anything is made of them: what is written stays what it is. */

const LONG = 'hunter2-Geheim';

function mask(...secrets: string[]) {
  return newMasker(secrets.map((text) => new Secret(text)));
}

/** Lines of no meaning, as long as those of PEM, and no two alike. */
function certificates(): string {
  const lines = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(64, 'kJ7+/'));
  return `-----BEGIN X-----\n${lines.join('\n')}\n-----END X-----\n`;
}

describe('a secret in a text', () => {
  test.each([
    ['of eight characters and more, inside a word', LONG, `a${LONG}b`, 'a***b'],
    ['shorter, alone', 'geheim', 'a "geheim", (geheim)', 'a "***", (***)'],
    ['shorter, inside a word', 'geheim', 'geheimnis', 'geheimnis'],
    ['shorter, joined by a hyphen or an underscore', '1234', '1234-4f0e8b _1234', '1234-4f0e8b _1234'],
    ['shorter, of signs', '$$.$', 'x $$.$ y', 'x *** y'],
    ['of three characters', 'abc', 'abc', 'abc'],
    ['as a form sends it', 'pa"ss wörd', new URLSearchParams({ v: 'pa"ss wörd' }).toString(), 'v=***'],
    ['as a part of an address', "pa'ss/w(r)d!", encodeURIComponent("pa'ss/w(r)d!"), '***'],
    ['as an address in small letters', 'pa/ss?wörd&1', 'v=pa%2fss%3fw%c3%b6rd%261', 'v=***'],
    ['as a page shows it', `p&ss<w>"rd'`, 'Wrong: p&amp;ss&lt;w&gt;&quot;rd&#39;.', 'Wrong: ***.'],
    ['as another page shows it', `p&ss<w>"rd'`, `Wrong: p&amp;ss&lt;w&gt;"rd'.`, 'Wrong: ***.'],
    ['in Base64', 'user:pa"ss', `Basic ${Buffer.from('user:pa"ss').toString('base64')}`, 'Basic ***'],
    ['as it comes out escaped', 'pass\u200bword##[', 'x pass<U+200B>word<U+0023>#[ y', 'x *** y'],
    ['a line of several', `-----BEGIN X-----\n${'k'.repeat(64)}\n-----END X-----\n`, `x ${'k'.repeat(64)}`, 'x ***'],
    ['with what a replacement would read as a pattern', "$&$'-secret", "a $&$'-secret", 'a ***'],
  ])('%s', (_name, secret, text, expected) => {
    expect(mask(secret).text(text)).toBe(expected);
  });

  test('of whatever signs is found between whatever stands around it', () => {
    const long = fc.string({ unit: 'binary', minLength: 8 }).filter((secret) => !secret.includes('*'));
    fc.assert(
      fc.property(long, fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (secret, before, after) => {
        expect(mask(secret).text(`${before}${secret}${after}`)).not.toContain(secret);
      }),
    );
  });

  test.each([
    ['as long as a certificate may be', ['k'.repeat(1024 ** 2)]],
    ['of as many lines as a chain of certificates', [certificates()]],
    [
      'after thousands that a program gave before it',
      Array.from({ length: 5000 }, (_, index) => `given-${index}-token`),
    ],
  ])('%s is found, and what only begins like it stays', (_name, secrets) => {
    const masker = mask(...secrets);
    const last = secrets.at(-1) ?? '';
    const like = last.slice(0, 60).slice(0, -3);

    expect(masker.text(`x ${last} y`)).toBe('x *** y');
    expect(masker.text(`x ${like} y`)).toBe(`x ${like} y`);
  });

  test('that is part of another is blotted out with it', () => {
    expect(mask(LONG, `${LONG}-token`).text(`${LONG}-token ${LONG}`)).toBe('*** ***');
  });
});

describe('a secret in a document', () => {
  test.each([['true'], ['null'], ['3374'], ['name'], ['user'], ['technician'], ['12345678']])(
    '%s changes no number, no truth, no key, no id and no word of ours',
    (secret) => {
      const rest = {
        planId: '3374123456780000',
        id: secret,
        kind: 'user',
        role: 'technician',
        needs: [secret],
        node: secret,
        count: 3374,
        complete: true,
        name: null,
        large: 12345678,
      };

      const masked = mask(secret).value({ ...rest, email: secret, path: [secret, `the ${secret}`] });

      expect(masked).toEqual({ ...rest, email: '***', path: ['***', 'the ***'] });
    },
  );
});

describe('what is written', () => {
  let example: Example;
  /** A name, a user principal name and the token: whatever the directory says, the token is not shown. */
  let token: string;

  beforeEach(async () => {
    example = await openExample();
    token = 'true';
  });

  afterEach(async () => {
    await example.close();
  });

  /** Somebody is named like the secret to be. */
  async function name(text: string): Promise<void> {
    const ldif = await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8');
    const named = ldif.replace('displayName: Ada Lovelace', `displayName: Ada (${text}) Lovelace`);
    await writeFile(join(example.path, 'directory.ldif'), named);
  }

  async function useToken(text: string): Promise<void> {
    token = text;
    example.sandbox.account.apiTokens.push(text);
    const path = join(example.path, 'sync.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('sandbox-token', '${TOKEN}'));
  }

  function run(...args: string[]) {
    return example.run(args, { env: { TOKEN: token, ADSYNC_PLAN_KEY: 'a-key-that-signs-plans' } });
  }

  test('is blotted out of a whole plan, too, under the key where others have its id', () => {
    const masked = mask(LONG).value({ plan: { id: LONG, name: LONG }, change: LONG });

    expect(masked).toEqual({ plan: { id: LONG, name: '***' }, change: LONG });
  });

  test.each([['true'], ['3374'], ['user'], ['560961'], ['sandbox-token-of-length']])(
    'with the token %s is JSON with the same numbers and ids, in every document',
    async (text) => {
      await name(text);
      const plain = JSON.parse((await run('plan', '--json')).stdout) as { changes: { id: string }[]; targets: unknown };
      await useToken(text);

      const said = await run('plan', '--json');

      expect(said.code).toBe(0);
      const plan = JSON.parse(said.stdout) as typeof plain & { directory: { complete: unknown } };
      expect(plan.directory.complete).toBe(true);
      expect(plan.changes.map(({ id }) => id)).toEqual(plain.changes.map(({ id }) => id));
      expect(plan.targets).toEqual(plain.targets);
      expect(said.stdout).toContain('"Ada (***) Lovelace"');
      expect(said.stdout).not.toContain(`(${text})`);
      for (const args of [
        ['groups', 'search', 'e', '--json'],
        ['groups', 'count', '--json'],
        ['validate', '--json'],
      ]) {
        const { stdout } = await run(...args);
        expect(() => JSON.parse(stdout) as unknown).not.toThrow();
      }
      const applied = (await run('apply', '--yes', '--json')).stdout;
      expect((JSON.parse(applied) as { plan: typeof plan }).plan.changes).toEqual(plan.changes);
      expect(applied).not.toContain(`(${text})`);
    },
  );

  test('for people holds no secret, nor does the workbook, however narrow the terminal', async () => {
    await name('a-token of-three words-and-more');
    await useToken('a-token of-three words-and-more');
    const text = await example.run(['plan', '--excel', 'plan.xlsx'], { env: { TOKEN: token }, isTTY: true });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(join(example.path, 'plan.xlsx'));
    const cells: string[] = [];
    workbook.eachSheet((sheet) => {
      sheet.eachRow((row) => {
        row.eachCell(({ text: cell }) => cells.push(cell));
      });
    });

    expect(text.stdout).toContain('Ada (***) Lovelace');
    expect(text.stdout).not.toMatch(/a-token|of-three|words-and-more/);
    expect(cells).toContain('Ada (***) Lovelace');
    expect(cells.join(' ')).not.toMatch(/a-token|of-three|words-and-more/);
  });

  test('holds no secret of the environment either', async () => {
    const said = await run('plan', '-f', 'a-key-that-signs-plans.yaml');

    expect(said.stderr).toContain('***.yaml');
    expect(said.stderr).not.toContain('a-key-that-signs-plans');
  });
});
