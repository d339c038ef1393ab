import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Secret } from './secret.ts';
import { fold } from './text.ts';

/** Stand for letters beyond ASCII: each takes two bytes in UTF-8, as most of them do. */
const BEYOND = 'äöüéèêçñøåßžšłđ';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * What can be a part of somebody's name: letters and digits, and whatever can stand for one: symbols (🅰, ⓐ), characters
 * without a meaning, and each byte beyond ASCII, for in another encoding it is a letter.
 */
const WORD = /(?:[0-9A-Za-z\u0080-\u00ff]|(?![\p{P}\p{Z}\u200b-\u200f\u2060\ufeff])[^\u0000-\u00ff])+/gu;

/** Of shorter words there are so few that they could be told by how often they come: each is told apart by where it stands. */
const SHORT = 4;

/**
 * Puts tokens in the place of all words and numbers of a text, and keeps its form: length, capitals, white space,
 * punctuation, and whether a letter is ASCII. The same word gets the same token, whatever its capitals are; one of two or
 * three characters only within the same text without white space, and a single character only within the same whole text.
 * Otherwise a text that is written letter by letter (`A.d.a`, `%41%64`, UTF-16) would be a cipher that anybody can break.
 * Without the key nobody can tell which word a token stands for.
 */
export function newWordTokens(key: Secret): (text: string) => string {
  const bytes = utf8ToBytes(key.reveal());
  const codesOf = (word: string, place: string): Uint8Array =>
    hmac(sha256, bytes, utf8ToBytes(JSON.stringify(['adsync recording', fold(word), place])));
  return (text) => {
    const whole = newPlace(text);
    return text.replace(/\S+/g, (run, begin: number) => {
      const near = newPlace(run);
      return run.replace(WORD, (word, at: number) => {
        const size = Array.from(word).length;
        const place = size >= SHORT ? '' : size > 1 ? near().of(at) : whole().of(begin + at);
        const codes = codesOf(word, place);
        return Array.from(word, (character, nth) => tokenOf(character, codes[nth % codes.length] ?? 0, nth)).join('');
      });
    });
  };
}

interface Place {
  /**
   * What tells a spot in the text apart. It is the same for texts that differ in capitals only, or in the marks around
   * them: a name in brackets is the same name.
   */
  of(index: number): string;
}

/** What tells a text apart, worked out once and only where it is asked for. */
function newPlace(text: string): () => Place {
  let place: Place | null = null;
  return () => {
    if (place !== null) return place;
    const words = [...text.matchAll(WORD)];
    const [first, last] = [words[0], words.at(-1)];
    const begin = first?.index ?? 0;
    const end = last === undefined ? text.length : last.index + last[0].length;
    const name = bytesToHex(sha256(utf8ToBytes(fold(text.slice(begin, end)))));
    place = { of: (index) => `${index - begin} ${name}` };
    return place;
  };
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
