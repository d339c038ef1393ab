/** Marks at the start of a text, and the encodings they stand for (Unicode 16.0, section 23.8). */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * The text of a file that a program may have written anew on its way: UTF-8 with or without a byte order mark, or UTF-16
 * with one, as `>` of PowerShell writes it. A mark leaves no doubt, so nothing is guessed.
 *
 * @returns null when it is no such text
 */
export function decodeMarked(bytes: Uint8Array): string | null {
  const encoding = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
