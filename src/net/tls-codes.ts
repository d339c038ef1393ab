/** Whether Node's code says that a certificate is not trusted: by its authority, its dates or the name on it. */
export function isUntrusted(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE/.test(code);
}

/** Whether Node's code says that the other side does not speak TLS, or not in a way that we accept. */
export function isNotTls(code: string): boolean {
  return code.startsWith('ERR_SSL') || code === 'EPROTO';
}
