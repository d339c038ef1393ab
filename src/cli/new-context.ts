import type { Context, Host, Output } from './context.ts';
import { jsonText } from '../render/escape.ts';
import { inBatches, jsonPieces } from '../render/json-pieces.ts';
import { type Masker, newMasker } from './mask.ts';
import { secretsOf } from './secret-variables.ts';

export interface GlobalOptions {
  readonly file: string;
  /** Absent = the one file. */
  readonly files?: readonly string[];
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

function* maskedItems(items: Iterable<unknown>, masker: Masker): Generator {
  for (const item of items) yield masker.value(item);
}

/** What a command is given: the host, seen through the global options. */
export function newContext(host: Host, options: GlobalOptions): Context {
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
    color: options.color && wantsColor(stream, host.env),
  });
  return {
    terminal: {
      get stdin() {
        return host.stdin;
      },
      stdout: output(host.stdout),
      stderr: output(host.stderr),
    },
    env: host.env,
    cwd: host.cwd,
    signal: host.signal,
    onHangup: (listener) => host.onHangup?.(listener),
    file: options.file,
    files: options.files ?? [options.file],
    verbose: options.verbose,
    quiet: options.quiet,
    log: null,
    logsOnStderr: false,
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

/** https://no-color.org: any text in NO_COLOR switches colours off. */
function wantsColor(stream: Host['stdout'], env: Host['env']): boolean {
  return stream.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
