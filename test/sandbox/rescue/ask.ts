import { type RescueSandbox, type SandboxOptions, startRescueSandbox } from '../../../src/sandbox/index.ts';
import { ADA, testAccount, TOKEN } from '../../targets/rescue/support.ts';

type Ask = (method: string, parameters?: Record<string, string | number>) => Promise<string>;

/** Runs `test` with a stand-in and a function that calls it with the token. */
export async function withSandbox(
  options: Partial<SandboxOptions>,
  test: (ask: Ask, sandbox: RescueSandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await startRescueSandbox({ account: testAccount(), ...options });
  const ask: Ask = async (method, parameters = {}) => {
    const body = new URLSearchParams({ authcode: TOKEN });
    for (const [name, value] of Object.entries(parameters)) body.set(name, String(value));
    const answer = await fetch(`${sandbox.url}/API/${method}.aspx`, { method: 'POST', body });
    return await answer.text();
  };
  try {
    await test(ask, sandbox);
  } finally {
    await sandbox.close();
  }
}

/** The fields of an existing user, as `setUser_v2` takes them. */
export const ada = {
  node: ADA,
  name: 'Ada',
  email: 'ada@corp.example',
  status: 'Enabled',
  mobileaddon: 'False',
  rpataddon: 'False',
};
