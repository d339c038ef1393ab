import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { Bench } from '../engine/bench.ts';
import { withRequests } from '../engine/bench.ts';
import { type Measured, typical } from '../engine/pair.ts';
import type { TargetName } from '../engine/targets.ts';
import { type Company, DOMAIN } from '../worlds/company.ts';
import { writeForSamba } from '../worlds/ldif.ts';
import { accountOf } from '../worlds/rescue-account.ts';
import { rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';
import { pairText, ratioOf, requestsOf } from './figures.ts';

/** What docs/ldif.md has somebody ask for who makes an export, and what a plan needs of a domain. */
const FILTER = '(|(objectClass=user)(objectClass=group))';
const ATTRIBUTES = [
  ...['objectClass', 'objectGUID', 'objectSid', 'cn', 'name', 'displayName', 'sAMAccountName', 'mail'],
  ...['userPrincipalName', 'userAccountControl', 'accountExpires', 'primaryGroupID', 'groupType', 'member'],
];

let running: Lab | null = null;

/**
 * A fresh domain controller: Samba, which speaks LDAP as Active Directory does, and needs root. One domain cannot hold two
 * companies, whose people have the same objectGUIDs.
 */
async function newLab(bench: Bench): Promise<Lab> {
  if (running === null) {
    bench.note('The server of the LDAP cases is Samba, an Active Directory domain controller, on the same machine.');
    bench.onClose(async () => {
      await running?.reset();
      running = null;
    });
  }
  await running?.reset();
  running = await startLab('bench', '127.0.0.9');
  return running;
}

export const LDAP: readonly Case[] = [
  ldap('ldap-20000', { people: 20_000, groups: 40, members: 500 }, { ratio: 1.5, peak: 150, requests: Infinity }, 40),
  ldap('ldap-99900', { people: 99_900, groups: 100, members: 999 }, { ratio: 2, peak: 350, requests: 120 }, 80),
];

function ldap(
  name: TargetName,
  company: Company,
  most: { readonly ratio: number; readonly peak: number; readonly requests: number },
  seconds: number,
): Case {
  return {
    name,
    slow: true,
    async run(bench) {
      const lab = await newLab(bench);
      const root = `OU=${name.replace('-', '')},${DOMAIN}`;
      const cwd = await bench.newFolder();
      const path = join(cwd, 'samba.ldif');
      await writeForSamba(company, root, path);
      bench.say(`  loading ${company.people.toLocaleString('en-GB')} people into Samba`);
      await lab.load(path);
      await rm(path);
      await copyFile(lab.get('AD_CA_FILE'), join(cwd, 'ca.pem'));
      const login = { bindDN: lab.get('AD_SYNC_BIND_DN'), bindPassword: lab.get('AD_SYNC_PASSWORD') };
      const directory = { type: 'ldap', urls: [lab.get('AD_URL')], baseDN: root, ...login, tls: { ca: 'ca.pem' } };
      await bench.serving(accountOf(company, 'everybody'), 0, async (url, requests) => {
        const section = rescueSection(company, { url, root });
        await bench.write(cwd, 'sync.yaml', syncFile(`directory: ${JSON.stringify(directory)}\n`, section));
        const run = async (): Promise<Measured> => {
          let ldapRequests = NaN;
          const measured = await withRequests(async () => {
            const ended = await bench.plan('none', ['--verbose'], cwd);
            ldapRequests = requestsIn(ended.stderr);
            return ended;
          }, requests);
          return { ...measured, requests: { ldap: ldapRequests, ...measured.requests } };
        };
        const what = `LDAP, ${company.people.toLocaleString('en-GB')} people in ${company.groups} groups`;
        const pair = await bench.pair({ name: what, run }, ldapsearch(bench, lab, root), seconds);
        const asked = requestsOf(pair.subject, 'ldap');
        const peak = typical(pair.subject, 'peak');
        bench.verdict({
          name,
          figure: `${pairText(pair, 'ldapsearch')}, ${asked} requests`,
          met: ratioOf(pair) <= most.ratio && peak <= most.peak && asked <= most.requests,
        });
      });
    },
  };
}

function ldapsearch(bench: Bench, lab: Lab, root: string): { name: string; run: () => Promise<Measured> } {
  const login = ['-x', '-H', lab.get('AD_URL'), '-D', lab.get('AD_SYNC_BIND_DN'), '-w', lab.get('AD_SYNC_PASSWORD')];
  const args = [...login, '-LLL', '-o', 'ldif-wrap=no', '-E', 'pr=1000/noprompt', '-b', root, FILTER, ...ATTRIBUTES];
  const env = { LDAPTLS_CACERT: lab.get('AD_CA_FILE') };
  return {
    name: 'ldapsearch',
    run: () => bench.processes.run('ldapsearch', args, { cwd: bench.folder, env }),
  };
}

/** As adsync says it itself: on a real domain controller nobody else counts them. */
function requestsIn(stderr: string): number {
  const all = [...stderr.matchAll(/ in ([\d,]+) requests?\b/g)].map(([, count = '']) =>
    Number(count.replace(/,/g, '')),
  );
  return all.length === 0 ? NaN : all.reduce((sum, one) => sum + one, 0);
}
