import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { addressFault, apparentAddress, plainAddress } from './address.ts';
import { withoutUnseen } from './characters.ts';
import type { DirectoryGroupId, PersonId } from './people.ts';
import type { Secret } from './secret.ts';
import { cleanName, fold } from './text.ts';

/**
 * Puts tokens in the place of what tells who somebody is. The same text gets the same token for the same key, and texts
 * that a planner takes for equal get tokens that it takes for equal: names but for capitals, addresses but for capitals and
 * for characters that nobody sees. Nobody without the key can tell which text a token stands for, or try texts out.
 */
export interface Disguise {
  /** Of a name, or of any other text about a person, word by word: first and last name are told apart by words. */
  readonly name: (text: string) => string;
  /** Of an address or a login id of any form. What is no usable address gets a token that is none. */
  readonly address: (text: string) => string;
  /** Of a person's id; the ids of known groups stay. */
  readonly id: <Id extends PersonId | DirectoryGroupId>(id: Id) => Id;
  /** Of an account's own number for a user: at least 18 digits. */
  readonly number: <Text extends string>(digits: Text) => Text;
  /** Hex that nobody can make without the key; each purpose has its own. */
  readonly secretOf: (purpose: string, text: string) => string;
}

/** What stays as it is, because the file beside the snapshot says it anyway. */
export interface Readable {
  /** Ids of directory groups. */
  readonly groups: ReadonlySet<string>;
  /** Names of groups, folded: a user that is called like one is no person's name. */
  readonly names: ReadonlySet<string>;
  /** Mail domains of the file, folded. */
  readonly domains: readonly string[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** For short words, of which there would be too few. */
const MORE_LETTERS = `${LETTERS}αβγδεζηθικλμνξοπρστυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюя`;
const SHORT = 4;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param key at least as long as the command line asks for (snapshot/key.ts) */
export function newDisguise(key: Secret, readable: Readable): Disguise {
  const bytes = utf8ToBytes(key.reveal());
  const mac = (purpose: string, text: string): Uint8Array =>
    hmac(sha256, bytes, utf8ToBytes(JSON.stringify(['adsync pseudonym', purpose, text])));
  const lettersOf = (purpose: string, text: string, length: number, letters = LETTERS): string => {
    const codes = mac(purpose, text);
    return Array.from({ length }, (_, at) => letters.charAt((codes[at % codes.length] ?? 0) % letters.length)).join('');
  };
  const local = (folded: string, length: number): string => `u${lettersOf('address', folded, length)}`;
  const domain = (folded: string): string =>
    readable.domains.includes(folded) ? folded : `${lettersOf('domain', folded, 10)}.invalid`;

  function usable(text: string): string {
    const folded = fold(text);
    const at = folded.lastIndexOf('@');
    // An address that is too long for a service stays too long.
    return `${local(folded.slice(0, at), Math.max(14, at - 1))}@${domain(folded.slice(at + 1))}`;
  }
  function address(given: string): string {
    const text = plainAddress(given);
    if (text === null) return '';
    if (addressFault(text) === null) return usable(text);
    const apparent = apparentAddress(text);
    const shown = addressFault(apparent) === null ? usable(apparent) : local(fold(apparent), 14);
    return `${shown}${unseen(mac('unseen', fold(text)))}`;
  }
  function word(text: string): string {
    if (!/[\p{L}\p{N}]/u.test(text)) return text;
    // As long as the word, for a service may refuse long names.
    const size = Array.from(text).length;
    const base = lettersOf('word', fold(text), Math.min(size, 64), size < SHORT ? MORE_LETTERS : LETTERS);
    return inCaseOf(text, base, mac('case', text)[0] ?? 0);
  }
  function name(given: string): string {
    const text = cleanName(given);
    if (readable.names.has(fold(text))) return text;
    if (addressFault(text) === null) return usable(text);
    if (withoutUnseen(text) === '') return text;
    return text.split(' ').map(word).join(' ');
  }
  function id<Id extends PersonId | DirectoryGroupId>(given: Id): Id {
    if (readable.groups.has(given)) return given;
    if (!GUID.test(given)) return name(given) as Id;
    const hex = bytesToHex(mac('id', given)).slice(0, 32);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as Id;
  }
  function number<Text extends string>(digits: Text): Text {
    const codes = mac('number', digits);
    if (!/^-?\d+$/.test(digits)) return name(digits) as Text;
    const length = Math.max(18, digits.replace('-', '').length);
    const tail = Array.from({ length: length - 1 }, (_, at) => String((codes[at + 1] ?? 0) % 10)).join('');
    return `${digits.startsWith('-') ? '-' : ''}${1 + ((codes[0] ?? 0) % 9)}${tail}` as Text;
  }
  return { name, address, id, number, secretOf: (purpose, text) => bytesToHex(mac(`secret ${purpose}`, text)) };
}

/** The capitals of a token say whether two spellings of a word are the same one. */
function inCaseOf(text: string, base: string, chance: number): string {
  const first = base.charAt(0).toUpperCase() + base.slice(1);
  if (text === text.toLowerCase()) return base;
  if (text === text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()) return first;
  if (text === text.toUpperCase()) return base.toUpperCase();
  // The second letter is a capital, and one of the others is none: none of the three above.
  const mixed = Array.from(base, (letter, at) => {
    const isCapital = at === 1 || (at > 1 && at < base.length - 1 && ((chance >> (at % 8)) & 1) === 1);
    return isCapital ? letter.toUpperCase() : letter;
  });
  return mixed.join('');
}

/** Characters that nobody sees, so that the address is none, and reads as the one without them. */
function unseen(codes: Uint8Array): string {
  return Array.from(codes.slice(0, 16), (code) => ((code & 1) === 0 ? '\u200b' : '\u2060')).join('');
}
