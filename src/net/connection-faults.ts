/** What went wrong with the certificate or the encryption of a connection. */
export type TlsFault = 'otherName' | 'date' | 'notTls' | 'untrusted';

/** Reads the fault out of Node's code of a TLS error; null where it is another kind of error. */
export function tlsFault(code: string | null): TlsFault | null {
  if (code === null) return null;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'otherName';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'date';
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'notTls';
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
