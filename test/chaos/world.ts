import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMarker } from '../../src/targets/rescue/planner/marker.ts';
import { loadSandboxAccount, type SandboxAccount, sandboxNode } from '../../src/sandbox/index.ts';
import { EXAMPLES } from '../e2e/adsync.ts';

/** A directory and an account that differ in every way a plan knows, in a given number of changes. */
export interface ChaosWorld {
  readonly ldif: string;
  /** A new one each time. */
  account(): SandboxAccount;
}

const GROUPS = { Alpha: 400_001, Beta: 400_002 } as const;
type Group = keyof typeof GROUPS;

/** What becomes of people, in turn. */
const FATES = ['create', 'rename', 'move', 'address', 'enable', 'disable', 'adopt', 'create', 'nested'] as const;

/** @param changes about how many; the groups inside groups come on top */
export async function newWorld(changes: number): Promise<ChaosWorld> {
  const example = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  const root = example.nodes.find(({ type }) => type === 'Technicians')?.id ?? 0;
  example.nodes = example.nodes.filter(({ type }) => !/^Technician(Group)?$/.test(type));
  for (const [name, id] of Object.entries(GROUPS)) {
    example.nodes.push(sandboxNode({ id, parent: root, type: 'TechnicianGroup', name }));
  }
  const entries: string[] = [];
  const members: Record<string, string[]> = { Alpha: [], Beta: [] };
  for (let index = 0; index < changes; index++) {
    const fate = FATES[index % FATES.length] ?? 'create';
    const [home, other]: [Group, Group] = index % 2 === 0 ? ['Alpha', 'Beta'] : ['Beta', 'Alpha'];
    const guid = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
    const [name, email] = [`Person ${index}`, `p${index}@corp.example`];
    const dn = `CN=${name},DC=corp,DC=example`;
    if (fate !== 'disable') {
      entries.push(
        `dn: ${dn}\nobjectClass: user\ncn: ${name}\nobjectGUID: ${guid}\nmail: ${email}\nuserPrincipalName: u${index}@corp.local\nuserAccountControl: 512\n`,
      );
      const group = fate === 'nested' ? `Team ${index % 4}` : home;
      (members[group] ??= []).push(`CN=${name},DC=corp,DC=example`);
    }
    if (fate === 'create') continue;
    example.nodes.push(
      sandboxNode({
        id: 500_000 + index,
        parent: GROUPS[fate === 'move' ? other : home],
        type: 'Technician',
        name: fate === 'rename' ? `Old name ${index}` : name,
        email: fate === 'address' ? `old${index}@corp.example` : email,
        description: fate === 'adopt' ? 'kept by hand' : `[adsync ${guid} 00000000]`,
        ssoId: `u${index}@corp.local`,
        status: fate === 'enable' ? 'Disabled' : 'Offline',
        password: 'Known%pass1',
      }),
    );
  }
  const teams = Object.keys(members).filter((name) => name.startsWith('Team'));
  for (const team of teams) members['Beta']?.push(`CN=${team},DC=corp,DC=example`);
  const groups = Object.entries(members).map(([name, dns], index) => {
    const lines = dns.map((dn) => `member: ${dn}`).join('\n');
    return `dn: CN=${name},DC=corp,DC=example\nobjectClass: group\ncn: ${name}\nobjectGUID: 00000000-0000-4000-9000-00000000000${index}\n${lines}\n`;
  });
  return { ldif: [...entries, ...groups].join('\n'), account: () => structuredClone(example) };
}

/** A folder with the YAML file and the directory; the account is at `url`. */
export async function newChaosFolder(
  world: ChaosWorld,
  url: string,
  session: boolean,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'adsync-chaos-'));
  const credentials = session ? 'email: olivia.owner@corp.example\n  password: Owner%pass1' : 'apiToken: sandbox-token';
  const yaml = `version: 1
directory: {type: file, path: directory.ldif}
limits: {disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100%}
rescue:
  url: ${url}
  ${credentials}
  requests: {concurrent: 8, perSecond: 1000, timeout: 400ms}
  groups:
    - {directoryGroup: Alpha, rescueGroup: Technicians/Alpha, ssoId: upn}
    - {directoryGroup: Beta, rescueGroup: Technicians/Beta, ssoId: upn}
`;
  await writeFile(join(path, 'sync.yaml'), yaml);
  await writeFile(join(path, 'directory.ldif'), world.ldif);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** What counts of an account: everybody and every group, by place and name, without ids. */
export function stateOf({ nodes }: SandboxAccount): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  function pathOf(id: number | null): string {
    const node = byId.get(id ?? -1);
    return node === undefined ? '' : `${pathOf(node.parent)}/${node.name}`;
  }
  return nodes
    .map((node) => {
      const { email, ssoId, status, mobileAddon, description } = node;
      const person = parseMarker(description)?.person ?? null;
      const own = description.replace(/ ?\[adsync .*\]/, '');
      return JSON.stringify([pathOf(node.id), email, ssoId, status !== 'Disabled', mobileAddon, person, own]);
    })
    .sort();
}
