import { normalDn, parseDn } from './dn.ts';

// Active Directory writes a line feed and a word into the names of objects that are not what they seem
// ([MS-ADTS] 3.1.1.5.5 for DEL, 3.1.1.1.5 for CNF).

interface Entry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly (string | Buffer)[]>;
}

const CONFLICT = /\nCNF:[0-9a-f-]{36}$/i;

/** Whether an entry is what is left of a deleted object. Whoever may see these gets them with all others. */
export function isDeleted({ dn, attributes }: Entry): boolean {
  const [flag] = attributes.get('isdeleted') ?? [];
  return flag?.toString().trim().toUpperCase() === 'TRUE' || isDeletedDn(dn);
}

/** Whether a DN is that of a deleted object: it stands below the container of these, or its name says so. */
export function isDeletedDn(dn: string): boolean {
  // Escaped, the name may be written in many ways, but never without these letters.
  if (!/del/i.test(dn) && !dn.includes('\\')) return false;
  const normal = normalDn(dn) ?? '';
  return normal.includes(',cn=deleted objects,dc=') || /^(?:[^,\\]|\\.)*\ndel:[0-9a-f-]{36}(?:,|$)/s.test(normal);
}

/** Whether a DN is that of an object which was created twice, on two domain controllers, under one name. */
export function isConflictDn(dn: string): boolean {
  if (!/cnf/i.test(dn) && !dn.includes('\\')) return false;
  return CONFLICT.test(parseDn(dn)?.[0]?.[0]?.value ?? '');
}

/** `Ann\nCNF:6f1d2c00-…` → `Ann (replication conflict)`, any other name as it is. */
export function plainName(name: string): string {
  return name.replace(CONFLICT, ' (replication conflict)');
}
