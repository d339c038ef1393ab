import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../config/diagnostic.ts';
import type { Loaded } from '../../config/load.ts';
import type { Settings } from '../../core/settings.ts';
import type { RoundEvent } from './events.ts';

/** How the YAML file is read. */
export interface FileReader {
  /** Its bytes; null where it cannot be read. */
  read(): Promise<Uint8Array | null>;
  /** What these bytes say as the content of the file, with the secrets of today; null = read it, and say why not. */
  load(bytes: Uint8Array | null): Promise<Loaded>;
}

/** A file that is read anew when it changes. */
export interface FollowedFile {
  /**
   * The settings of the last content that was right, with the secrets of now; null as long as none ever was.
   *
   * @param pause rests for a moment; false = there is no time for it, for adsync is to end
   * @returns with what is to be told, once for each change
   */
  refresh(now: string, pause: () => Promise<boolean>): Promise<Followed>;
  /** Whether the bytes are others than those that were read last. */
  hasChanged(): Promise<boolean>;
}

export interface Followed {
  readonly settings: Settings | null;
  /** The file has errors since then; null = it has none. */
  readonly brokenSince: string | null;
  readonly told: readonly FileEvent[];
}

type OfKind<Event, Kind> = Event extends { readonly kind: Kind } ? Omit<Event, 'file' | 'at'> : never;
export type FileEvent =
  | OfKind<RoundEvent, 'file-reloaded'>
  | OfKind<RoundEvent, 'file-broken'>
  | OfKind<RoundEvent, 'told'>;

/** The last content that was right. */
interface Good {
  readonly bytes: Uint8Array | null;
  readonly settings: Settings;
}

/** How often a file is looked at until it stays as it is. */
const LOOKS = 30;

/** Follows a file. Where it has errors, the last content that was right stays in force, with the secrets of today. */
export function followFile(reader: FileReader): FollowedFile {
  let good: Good | null = null;
  let seen: string | null = null;
  let broken: { readonly since: string; readonly as: string } | null = null;

  function succeeded(bytes: Uint8Array | null, loaded: Loaded & { readonly ok: true }): FileEvent[] {
    const { settings, warnings } = loaded;
    const isNews = good !== null && (broken !== null || good.settings.sha256 !== settings.sha256);
    const isFirst = good === null;
    good = { bytes, settings };
    if (!isNews && !isFirst && broken === null) return [];
    const reloaded: FileEvent[] =
      isFirst && broken === null ? [] : [{ kind: 'file-reloaded', sha256: settings.sha256 }];
    broken = null;
    return [...reloaded, ...warnings.map(warningText)];
  }

  function failed(diagnostics: readonly Diagnostic[], bytes: string, now: string): FileEvent[] {
    const as = [bytes, ...diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`)].join('\n');
    const isNews = broken?.as !== as;
    broken = { since: broken?.since ?? now, as };
    return isNews ? [{ kind: 'file-broken', diagnostics }] : [];
  }

  /** The last content that was right, with today's secrets where they can be had. */
  async function lastGood(): Promise<Settings | null> {
    if (good === null || good.bytes === null) return good?.settings ?? null;
    const again = await reader.load(good.bytes);
    if (again.ok) good = { ...good, settings: again.settings };
    return good.settings;
  }

  /**
   * What the file holds once nobody writes it any more: half of a file may be right as well, with half of its mappings.
   * undefined = it does not come to rest. What was read before is no news, and neither is the first content.
   */
  async function settled(pause: () => Promise<boolean>): Promise<Uint8Array | null | undefined> {
    let bytes = await reader.read();
    for (let looks = 0; looks < LOOKS; looks++) {
      const as = digestOf(bytes);
      if (seen === null || as === seen) return bytes;
      if (!(await pause())) return undefined;
      bytes = await reader.read();
      if (digestOf(bytes) === as) return bytes;
    }
    return undefined;
  }

  return {
    async refresh(now, pause) {
      const bytes = await settled(pause);
      if (bytes === undefined) return { settings: await lastGood(), brokenSince: broken?.since ?? null, told: [] };
      seen = digestOf(bytes);
      const loaded = await reader.load(bytes);
      const told = loaded.ok ? succeeded(bytes, loaded) : failed(loaded.diagnostics, seen, now);
      return {
        settings: loaded.ok ? loaded.settings : await lastGood(),
        brokenSince: broken?.since ?? null,
        told,
      };
    },
    hasChanged: async () => digestOf(await reader.read()) !== seen,
  };
}

function digestOf(bytes: Uint8Array | null): string {
  return bytes === null ? 'none' : createHash('sha256').update(bytes).digest('hex');
}

function warningText({ file, line, column, code, message, advice }: Diagnostic): FileEvent {
  return { kind: 'told', level: 'info', text: `${file}:${line}:${column} warning ${code} ${message} ${advice}` };
}
