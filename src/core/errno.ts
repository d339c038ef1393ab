/**
 * The code of a system, TLS or HTTP error of Node and its libraries (ENOENT, CERT_HAS_EXPIRED, UND_ERR_SOCKET, …).
 *
 * @returns null for everything that carries no such text
 */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code === '' ? null : error.code;
}

/**
 * The code of an error of the operating system (ENOENT, EACCES, …).
 *
 * @returns null for everything else, so also for the codes with which Node marks a bug of its caller (ERR_INVALID_ARG_TYPE)
 */
export function errnoOf(error: unknown): string | null {
  const code = codeOf(error);
  return code !== null && /^E[A-Z0-9]+$/.test(code) ? code : null;
}
