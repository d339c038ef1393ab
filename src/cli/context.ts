import type { Secret } from '../core/secret.ts';
import type { Log } from '../log/log.ts';
import type { LongLists } from '../render/json-pieces.ts';

/** Where text goes to. */
export interface Output {
  /** Text for people. Secrets in it are blotted out. */
  write(text: string): void;
  /**
   * A document for programs. Secrets in its texts are blotted out before it becomes JSON, so that it stays JSON.
   *
   * @param lists of the document that are written item by item
   */
  writeJson(document: object, lists?: LongLists): void;
  readonly isTTY: boolean;
  /** Width of the terminal; 0 when there is none. */
  readonly columns: number;
  /** Whether colours are wanted. */
  readonly color: boolean;
}

export interface Terminal {
  readonly stdin: { readonly isTTY: boolean; readonly stream: NodeJS.ReadableStream };
  /** Takes the answer. */
  readonly stdout: Output;
  /** Takes everything else: progress, warnings, errors. */
  readonly stderr: Output;
}

/** What the process offers, before any option is known. */
export interface Host {
  readonly stdin: Terminal['stdin'];
  readonly stdout: Omit<Output, 'color' | 'writeJson'>;
  readonly stderr: Omit<Output, 'color' | 'writeJson'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborts, with an `Interrupted` as its reason, at the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Calls `listener` at every SIGHUP that is no end of a terminal of ours. Absent = nobody sends any. */
  onHangup?(listener: () => void): void;
}

/** Everything a command has to do with the world. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: Host['env'];
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** As in {@link Host}. */
  onHangup(listener: () => void): void;
  /** The YAML file as the user named it; where it was named several times, the last one. */
  readonly file: string;
  /** All that were named: `adsync run` takes several. */
  readonly files: readonly string[];
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** Is told what happens, besides those who read stderr; null = nobody wants a log. */
  readonly log: Log | null;
  /** Whether stderr has the log, and nothing else. */
  readonly logsOnStderr: boolean;
  /** From now on these values are blotted out of everything that is written. */
  keepSecret(secrets: readonly Secret[]): void;
  /** The same value with its secrets blotted out: for what is wrapped, cut or put into a workbook afterwards. */
  mask<Value>(value: Value): Value;
}
