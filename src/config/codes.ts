import type { CodeTable } from '../core/codes.ts';

/** What is wrong, or doubtful, in the YAML file. */
export const DIAGNOSTICS = {
  FILE_NOT_FOUND: {
    meaning: 'There is no such file.',
    remedy: 'Name another one with --file, or make one: adsync init.',
  },
  FILE_UNREADABLE: { meaning: 'The file cannot be read.', remedy: 'Name another file with --file.' },
  FILE_TOO_LARGE: { meaning: 'The file is far larger than any settings are.', remedy: 'Name the right file.' },
  FILE_NOT_UTF8: { meaning: 'The file is not UTF-8 text.', remedy: 'Save it as UTF-8.' },
  FILE_EMPTY: { meaning: 'The file holds no settings.', remedy: 'See the examples, and adsync schema.' },
  MORE_FAULTS: {
    meaning: 'There are more faults than are shown.',
    remedy: 'Correct the ones that are shown first.',
  },
  YAML_SYNTAX: {
    meaning: 'The file is not valid YAML at this place.',
    remedy: 'Look at quotation marks, colons, dashes and indentation there and just above.',
  },
  YAML_SEVERAL_DOCUMENTS: {
    meaning: 'A second YAML document begins here.',
    remedy: 'Remove the line "---" (or "...") and what follows; use one file for each.',
  },
  YAML_TAG: {
    meaning: 'YAML tags (words that begin with "!") are not used in this file.',
    remedy: 'Leave it out, or put the value in quotation marks.',
  },
  YAML_KEY: {
    meaning: 'A key is no plain word.',
    remedy: 'Look at dashes, colons and indentation.',
  },
  YAML_DUPLICATE_KEY: { meaning: 'A key stands twice in one map.', remedy: 'Keep one of the two.' },
  YAML_MERGE: { meaning: '"<<" takes a map, or a list of maps.', remedy: 'Name an anchor of a map.' },
  YAML_TOO_DEEP: { meaning: 'The file is nested too deeply.', remedy: 'The file needs only a few levels.' },
  YAML_UNDEFINED_ALIAS: {
    meaning: 'An alias (*name) has no anchor (&name) above it.',
    remedy: 'Define the anchor, or put the value in quotation marks.',
  },
  YAML_ALIAS_LOOP: {
    meaning: 'An alias stands inside what it stands for.',
    remedy: 'Write the values out.',
  },
  YAML_ALIAS_BOMB: { meaning: 'The aliases multiply beyond measure.', remedy: 'Write the values out.' },
  YAML_TOO_MANY_ALIASES: {
    meaning: 'The file holds more aliases than are followed.',
    remedy: 'Write the values out.',
  },
  UNKNOWN_KEY: {
    meaning: 'There is no such key at this place.',
    remedy: 'Correct the spelling, or move the key to where it belongs.',
  },
  MISSING_KEY: {
    meaning: 'A key that must be there is missing.',
    remedy: 'Add it; adsync schema describes every key.',
  },
  KEY_WITHOUT_USE: {
    meaning: 'A key has no meaning together with the others.',
    remedy: 'Remove it.',
  },
  WRONG_TYPE: {
    meaning: 'A value is of another type than the key takes: a text where a list belongs, and the like.',
    remedy: 'Write a value of the type that the message names.',
  },
  WRONG_VALUE: {
    meaning: 'The key does not take this value.',
    remedy: 'Write one of the values, or a value of the form, that the message names.',
  },
  OUT_OF_RANGE: {
    meaning: 'A value is too large, too small or too long.',
    remedy: 'Write one within the bounds that the message names.',
  },
  EMPTY: { meaning: 'A value or a list is empty.', remedy: 'Write a value, or remove the key.' },
  DUPLICATE_ITEM: { meaning: 'A list holds an entry twice.', remedy: 'Keep one of the two.' },
  VERSION_UNSUPPORTED: {
    meaning: 'The file is of a version that adsync does not know.',
    remedy: 'Write "version: 1". What is written for a newer adsync needs that one.',
  },
  NOT_AVAILABLE: {
    meaning: 'The file format knows the setting, but this version of adsync cannot do it yet.',
    remedy: 'Do what the message says meanwhile.',
  },
  WRONG_URL: {
    meaning: 'The value is no address of the wanted form.',
    remedy: 'Write the scheme and the host, with a port where it is not the usual one.',
  },
  INSECURE_URL: { meaning: 'http:// would send secrets in clear.', remedy: 'Write https://.' },
  INSECURE_MAIL: {
    meaning: 'The password of the mail server would be sent in clear.',
    remedy: 'Write "security: starttls" or "security: tls" under notify.mail, or remove user and password.',
  },
  TEMPLATE_INVALID: {
    meaning: 'A template has a placeholder that does not exist, or is no JSON where it must be.',
    remedy: 'Correct it; docs/monitoring.md lists the placeholders.',
  },
  STARTTLS_REQUIRED: {
    meaning: 'ldap:// alone would send the password in clear.',
    remedy: 'Write ldaps://, or set "startTLS: true" under directory.tls.',
  },
  STARTTLS_NOT_ALLOWED: {
    meaning: 'ldaps:// is secured from the start and cannot be combined with startTLS.',
    remedy: 'Write ldap://, or remove startTLS.',
  },
  ADDRESS_TWICE: { meaning: 'Two keys say where a service is.', remedy: 'Keep one of the two.' },
  ADDRESS_INCOMPLETE: {
    meaning: 'Of two addresses that belong together one is missing.',
    remedy: 'Set both: a token of one cloud is of no use in another.',
  },
  CREDENTIALS_MISSING: {
    meaning: 'No credentials are given for a service.',
    remedy: 'Add one of the kinds that the message names.',
  },
  CREDENTIALS_TWICE: { meaning: 'There are two kinds of credentials.', remedy: 'Keep one of the two.' },
  CREDENTIALS_INCOMPLETE: {
    meaning: 'A part of the credentials is missing.',
    remedy: 'Add the key that the message names.',
  },
  CA_UNREADABLE: {
    meaning: 'The file with the authorities cannot be read.',
    remedy: 'Look at the path (it is relative to the YAML file) and at who may read it.',
  },
  CA_NOT_PEM: {
    meaning: 'The file holds no readable certificates in PEM form.',
    remedy: 'Convert it: openssl x509 -inform DER -in ca.cer',
  },
  CA_SYSTEM_UNAVAILABLE: {
    meaning: 'The authorities of the operating system cannot be read with this version of Node.js.',
    remedy: 'Use Node.js 22.15 or newer, or name a PEM file.',
  },
  CA_SYSTEM_EMPTY: {
    meaning: 'The operating system holds no authorities where Node.js looks for them.',
    remedy: 'Name a PEM file; on Linux, SSL_CERT_FILE or SSL_CERT_DIR can name the place of the store.',
  },
  CERTIFICATE_UNREADABLE: {
    meaning: 'The file with the client certificate cannot be read.',
    remedy: 'Look at the path (it is relative to the YAML file) and at who may read it.',
  },
  CERTIFICATE_UNUSABLE: {
    meaning: 'The file does not hold an RSA private key together with its certificate.',
    remedy: 'Put both into one PEM file, with the key not encrypted.',
  },
  REFERENCE_SYNTAX: {
    meaning: '"${" begins a reference, but none follows.',
    remedy: 'Write ${NAME} or ${file:path}; $${ stands for a plain "${".',
  },
  REFERENCE_NOT_ALLOWED: {
    meaning: 'A reference stands in a value that takes none: every plan would print what the variable holds.',
    remedy: 'Write the value itself.',
  },
  REFERENCE_TOO_MANY: {
    meaning: 'A value holds more references than are filled in.',
    remedy: 'Put the whole value into one variable or file.',
  },
  REFERENCE_FILE: {
    meaning: 'The file of a reference cannot be used.',
    remedy: 'Look at the path (it is relative to the YAML file), the owner and the content of that file.',
  },
  COMMAND_SYNTAX: {
    meaning: 'What stands in ${cmd:…} is no command.',
    remedy:
      'Write the program and its words with blanks between them, words with blanks in quotation marks. No shell reads it.',
  },
  COMMAND_NOT_ALLOWED: {
    meaning: 'The file names a program to be run for a secret, and nobody has allowed that from outside of the file.',
    remedy: 'Give --allow-commands or set ADSYNC_ALLOW_COMMANDS=1, where the file is yours or was reviewed.',
  },
  COMMAND_FAILED: {
    meaning: 'The program that should print a secret could not be run, failed, took too long or printed too much.',
    remedy: 'Run it by hand, as the same user and in the folder of the YAML file.',
  },
  VARIABLE_MISSING: {
    meaning: 'The environment variable of a reference is not set.',
    remedy: 'Set it before adsync starts, or keep the value in a file: ${file:path}.',
  },
  SECRET_EMPTY: {
    meaning: 'A secret is empty, or the variable or file of its reference holds nothing.',
    remedy: 'Give it a value.',
  },
  SECRET_IN_FILE: {
    meaning: 'A secret stands in the file itself, where everybody who reads the file can see it.',
    remedy: 'Write ${NAME} or ${file:path} instead, and change the secret.',
  },
  SECRET_SHORT: {
    meaning: 'A secret is so short that it is soon guessed, and cannot be masked everywhere.',
    remedy: 'Choose a longer one.',
  },
  SECRET_LINE_BREAK: {
    meaning: 'A secret holds a line break, or another character that cannot be seen.',
    remedy: 'Store the secret alone, on one line.',
  },
  SECRET_BLANKS: {
    meaning: 'A secret begins or ends with a blank or a line break.',
    remedy: 'Store it without (printf %s, not echo).',
  },
  SECRET_QUOTED: {
    meaning: 'A secret stands in quotation marks that belong to it.',
    remedy: 'Store it without them.',
  },
  SECRET_UNEXPANDED: {
    meaning: 'A secret holds the name of a variable instead of its value.',
    remedy: 'Look at the definition of the job: the variable does not exist there, or is not handed over.',
  },
  GROUP_BY_NAME: {
    meaning:
      'A directory group that gives rights over others is named by a name, which could be given to another group.',
    remedy: 'Write the DN, the objectGUID or the object id; adsync groups search prints it.',
  },
  LOWER_ROLE_FIRST: {
    meaning: 'A mapping or rule of a lower role stands before one of a higher role and can take people from it.',
    remedy: 'Put those of higher roles first.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface DiagnosticCodes {
    readonly config: keyof typeof DIAGNOSTICS;
  }
}
