import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { commandLine } from '../program.ts';

/** A terminal on which nothing happens for so many looks waits for something else than the test does. */
const MOST_LOOKS = 1500;

/** Keys that a person presses. */
export const KEYS = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  tab: '\t',
  escape: '\u001b',
  interrupt: '\u0003',
} as const;

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program on a terminal: `script` of util-linux makes one. */
export class Terminal {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | null>;
  #raw = '';
  #seen = 0;

  constructor(args: readonly string[], { cwd, columns = 80, env = {} }: TerminalOptions) {
    const [program, all] = commandLine(args);
    const line = [program, ...all].map((word) => `'${word}'`).join(' ');
    const command = `stty cols ${columns} rows 45; exec ${line}`;
    const path = process.env['PATH'] ?? '';
    this.#child = spawn('script', ['-qefc', command, '/dev/null'], {
      cwd,
      env: { PATH: path, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh', ...env },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#raw += text;
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', resolve);
    });
  }

  /** Everything that was drawn, with its control sequences. */
  get raw(): string {
    return this.#raw;
  }

  /** Everything that was drawn, as text. */
  get text(): string {
    return stripVTControlCharacters(this.#raw);
  }

  /** Waits until a text is drawn that was not waited for before, then presses keys. */
  async at(text: string, ...keys: readonly string[]): Promise<void> {
    await this.#until(() => this.text.includes(text, this.#seen));
    this.#seen = this.text.indexOf(text, this.#seen) + text.length;
    for (const key of keys) {
      const before = this.#raw.length;
      this.#child.stdin.write(key);
      // What is drawn anew has taken the key.
      await this.#until(() => this.#raw.length > before);
    }
  }

  /** @returns the exit code */
  async end(): Promise<number | null> {
    return await this.#ended;
  }

  kill(): void {
    this.#child.kill();
  }

  async #until(isThere: () => boolean): Promise<void> {
    for (let looked = 0; !isThere(); looked += 1) {
      if (looked === MOST_LOOKS) throw new Error(`it waits, and has drawn at last:\n${this.text.slice(-2000)}`);
      const code = await Promise.race([this.#ended, new Promise<'on'>((resolve) => setTimeout(resolve, 10, 'on'))]);
      if (code !== 'on' && !isThere())
        throw new Error(`it ended with ${code ?? 'a signal'}, and had drawn:\n${this.text}`);
    }
  }
}
