import type { Context, Host, Output } from './context.ts';
import { jsonText } from '../render/escape.ts';
import { inBatches, jsonPieces } from '../render/json-pieces.ts';
import { wantsColor } from './color.ts';
import { type Masker, newMasker } from './mask.ts';
import { readStdin } from './read-stdin.ts';
import { secretsOf } from './secret-variables.ts';

/** What the options that all commands have say. */
export interface GlobalOptions {
  /** The YAML file, or several; a function looks for it, only where a command asks for it. */
  readonly file: string | readonly string[] | (() => string);
  /** All that were named; absent = those of `file`. */
  readonly files?: readonly string[];
  /** null where neither --color nor --no-color is given. */
  readonly color: boolean | null;
  /** Whether anybody may be asked; absent = yes. */
  readonly input?: boolean;
  /** Absent = no. */
  readonly allowCommands?: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

function* maskedItems(items: Iterable<unknown>, masker: Masker): Generator {
  for (const item of items) yield masker.value(item);
}

/** What a command is given: the host, seen through the global options. */
export function newContext(host: Host, options: GlobalOptions): Context {
  const { file, input = true, allowCommands = false } = options;
  const files = (): readonly string[] => options.files ?? [typeof file === 'function' ? file() : file].flat();
  const secrets = secretsOf(host.env);
  let masker: Masker = newMasker(secrets);
  const output = (stream: Host['stdout']): Output => ({
    write: (text) => {
      stream.write(masker.text(text));
    },
    writeJson: (document, lists = {}) => {
      const keys = Object.entries(lists).map(([key, items]) => [key, maskedItems(items, masker)] as const);
      const pieces = jsonPieces(masker.value(document), Object.fromEntries(keys));
      for (const text of inBatches(pieces)) stream.write(jsonText(text));
    },
    isTTY: stream.isTTY,
    columns: stream.columns,
    color: wantsColor(options.color, stream, host.env),
  });
  let given: Promise<Uint8Array> | null = null;
  return {
    terminal: {
      get stdin() {
        // Whoever is not to be asked is as good as not there.
        return input ? host.stdin : { isTTY: false, stream: host.stdin.stream };
      },
      stdout: output(host.stdout),
      stderr: output(host.stderr),
    },
    env: host.env,
    cwd: host.cwd,
    signal: host.signal,
    onHangup: (listener) => host.onHangup?.(listener),
    get file() {
      return files().at(-1) ?? '';
    },
    get files() {
      return files();
    },
    log: null,
    logsOnStderr: false,
    allowCommands,
    readStdin: (limit) => (given ??= readStdin(host, limit)),
    input,
    verbose: options.verbose,
    quiet: options.quiet,
    keepSecret: (more) => {
      // A program that runs day and night reads the same secrets over and over.
      const known = new Set(secrets.map((secret) => secret.reveal()));
      const fresh = more.filter((secret) => !known.has(secret.reveal()));
      if (fresh.length === 0) return;
      for (const one of fresh) secrets.push(one);
      masker = newMasker(secrets);
    },
    mask: (value) => masker.value(value),
  };
}
