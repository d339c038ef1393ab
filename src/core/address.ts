import { codePoint, firstStyled, firstUnseen, nameOfCharacter, withoutUnseen } from './characters.ts';
import { oddLetter } from './scripts.ts';

/** Longer ones cannot be delivered to (RFC 5321, section 4.5.3.1: 64 octets before the @ and 255 behind it). */
const LONGEST = 320;
/** As Exchange and links write an address. */
const PREFIX = /^(smtp|mailto|x500|sip):/i;
/** How a tenant names the members that another one vouches for: `ada_corp.example#EXT#@tenant.example`. */
const EXTERNAL = /#EXT#@/i;
/** What no part of an address holds unless it is quoted (RFC 5322, section 3.2.3), which login ids never are. */
const SPECIAL = /[()<>[\]:;,\\"]/;

/**
 * Most addresses: ASCII letters, digits, hyphens and underscores, with single dots and one @. Nothing can be wrong with
 * them but their length, so that tens of thousands of them are not looked at letter by letter.
 */
const ORDINARY = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*@[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i;

/** An address as it stands in the directory, without the blanks around it. null when there is nothing. */
export function plainAddress(address: string | null): string | null {
  const text = trimmed(address ?? '');
  return text === '' ? null : text;
}

/**
 * Why an address is no login id, as the end of a sentence that begins with the address; null when it can be one.
 *
 * People write their own addresses. None of them may write one that looks like the address of somebody else, or that a
 * service reads in another way than we do.
 */
export function addressFault(address: string): string | null {
  if (address.length <= LONGEST && ORDINARY.test(address)) return null;
  const text = trimmed(address);
  const unseen = firstUnseen(text);
  if (unseen !== null) return `holds ${nameOfCharacter(unseen)}`;
  const styled = firstStyled(text);
  if (styled !== null) return `holds ${codePoint(styled)}, another way to write ${styled.normalize('NFKC')}`;
  const prefix = PREFIX.exec(text)?.[0];
  if (prefix !== undefined) return `begins with ${prefix} which belongs to no address`;
  if (EXTERNAL.test(text)) return 'is the name of an external member (#EXT#), which is no address';
  if (text.length > LONGEST) return `is longer than ${LONGEST} characters`;
  const [local, domain, ...more] = text.split('@');
  if (local === undefined || local === '' || domain === undefined || domain === '' || more.length > 0) {
    return 'is not one name, one @ and one domain';
  }
  const special = SPECIAL.exec(text)?.[0];
  if (special !== undefined) return `holds ${special}`;
  const labels = [local, domain].flatMap((part) => part.split('.'));
  if (labels.includes('')) return 'has a dot at the wrong place';
  for (const label of labels) {
    const odd = oddLetter(label);
    if (odd !== null) return `mixes scripts in "${label}": ${codePoint(odd.letter)} is ${odd.script ?? 'another one'}`;
  }
  return null;
}

/** The address that somebody who looks at it would read: to see whose it may be meant to be, never to write it anywhere. */
export function apparentAddress(address: string): string {
  return withoutUnseen(address).replace(PREFIX, '');
}

/** Without the blanks that slip in at both ends. All others are left to be named. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
