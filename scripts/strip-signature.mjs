/**
 * A Windows program without its signature. Whatever is put into a signed program breaks the signature, and Windows
 * shows a broken one as a forgery; so it is taken away first.
 *
 * @param {Buffer} program a PE32+ file; the signature is the last thing in it
 */
export function withoutSignature(program) {
  const header = program.readUInt32LE(0x3c);
  if (program.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error('This is no Windows program.');
  const optional = header + 24;
  if (program.readUInt16LE(optional) !== 0x20b) throw new Error('This is no 64-bit Windows program.');
  // The fifth of the data directories; unlike the others it counts from the beginning of the file.
  const directory = optional + 112 + 4 * 8;
  const start = program.readUInt32LE(directory);
  const length = program.readUInt32LE(directory + 4);
  if (start === 0) return program;
  if (start + length !== program.length) throw new Error('Something stands behind the signature of this program.');
  const stripped = Buffer.from(program.subarray(0, start));
  stripped.fill(0, directory, directory + 8);
  return stripped;
}
