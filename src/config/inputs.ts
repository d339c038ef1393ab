import { codeOf } from '../core/errno.ts';

/** What the configuration needs from outside. */
export interface Inputs {
  /** Folder against which the name of the YAML file is resolved. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The file is read by somebody who will not use what it refers to: no reference is looked up, no certificate is read,
   * and {@link NOT_LOOKED_UP} stands for each. Absent = everything is looked up.
   */
  readonly offline?: boolean;
  /**
   * Reads a file, but no more than `limit` + 1 bytes of it, so that a longer one can be told from one that just fits.
   * Rejects with Node's error (`code` ENOENT, EISDIR, EACCES, …), and with ENOTFILE for a pipe, a socket or a device
   * where only a regular file will do. Where any file will do, whoever writes into a
   * pipe is waited for.
   */
  readFile(path: string, limit: number, kind: 'regular' | 'any'): Promise<Uint8Array>;
  /**
   * Runs a program that the file names, and gives what it printed, or what became of it as the end of a sentence. `never`
   * where only the form of the file is looked at; absent where programs are not allowed.
   */
  readonly runProgram?: RunProgram | 'never';
  /** PEM texts of the authorities that the operating system trusts; null where this version of Node cannot read them. */
  systemAuthorities(): Promise<readonly string[] | null>;
}

/**
 * @param words the program, and what it is given
 * @param bounds the folder in which it works, the most bytes that it may print, and the milliseconds that it may take
 */
export type RunProgram = (
  words: readonly [string, ...string[]],
  bounds: { readonly folder: string; readonly limit: number; readonly patience: number },
) => Promise<{ readonly bytes: Uint8Array } | { readonly problem: string }>;

/** Stands for what is not looked up: fit for an id, for a key, and for the name of a file; no secret. */
export const NOT_LOOKED_UP = '00000000-0000-0000-0000-000000000000';

/** Why a file could not be read, as the end of a sentence. */
export function readProblem(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'ENOTFILE') return 'is no regular file, but a pipe, a socket or a device';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  return code === null ? 'cannot be read' : `cannot be read (${code})`;
}

/** UTF-8 text of `bytes` without a byte order mark; null when they are not UTF-8 text. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
