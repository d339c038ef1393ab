import { createReadStream } from 'node:fs';

/**
 * The least that a plan from an export has to do, and nothing else: one pass over the file that takes its entries apart,
 * keeps what a plan needs of each, and the members of each group as numbers of interned DNs. No check, no comparison.
 */

interface Entry {
  readonly name: string;
  readonly mail: string;
  readonly guid: string;
  readonly control: string;
  readonly members: Int32Array;
}

const numbers = new Map<string, number>();
const entries = new Map<number, Entry>();
let memberships = 0;

function intern(dn: string): number {
  const folded = dn.toLowerCase();
  const known = numbers.get(folded);
  if (known !== undefined) return known;
  numbers.set(folded, numbers.size);
  return numbers.size - 1;
}

let dn = '';
let fields = { name: '', mail: '', guid: '', control: '' };
let members: number[] = [];

function endEntry(): void {
  if (dn !== '') entries.set(intern(dn), { ...fields, members: Int32Array.from(members) });
  memberships += members.length;
  dn = '';
  fields = { name: '', mail: '', guid: '', control: '' };
  members = [];
}

function valueOf(line: string, colon: number): string {
  if (line.charCodeAt(colon + 1) !== 58) return line.slice(colon + 2);
  return Buffer.from(line.slice(colon + 3), 'base64').toString('utf8');
}

function takeLine(line: string): void {
  if (line === '') {
    endEntry();
    return;
  }
  const colon = line.indexOf(':');
  const name = line.slice(0, colon);
  if (name === 'member') members.push(intern(valueOf(line, colon)));
  else if (name === 'dn') dn = valueOf(line, colon);
  else if (name === 'displayName') fields.name = valueOf(line, colon);
  else if (name === 'mail') fields.mail = valueOf(line, colon);
  else if (name === 'objectGUID') fields.guid = line.slice(colon + 3);
  else if (name === 'userAccountControl') fields.control = valueOf(line, colon);
}

let rest = '';
for await (const chunk of createReadStream(process.argv[2] ?? '', { encoding: 'utf8', highWaterMark: 1 << 18 })) {
  const lines = (rest + String(chunk)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) takeLine(line);
}
takeLine(rest);
endEntry();
process.stdout.write(`${entries.size} entries, ${memberships} memberships\n`);
