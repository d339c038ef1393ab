import { execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(import.meta.dirname, 'samba-ad');
/** The fixture most tests use; its header says what is in it. */
export const SMALL = join(import.meta.dirname, 'small.ldif');
export const GENERATOR = join(import.meta.dirname, 'gen-large.mjs');

/** A domain controller of its own, on loopback; needs root and the packages of `samba-ad install`. */
export interface Lab {
  /** What `samba-ad start` prints: AD_URL, AD_BASE_DN, AD_SYNC_BIND_DN, … */
  get(key: string): string;
  /** Loads LDIF files straight into the database. */
  load(...files: string[]): Promise<void>;
  /** Loads what `gen-large.mjs` writes for these arguments. */
  generate(...args: string[]): Promise<void>;
  /** Changes the directory over LDAP as Administrator: LDIF with changetype. */
  modify(ldif: string): Promise<void>;
  /** Adds an entry of an access control list, in SDDL, to an object. */
  permit(dn: string, entry: string): Promise<void>;
  /** Lets an account, by its SID, list and read what is left of deleted objects, as an administrator would with `dsacls`. */
  permitDeleted(sid: string): Promise<void>;
  /** Exports what the sync account sees below a DN, as LDIF. */
  export(base: string, filter: string, ...attributes: string[]): Promise<string>;
  /** Stops the server and deletes its files. */
  reset(): Promise<void>;
}

/**
 * Starts a fresh domain controller.
 *
 * @param name names its directory below the system's temporary one
 * @param ip the loopback address it alone listens on; the ports are fixed, so every lab needs another one
 */
export async function startLab(name: string, ip: string): Promise<Lab> {
  const dir = join(tmpdir(), `adsync-lab-${name}`);
  await samba(['reset', '--dir', dir]);
  const values = parse(await samba(['start', '--dir', dir, '--ip', ip]));
  const get = (key: string): string => {
    const value = values.get(key);
    if (value === undefined) throw new Error(`samba-ad start printed no ${key}`);
    return value;
  };
  const env = { ...process.env, LDAPTLS_CACERT: get('AD_CA_FILE') };
  const login = (dn: string, password: string): string[] => ['-x', '-H', get('AD_URL'), '-D', dn, '-w', password];
  return {
    get,
    load: async (...files) => {
      await samba(['load', '--dir', dir, ...files]);
    },
    generate: async (...args) => {
      const { stdout } = await run(process.execPath, [GENERATOR, ...args], { maxBuffer: 1 << 30 });
      await feed(SCRIPT, ['load', '--dir', dir, '-'], stdout, env);
    },
    modify: (ldif) => feed('ldapmodify', login(get('AD_BIND_DN'), get('AD_PASSWORD')), ldif, env),
    permit: async (dn, entry) => {
      const database = ['-H', join(dir, 'private', 'sam.ldb'), '-s', join(dir, 'etc', 'smb.conf')];
      await run('samba-tool', ['dsacl', 'set', ...database, `--objectdn=${dn}`, `--sddl=${entry}`]);
    },
    permitDeleted: async (sid) => {
      // Samba's own tools do not find this container. The first two entries are those that it has.
      const entries = `(A;;RPWPCCDCLCRCWOWDSDSW;;;SY)(A;;RPLC;;;BA)(A;;RPLC;;;${sid})`;
      const dn = `CN=Deleted Objects,${get('AD_BASE_DN')}`;
      const change = [
        'changetype: modify',
        'replace: nTSecurityDescriptor',
        `nTSecurityDescriptor: O:SYG:SYD:PAI${entries}`,
      ];
      const ldif = [`dn: ${dn}`, ...change, '', ''].join('\n');
      await feed('ldbmodify', ['-H', join(dir, 'private', 'sam.ldb'), '--controls=show_deleted:1'], ldif, env);
    },
    export: async (base, filter, ...attributes) => {
      const account = login(get('AD_SYNC_BIND_DN'), get('AD_SYNC_PASSWORD'));
      const args = [...account, '-LLL', '-E', 'pr=1000/noprompt', '-b', base, filter, ...attributes];
      return (await run('ldapsearch', args, { env, maxBuffer: 1 << 30 })).stdout;
    },
    reset: async () => {
      await samba(['reset', '--dir', dir]);
    },
  };
}

const run = promisify(execFile);

async function samba(args: string[]): Promise<string> {
  return (await run(SCRIPT, args, { maxBuffer: 1 << 26 })).stdout;
}

function parse(output: string): Map<string, string> {
  return new Map([...output.matchAll(/^(\w+)='(.*)'$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

function feed(command: string, args: string[], input: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code ?? 'a signal'}: ${errors}`));
    });
    child.stdin.end(input);
  });
}
