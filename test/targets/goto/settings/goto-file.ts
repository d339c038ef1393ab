import { type Loaded, loadSettings } from '../../../../src/config/load.ts';
import type { Purpose } from '../../../../src/config/section.ts';
import { gotoSection } from '../../../../src/targets/goto/settings/section.ts';
import type { GotoFileSettings, GotoSettings } from '../../../../src/targets/goto/settings.ts';
import { type Files, memoryInputs } from '../../../config/memory-inputs.ts';

/** A faultless section with nothing in it that could be left out; tests replace or add lines. */
export const GOTO_FILE = [
  'version: 1',
  'directory:',
  '  type: file',
  '  path: directory.ldif',
  'goto:',
  '  account: "1234567890123456789"',
  '  clientId: client-1',
  '  clientSecret: ${SECRET}',
  '  personalAccessToken: ${PAT}',
  '  domains: [corp.example]',
  '  welcomeMail: false',
  '  products: { Meeting: "71", Connect: "72" }',
  '  rules:',
  '    - { directoryGroup: Sales, products: [Meeting, Connect] }',
];

export const GOTO_ENV = { SECRET: 'client-secret-value', PAT: 'pat-value', REFRESH: 'refresh-value', ID: 'client-2' };

export interface Given {
  readonly files?: Files;
  readonly purpose?: Purpose;
}

/** Loads {@link GOTO_FILE} with lines (1-based) replaced; a line may become several. */
export function loadWith(lines: Readonly<Record<number, string>>, given: Given = {}): Promise<Loaded> {
  const text = GOTO_FILE.map((line, index) => lines[index + 1] ?? line).join('\n');
  const inputs = memoryInputs({ '/etc/adsync/sync.yaml': `${text}\n`, ...given.files }, GOTO_ENV);
  return loadSettings('sync.yaml', inputs, { sections: [gotoSection], purpose: given.purpose ?? 'sync' });
}

/** Loads it with these rules; they begin in line 14. */
export function loadRules(...rules: readonly string[]): Promise<Loaded> {
  return loadWith({ 14: rules.map((rule) => `    - ${rule}`).join('\n') });
}

function isGoto(target: { readonly type: string }): target is GotoSettings {
  return target.type === 'goto';
}

/** The file as the planner of GoTo sees it. */
export function gotoFile(loaded: Loaded): GotoFileSettings {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const goto = loaded.settings.targets.find(isGoto);
  if (goto === undefined) throw new Error('the file has no section goto');
  return { ...loaded.settings, goto };
}

export async function settingsWith(lines: Readonly<Record<number, string>>, given: Given = {}): Promise<GotoSettings> {
  return gotoFile(await loadWith(lines, given)).goto;
}

/** What was found, as `CODE line:column message`; what is no error begins with `warning`. */
export function found(loaded: Loaded): string[] {
  const all = loaded.ok ? loaded.warnings : loaded.diagnostics;
  return all.map(({ severity, code, line, column, message }) => {
    return `${severity === 'warning' ? 'warning ' : ''}${code} ${line}:${column} ${message}`;
  });
}

/** What to do about what was found. */
export function advice(loaded: Loaded): string[] {
  return (loaded.ok ? loaded.warnings : loaded.diagnostics).map((one) => one.advice);
}
