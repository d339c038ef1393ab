import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { adsync as runHere } from '../cli/fake-host.ts';
import { adsync, newFolder } from './adsync.ts';

const CASES = fileURLToPath(new URL('./cases/', import.meta.url));

/** Ann's mail ends with U+200B; the account has a user with the address that it looks like. No limit would hold anything. */
async function inputs(): Promise<Record<string, string>> {
  const text = (name: string): Promise<string> => readFile(`${CASES}min-invisible-mail.${name}`, 'utf8');
  const names = ['account.json', 'ldif', 'sync.yaml'] as const;
  const [account, ldif, yaml] = await Promise.all(names.map(text));
  return { 'account.json': account ?? '', 'min-invisible-mail.ldif': ldif ?? '', 'sync.yaml': yaml ?? '' };
}

test('an invisible character in a mail makes no second user, ends no first one, and is named', async () => {
  const folder = await newFolder(await inputs());
  try {
    const plan = await adsync(['plan', '--json'], { cwd: folder.path });
    const text = await runHere(['plan'], { cwd: folder.path });

    const { changes, notices } = JSON.parse(plan.stdout) as { changes: unknown[]; notices: { code: string }[] };
    expect(changes).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['NO_LOGIN_ID', 'GUARD_RAILS']);
    expect(plan.stdout).toContain('U+200B ZERO WIDTH SPACE');
    expect(plan.stdout).not.toContain('\u200b');
    expect(text.stdout).toContain('"ann@corp.example<U+200B>" holds U+200B ZERO WIDTH SPACE');
  } finally {
    await folder.remove();
  }
});
