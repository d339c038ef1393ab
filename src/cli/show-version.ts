import { BUILT_FROM } from '../../generated/commit.ts';
import { VERSION } from '../../generated/version.ts';

/** What runs here. */
export interface Build {
  readonly version: string;
  /** The full id of the commit that it was built from; null where it was built outside of git. */
  readonly commit: string | null;
  /** Whether files differed from that commit. */
  readonly modified: boolean;
  readonly node: string;
  /** As Node calls it: linux, win32, darwin. */
  readonly platform: string;
  /** As Node calls it: x64, arm64. */
  readonly arch: string;
  /** How it is installed: a package that Node runs, or one file with a Node of its own. */
  readonly form: 'npm' | 'executable';
}

/** What runs in this process. */
export async function build(): Promise<Build> {
  const { isSea } = await import('node:sea');
  return {
    version: VERSION,
    ...BUILT_FROM,
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    form: isSea() ? 'executable' : 'npm',
  };
}

/** The same for people: lines of text. */
export function versionText({ version, commit, modified, node, platform, arch, form }: Build): string {
  const from = commit === null ? 'not known: built outside of git' : `${commit}${modified ? ', with changes' : ''}`;
  const kind = form === 'executable' ? 'executable' : 'npm package';
  const rows = [
    ['adsync', version],
    ['commit', from],
    ['Node.js', node],
    ['platform', `${platform} ${arch}`],
    ['form', kind],
  ];
  return rows.map(([name = '', value = '']) => `${name.padEnd(10)}${value}\n`).join('');
}
