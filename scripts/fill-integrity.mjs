import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

// npm writes no hash into the lock file for a package of another platform that it did not download. This asks the registry
// for those that are missing, so that `npm ci` checks every package on every platform. Run it after a dependency changed.

const LOCK = new URL('../package-lock.json', import.meta.url);
const NAME = /^.*node_modules\//;

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const lacking = Object.entries(lock.packages).filter(([path, { integrity }]) => path !== '' && !integrity);
for (const [path, entry] of lacking) {
  entry.integrity = integrityOf(`${path.replace(NAME, '')}@${entry.version}`);
  // Where npm writes it, so that its next lock file differs by nothing.
  lock.packages[path] = inNpmsOrder(entry);
}
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${lacking.length} hashes filled in.`);

function integrityOf(spec) {
  // Windows starts npm.cmd only by a shell.
  const options = { encoding: 'utf8', shell: process.platform === 'win32' };
  const said = execFileSync('npm', ['view', spec, 'dist.integrity'], options).trim();
  if (!/^sha512-[\w+/]{86}==$/.test(said)) throw new Error(`The registry has no hash of ${spec}: ${said}`);
  return said;
}

function inNpmsOrder({ version, resolved, integrity, ...rest }) {
  return { version, ...(resolved ? { resolved } : {}), integrity, ...rest };
}
