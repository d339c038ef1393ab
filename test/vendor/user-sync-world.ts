import type { Change } from '../../src/plan/model.ts';
import type { GotoRequest } from '../../src/sandbox/goto/index.ts';
import { edit, FIRM, type Firm, type GotoFirm, openFirm } from '../e2e/goto-world.ts';

/** The group of the directory, as rules that give rights have to name it. */
export const SALES_DN = 'CN=Sales,OU=Groups,DC=corp,DC=example';

/** Gives the file other rules, each on one line. */
export async function useRules(firm: GotoFirm, ...rules: readonly string[]): Promise<void> {
  const lines = rules.map((rule) => `    - ${rule}\n`).join('');
  await edit(firm, (text) => `${text.split('  rules:\n')[0] ?? ''}  rules:\n${lines}`);
}

/** What a file is refused for that has this line in its section. */
export async function refusedFor(firm: GotoFirm, line: string): Promise<string> {
  await edit(firm, (text) => text.replace('  welcomeMail:', `  ${line}\n  welcomeMail:`));
  const { code, stderr } = await firm.here('validate');
  return code === 0 ? 'nothing' : stderr;
}

/** A firm whose account holds what it should have. */
export async function settledFirm(options: Parameters<typeof openFirm>[0] = {}): Promise<GotoFirm> {
  const firm = await openFirm(options);
  const { code, stdout, stderr } = await firm.here('apply', '--yes');
  if (code !== 0) throw new Error(`apply ended with ${code}: ${stdout}${stderr}`);
  return firm;
}

/** {@link FIRM} with other members of the group of everybody. */
export function everybody(...members: readonly string[]): Firm {
  return { ...FIRM, groups: { ...FIRM.groups, Everybody: members } };
}

/** Requests that wrote something, or tried to; tokens are none. */
export function writes({ sandbox }: GotoFirm): GotoRequest[] {
  return sandbox.log.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/oauth/'));
}

/** What a change does, in short. */
export function short({ operations, email }: Change): string {
  return `${operations.join(', ')} ${email?.toLowerCase() ?? ''}`;
}
