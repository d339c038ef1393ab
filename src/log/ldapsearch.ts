import type { LdapCall } from '../core/traffic.ts';

/** What an argument may hold without quotation marks. */
const BARE = /^[\w@%+=:,./-]+$/;

/** Deleted objects and recycled ones; ldapsearch has no names for them. */
const SHOW_DELETED = ['1.2.840.113556.1.4.417', '1.2.840.113556.1.4.2064'];

/**
 * The search as a command line of OpenLDAP's ldapsearch for a POSIX shell, which asks for the password (`-W`). It searches the
 * same, for the same attributes, in pages of the same size. Whatever is no plain ASCII stands in its escaped form of RFC 4515
 * and RFC 4514, so that neither shell nor terminal can take it for anything else.
 */
export function ldapsearchLine(call: LdapCall): string {
  const { url, startTls, bindDn, base, scope, filter, attributes, extendedDn, deleted, pageSize } = call;
  const login = bindDn === null ? ['-x'] : ['-x', '-D', loginName(bindDn), '-W'];
  const controls = [
    `pr=${pageSize}/noprompt`,
    'domainScope',
    ...(extendedDn ? ['extendedDn=1'] : []),
    ...(deleted ? SHOW_DELETED : []),
  ];
  return [
    'ldapsearch',
    ...['-LLL', '-o', 'ldif-wrap=no', '-H', url],
    ...(startTls ? ['-ZZ'] : []),
    ...login,
    ...['-b', escaped(base), '-s', scope],
    ...controls.flatMap((control) => ['-E', control]),
    escaped(filter),
    ...attributes,
  ]
    .map(quoted)
    .join(' ');
}

/** An argument for a POSIX shell. */
function quoted(text: string): string {
  return BARE.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * What is no plain ASCII; blanks side by side, which an output would show as their number; marks of commands of CI systems;
 * and a character behind a backslash, which stays as it is unless it is one of these.
 */
const ODD = /\\?[^\x20-\x7e]|\\ | (?= )|(?<= ) |\\?#(?=#)|(?<=#)#|\\[\s\S]/gu;

/** A filter, or a DN: both take the same escapes. */
function escaped(text: string): string {
  return text.replace(ODD, (found) => {
    const character = found.replace(/^\\/, '');
    return /^\\[!-~]$/.test(found) && character !== '#' ? found : bytes(character);
  });
}

/** Who logs in: a DN, or a name as `reader@corp.example` or `CORP\reader`, which takes no escapes. */
function loginName(name: string): string {
  return name.includes('=') ? escaped(name) : name;
}

function bytes(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}
