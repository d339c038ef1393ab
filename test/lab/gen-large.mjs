#!/usr/bin/env node
// Writes a large fixture for the samba-ad lab as LDIF to standard output, as a stream
// (memory use does not grow with the size), the same bytes for the same arguments.
//
//   node gen-large.mjs USERS GROUPS MEMBERS SEED [--everyone] [--nest N] [--name NAME]
//
//   USERS     user objects, spread over OU=Site NN,OU=NAME
//   GROUPS    global security groups below OU=Groups,OU=NAME
//   MEMBERS   users in each group (at most USERS), overlapping between groups
//   SEED      any integer
//   --everyone  one more group, "NAME Everyone", with every user as a member
//   --nest N    every Nth group also holds the group before it (default 0: never)
//   --name NAME names the subtree and starts every account name (default Large)
//
//   node gen-large.mjs 5000 20 2000 1 > /tmp/large.ldif   # members past MaxValRange 1500
//   node gen-large.mjs 50000 999 999 1 | samba-ad load -  # a million memberships
//
// About 5 % of the users are disabled, 3 % have no mail, 1 % an accountExpires in the
// past; some names have accents, commas or an apostrophe. No user has a password.

const args = process.argv.slice(2);
const pos = [],
  opt = { everyone: false, nest: 0, name: 'Large' };
for (let i = 0; i < args.length; i++) {
  if (args[i] === '--everyone') opt.everyone = true;
  else if (args[i] === '--nest') opt.nest = Number(args[++i]);
  else if (args[i] === '--name') opt.name = args[++i];
  else pos.push(Number(args[i]));
}
const [users, groups, members, seed] = pos;
const whole = (n) => Number.isInteger(n) && n >= 0;
if (
  pos.length !== 4 ||
  !pos.every(Number.isInteger) ||
  !whole(users) ||
  !whole(groups) ||
  !whole(members) ||
  !whole(opt.nest) ||
  members > users ||
  !/^[A-Za-z][A-Za-z0-9]{0,9}$/.test(opt.name ?? '')
) {
  console.error(
    'usage: gen-large.mjs USERS GROUPS MEMBERS SEED [--everyone] [--nest N] [--name NAME]   (MEMBERS <= USERS; NAME: up to 10 letters and digits)',
  );
  process.exit(2);
}

const ROOT = `OU=${opt.name},DC=corp,DC=example,DC=test`;
const PRE = opt.name.toLowerCase();
const SITES = 20;

// mulberry32, a small seeded generator; one per purpose, so that the users do not
// change when the number of groups does
function rng(s) {
  let a = s >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const gcd = (a, b) => (b ? gcd(b, a % b) : a);

const GIVEN =
  'Anna Bruno Chloé David Elena François Greta Hugo Inês Jörg Karin Luca Maja Nils Olga Paweł Rosa Stefan Tomáš Zoë'.split(
    ' ',
  );
const SUR = [
  "O'Neil",
  'Bauer',
  'Conti',
  'Dvořák',
  'Egger',
  'Fischer',
  'García',
  'Huber',
  'Iten',
  'Jensen',
  'Keller',
  'Lang',
  'Müller',
  'Novak',
  'Ott',
  'Peña',
  'Rossi',
  'Steiner',
  'Türk',
  'Zürcher',
];
const DEPT = ['Sales', 'Engineering', 'Finance', 'Legal', 'Support', 'Operations'];

const ascii = (v) => /^[\x21-\x39\x3b\x3d-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(v);
const line = (k, v) => (ascii(v) ? `${k}: ${v}\n` : `${k}:: ${Buffer.from(v, 'utf8').toString('base64')}\n`);

// A user's DN depends on its number and the seed only, so groups can name it again.
function person(i) {
  const r = rng(seed * 1000003 + i);
  const g = GIVEN[Math.floor(r() * GIVEN.length)],
    s = SUR[Math.floor(r() * SUR.length)];
  const num = String(i).padStart(6, '0');
  const cn = r() < 0.1 ? `${s}, ${g} ${num}` : `${g} ${s} ${num}`;
  const dn = `CN=${cn.replace(/,/g, '\\,')},OU=Site ${String(i % SITES).padStart(2, '0')},${ROOT}`;
  return { g, s, num, cn, dn, r };
}

function* ldif() {
  yield `# gen-large.mjs ${args.join(' ')}\n\n`;
  yield line('dn', ROOT) + 'objectClass: organizationalUnit\n\n';
  for (let i = 0; i < SITES; i++)
    yield line('dn', `OU=Site ${String(i).padStart(2, '0')},${ROOT}`) + 'objectClass: organizationalUnit\n\n';
  yield line('dn', `OU=Groups,${ROOT}`) + 'objectClass: organizationalUnit\n\n';

  for (let i = 0; i < users; i++) {
    const p = person(i),
      id = `${PRE}${p.num}`;
    const k = p.r();
    let t =
      line('dn', p.dn) +
      'objectClass: user\n' +
      line('sn', p.s) +
      line('givenName', p.g) +
      line('displayName', `${p.g} ${p.s}`) +
      `sAMAccountName: ${id}\nuserPrincipalName: ${id}@corp.example.test\n`;
    if (p.r() >= 0.03) t += `mail: ${id}@example.com\n`;
    t +=
      `employeeID: ${p.num}\ndepartment: ${DEPT[Math.floor(p.r() * DEPT.length)]}\n` +
      `telephoneNumber: +41 44 ${p.num}\nuserAccountControl: ${k < 0.05 ? 514 : 512}\n`;
    if (k > 0.99) t += 'accountExpires: 132223104000000000\n'; // 2020-01-01
    yield t + '\n';
  }

  const r = rng(seed ^ 0x5bd1e995);
  for (let g = 0; g < groups; g++) {
    const num = String(g).padStart(5, '0');
    let t =
      line('dn', `CN=${opt.name} Group ${num},OU=Groups,${ROOT}`) +
      `objectClass: group\nsAMAccountName: ${PRE}-g${num}\ngroupType: -2147483646\n`;
    // MEMBERS different users: every "step" coprime to USERS walks through all of them
    let step = 1 + Math.floor(r() * users),
      at = Math.floor(r() * users);
    while (users > 1 && gcd(step, users) !== 1) step++;
    for (let m = 0; m < members; m++) {
      t += line('member', person(at).dn);
      at = (at + step) % users;
      if (t.length > 65536) {
        yield t;
        t = '';
      }
    }
    if (opt.nest && g && g % opt.nest === 0)
      t += line('member', `CN=${opt.name} Group ${String(g - 1).padStart(5, '0')},OU=Groups,${ROOT}`);
    yield t + '\n';
  }
  if (opt.everyone) {
    yield line('dn', `CN=${opt.name} Everyone,OU=Groups,${ROOT}`) +
      `objectClass: group\nsAMAccountName: ${PRE}-everyone\ngroupType: -2147483640\n`;
    for (let i = 0; i < users; i++) yield line('member', person(i).dn);
    yield '\n';
  }
}

process.stdout.on('error', (e) => process.exit(e.code === 'EPIPE' ? 0 : 1));
let buf = '';
for (const t of ldif()) {
  buf += t;
  if (buf.length < 1 << 18) continue;
  if (!process.stdout.write(buf)) await new Promise((ok) => process.stdout.once('drain', ok));
  buf = '';
}
process.stdout.write(buf);
