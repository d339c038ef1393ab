/**
 * Loaded before adsync when fixtures are made (make.mjs): a clock that stands still, chance that is the same every time, and a machine without a name, so that fixtures are the same wherever they are
 * made. With STOP_IN_CALL the process is killed while that call of a run is under way, as a machine that goes down.
 */
import { createHash } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const [crypto, fs, http, os] = ['node:crypto', 'node:fs', 'node:http', 'node:os'].map((name) => require(name));
const { FIXTURE_NOW, FIXTURE_SEED, STOP_IN_CALL } = process.env;

const now = Date.parse(FIXTURE_NOW);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now] : args));
  }
  static now() {
    return now;
  }
};

let drawn = 0;
function bytes(size) {
  let all = Buffer.alloc(0);
  while (all.length < size) {
    drawn += 1;
    all = Buffer.concat([all, createHash('sha256').update(`${FIXTURE_SEED} ${drawn}`).digest()]);
  }
  return all.subarray(0, size);
}
crypto.randomBytes = bytes;
crypto.randomUUID = () =>
  bytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
Math.random = () => bytes(4).readUInt32BE() / 2 ** 32;

os.hostname = () => 'fixture';
os.userInfo = () => ({ username: 'adsync', uid: process.getuid?.() ?? -1, gid: -1, shell: null, homedir: '/' });
const { pid, kill } = process;
Object.defineProperty(process, 'pid', { value: 4242 });
// What the system says of this boot and process goes into lock files.
const { readFileSync } = fs;
const { readFile } = fs.promises;
fs.readFileSync = (path, ...rest) =>
  path === '/proc/sys/kernel/random/boot_id' ? 'fixture\n' : readFileSync(path, ...rest);
fs.readlinkSync = () => 'pid:[1]';
fs.promises.readFile = async (path, ...rest) => {
  if (/^\/proc\/\d+\/stat$/.test(String(path))) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return await readFile(path, ...rest);
};

if (STOP_IN_CALL !== undefined) {
  const { end } = http.ServerResponse.prototype;
  http.ServerResponse.prototype.end = function (...args) {
    if (isUnderWay(Number(STOP_IN_CALL))) kill.call(process, pid, 'SIGKILL');
    return end.apply(this, args);
  };
}

/** Whether a run has noted the call, and not yet how it ended. */
function isUnderWay(call) {
  const runs = join('.adsync', 'runs');
  if (!fs.existsSync(runs)) return false;
  return fs.readdirSync(runs).some((name) => {
    const last = readFileSync(join(runs, name), 'utf8').trimEnd().split('\n').at(-1) ?? '';
    return last.startsWith('{"type":"begin"') && last.includes(`"call":${call},`);
  });
}

syncBuiltinESMExports();
