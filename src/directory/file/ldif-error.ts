/** An error in the file, with its line. */
export class LdifError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'LdifError';
    this.line = line;
  }
}
