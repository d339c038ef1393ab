/**
 * What went wrong with the certificate or the encryption of a connection.
 *
 * - otherName          the certificate is for another host
 * - date               it is not valid today
 * - weak               it, or an authority above it, has too short a key or is signed with MD5 or SHA-1
 * - untrusted          it leads to no authority that is trusted
 * - oldTls             the other side knows no TLS 1.2
 * - handshake          the other side found nothing in common, or wants a certificate of ours
 * - clientCertificate  the other side wants a certificate of ours
 * - refused            the other side speaks TLS and broke it off for another reason
 * - notTls             the other side does not speak TLS
 */
export type TlsFault = keyof typeof TLS_WORDS;

/** The end of a sentence for each fault. */
export const TLS_WORDS = {
  otherName: 'its certificate is for another name',
  date: 'its certificate is not valid today',
  weak: 'its certificate, or that of an authority above it, is signed with MD5 or SHA-1 or has too short a key',
  untrusted: 'its certificate is not trusted',
  oldTls: 'it speaks only versions of TLS before 1.2',
  handshake: 'it broke off the encryption, since it has no cipher in common with us',
  clientCertificate: 'it demands a client certificate',
  refused: 'it broke off the encryption',
  notTls: 'it does not speak TLS there',
} as const;

/** Codes of OpenSSL's errors and alerts, without `ERR_SSL_`; the names of alerts differ from one version to the next. */
const ERRORS: readonly (readonly [pattern: RegExp, fault: TlsFault])[] = [
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|LEGACY_RENEGOTIATION/, 'oldTls'],
  [/ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT_SECURITY/, 'handshake'],
  [/CERTIFICATE_REQUIRED|ALERT_NO_CERTIFICATE|ALERT_BAD_CERTIFICATE/, 'clientCertificate'],
  [/(?:KEY|MD)_TOO_(?:SMALL|WEAK)/, 'weak'],
  [/ALERT/, 'refused'],
];

/**
 * Reads the fault out of Node's code of a TLS error; null where it is another kind of error.
 *
 * @param message tells what a code leaves open: UNSPECIFIED stands for weak certificates in older versions of Node, EPROTO
 *   for every error of a write
 */
export function tlsFault(code: string | null, message = ''): TlsFault | null {
  if (code === null) return null;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'otherName';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'date';
  if (/^(?:CA|EE)_(?:KEY_TOO_SMALL|MD_TOO_WEAK)$/.test(code)) return 'weak';
  if (code === 'UNSPECIFIED') return /too (?:weak|small)/.test(message) ? 'weak' : 'untrusted';
  // A write that meets the error has this code, whatever it was, and the words of OpenSSL.
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    const words = code === 'EPROTO' ? message.toUpperCase().replaceAll(' ', '_') : code;
    return ERRORS.find(([pattern]) => pattern.test(words))?.[1] ?? 'notTls';
  }
  return /CERT|SELF_SIGNED|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE/.test(code) ? 'untrusted' : null;
}

/** The end of a sentence for each code that means: this host cannot be reached. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers on that port',
  ENOTFOUND: 'the name is unknown to DNS',
  EAI_AGAIN: 'DNS gave no answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to its network',
};

/** Codes of errors before a connection stood: nothing was sent. */
export const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
