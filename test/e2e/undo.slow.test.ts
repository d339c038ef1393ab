import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { type BothAccounts, openBoth, WORDS } from './both-accounts.ts';
import { adsync } from './adsync.ts';
import { serveExample, type Served } from './served.ts';

/** Undo by the built program, over the protocols of both services. */

function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/--approve (\S+)/g)].map(([, id = '']) => id))];
}

describe('two accounts', () => {
  let both: BothAccounts;

  beforeEach(async () => {
    both = await openBoth();
  });

  afterEach(() => both.close());

  test('one undo puts both back, and another gives all of it again', async () => {
    await both.here('apply', '--yes');
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });

    const undone = await both.run('undo', '--yes');
    const none = both.enabled();
    const held = await both.run('undo', '--yes');
    const still = both.enabled();
    const approved = idsIn(held.stdout).flatMap((id) => ['--approve', id]);
    const again = await both.run('undo', '--yes', ...approved);

    expect([undone.code, undone.stderr]).toEqual([0, '']);
    expect(none).toEqual({ rescue: [], goto: [] });
    // Whoever gets access back waits for an approval.
    expect([held.code, still]).toEqual([3, none]);
    expect(approved).toHaveLength(4);
    expect(again.code).toBe(0);
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });
  });

  test('--target puts one account back, and a run of the other one is refused', async () => {
    await both.here('apply', '--yes');

    const undone = await both.run('undo', '--yes', '--target', 'goto');
    const [run = ''] = (
      JSON.parse((await both.here('history', '--json')).stdout) as { runs: { run: string }[] }
    ).runs.map((one) => one.run);
    const refused = await both.run('undo', run, '--yes', '--target', 'rescue');

    expect(undone.code).toBe(0);
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: [] });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('RUN_OTHER_ACCOUNT');
  });
});

describe('the example', () => {
  let served: Served;

  beforeEach(async () => {
    served = await serveExample({
      yaml: 'limits: { disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100% }',
    });
  });

  afterEach(() => served.close());

  function shown(): unknown[] {
    return served.sandbox.account.nodes
      .filter(({ type }) => type === 'Technician')
      .map(({ id, name, email, status, parent, mobileAddon }) => [
        id,
        name,
        email,
        status !== 'Disabled',
        parent,
        mobileAddon,
      ]);
  }

  test('is as it was after apply and undo, but for what the undo names', async () => {
    const before = shown();
    await served.here(['apply', '--yes']);
    const { stdout } = await served.here(['undo', '--dry-run', '--json']);
    const ids = idsIn((JSON.parse(stdout) as Plan).notices.map(({ text }) => text).join(' '));

    const undone = await served.run('undo', '--yes', ...ids.flatMap((id) => ['--approve', id]));

    // José stood in a group that no mapping feeds: he is not moved back, and that is said.
    expect(undone.code).toBe(3);
    expect(undone.stdout).toContain('jose.nunez@corp.example: The group cannot be put back');
    const jose = served.sandbox.account.nodes.find(({ email }) => email === 'jose.nunez@corp.example')?.id;
    const after = shown() as [number, ...unknown[]][];
    const others = before.filter((user) => (user as unknown[])[0] !== jose);
    expect(after.filter(([id]) => others.some((user) => (user as unknown[])[0] === id))).toEqual(others);
    const created = after.filter(([id]) => !before.some((user) => (user as unknown[])[0] === id));
    expect(created.every(([, , , isEnabled]) => isEnabled === false)).toBe(true);
    expect(served.sandbox.log.map(({ method }) => method)).not.toContain('deleteNode');
  });

  test('leaves a user alone whom somebody has changed since', async () => {
    await served.here(['apply', '--yes']);
    const ivan = served.sandbox.account.nodes.find(({ email }) => email === 'maria.rossi-bianchi@corp.example');
    if (ivan === undefined) throw new Error('nobody has this address');
    ivan.email = 'maria@corp.example';

    const undone = await served.run('undo', '--yes');

    expect(undone.code).toBe(3);
    expect(undone.stdout).toContain('UNDO_STALE');
    expect(ivan.email).toBe('maria@corp.example');
  });

  test.each(['hangBefore', 'hangAfter'] as const)(
    'is put back as far as a run came that was killed (%s)',
    async (kind) => {
      await served.close();
      let writes = 0;
      let kill: ((signal: NodeJS.Signals) => void) | null = null;
      served = await serveExample({
        yaml: 'limits: { disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100% }',
        switches: { latency: 5 },
        faultFor(method) {
          if (!/^(set|create|move)/.test(method)) return null;
          writes += 1;
          if (writes !== 16) return null;
          kill?.('SIGKILL');
          return { kind };
        },
      });
      const before = shown();
      const killed = await adsync(['apply', '--yes', '--verbose'], {
        cwd: served.path,
        onStderr: (_text, send) => {
          kill = send;
        },
      });
      const between = shown();

      const first = await served.run('undo', '--yes');
      const approved = idsIn(first.stdout).flatMap((id) => ['--approve', id]);
      const [, run] = await served.history();
      const second = await served.run('undo', String(run?.['run']), '--yes', ...approved);

      expect(killed.code).toBeNull();
      expect(between).not.toEqual(before);
      expect(first.stderr).toMatch(/broke off after/);
      expect([first.code, second.code].every((code) => code === 0 || code === 3)).toBe(true);
      const known = new Set(before.map((user) => (user as unknown[])[0]));
      const jose = served.sandbox.account.nodes.find(({ email }) => email === 'jose.nunez@corp.example')?.id;
      const old = (users: unknown[]): unknown[] =>
        users.filter((user) => known.has((user as unknown[])[0]) && (user as unknown[])[0] !== jose);
      expect(old(shown())).toEqual(old(before));
    },
  );

  test('is saved as a plan that apply carries out once', async () => {
    await served.here(['apply', '--yes']);

    const saved = await served.here(['undo', '--out', 'undo.json', '--excel', 'undo.xlsx']);
    const first = await served.run('apply', 'undo.json', '--yes');
    const second = await served.run('apply', 'undo.json', '--yes');

    expect(saved.code).toBe(0);
    expect((JSON.parse(await readFile(join(served.path, 'undo.json'), 'utf8')) as Plan).undoes).toHaveLength(1);
    expect(first.code).toBe(3);
    expect(second.code).toBe(4);
    const [run] = await served.history();
    expect(run).toMatchObject({ command: 'apply', undoes: [expect.any(String)] });
  });
});
