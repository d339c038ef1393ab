import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text's UTF-8 bytes as lower-case hex. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The digest of a value's {@link canonicalJson}, made piece by piece: the text of a large plan is never there as a whole. */
export function canonicalDigest(value: unknown): string {
  const hash = sha256.create();
  canonicalPieces(value, (text) => hash.update(utf8ToBytes(text)));
  return bytesToHex(hash.digest());
}

/** Characters of one piece. */
const PIECE = 65_536;

/** Gives the {@link canonicalJson} of a value in pieces, in their order. */
export function canonicalPieces(value: unknown, take: (piece: string) => unknown): void {
  let piece = '';
  writeCanonical(value, (text) => {
    piece += text;
    if (piece.length < PIECE) return;
    take(piece);
    piece = '';
  });
  take(piece);
}

/** JSON with sorted keys and without blanks: equal values give equal texts. Keys with the value undefined are left out. */
export function canonicalJson(value: unknown): string {
  const pieces: string[] = [];
  writeCanonical(value, (piece) => pieces.push(piece));
  return pieces.join('');
}

function writeCanonical(value: unknown, take: (piece: string) => unknown): void {
  if (typeof value === 'string') take(quoted(value));
  else if (typeof value !== 'object' || value === null) take(JSON.stringify(value));
  else if (Array.isArray(value)) writeList(value, take);
  else writeObject(value as Readonly<Record<string, unknown>>, take);
}

function writeList(items: readonly unknown[], take: (piece: string) => unknown): void {
  take('[');
  for (const [index, inner] of items.entries()) {
    if (index > 0) take(',');
    if (inner !== undefined) writeCanonical(inner, take);
  }
  take(']');
}

function writeObject(value: Readonly<Record<string, unknown>>, take: (piece: string) => unknown): void {
  let before = '{';
  for (const key of Object.keys(value).sort()) {
    const inner = value[key];
    if (inner === undefined) continue;
    take(`${before}${quoted(key)}:`);
    before = ',';
    writeCanonical(inner, take);
  }
  take(before === '{' ? '{}' : '}');
}

/** Most texts of a plan: there is nothing in them that JSON writes in another way. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
