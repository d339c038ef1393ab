import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Secret } from './secret.ts';
import { fold } from './text.ts';

/** Stand for letters beyond ASCII: each takes two bytes in UTF-8, as most of them do. */
const BEYOND = 'äöüéèêçñøåßžšłđ';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Puts tokens in the place of all words and numbers of a text, and keeps its form: length, capitals, white space, every
 * other character, and whether a letter is ASCII. The same word gets the same token, whatever its capitals are. Without
 * the key nobody can tell which word a token stands for.
 */
export function newWordTokens(key: Secret): (text: string) => string {
  const bytes = utf8ToBytes(key.reveal());
  const codesOf = (word: string): Uint8Array => hmac(sha256, bytes, utf8ToBytes(`adsync recording ${fold(word)}`));
  return (text) =>
    text.replace(/[\p{L}\p{N}\p{M}]+/gu, (word) => {
      const codes = codesOf(word);
      return Array.from(word, (character, at) => tokenOf(character, codes[at % codes.length] ?? 0, at)).join('');
    });
}

function tokenOf(character: string, code: number, at: number): string {
  if (/[0-9]/.test(character)) return digit(character, code, at);
  const isAscii = /[a-z]/i.test(character);
  const letters = isAscii ? LETTERS : BEYOND;
  const token = letters.charAt(code % letters.length);
  return character !== character.toLowerCase() ? token.toUpperCase() : token;
}

/** A number that begins with 0 is another one than a number that does not. */
function digit(character: string, code: number, at: number): string {
  if (at === 0) return character === '0' ? '0' : String(1 + (code % 9));
  return String(code % 10);
}
