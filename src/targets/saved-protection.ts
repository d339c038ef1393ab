import { digest } from '../core/digest.ts';
import type { Disguise } from '../core/disguise.ts';
import type { Notice } from '../core/notice.ts';
import { patternOf } from '../core/pattern.ts';
import { fold } from '../core/text.ts';

/**
 * Whom the entries of `protect` mean in a snapshot without addresses. The file goes on naming addresses: so the snapshot
 * says of a digest of each entry which tokens it stands for. Whoever guesses an entry learns these tokens; the entries stand
 * in the file anyway.
 */
export interface SavedProtection {
  readonly salt: string;
  readonly entries: readonly { readonly digest: string; readonly means: readonly string[] }[];
}

export interface KnownAddresses {
  /** Of the users of the account. */
  readonly account: readonly string[];
  /** Of the people of the directory. */
  readonly directory: readonly string[];
}

/** What a section says about protection. */
export interface ProtectSettings {
  readonly protect: readonly string[];
  /** Line of each entry in the file, 1-based. */
  readonly protectLines: readonly number[];
}

/** Protects nobody, as an entry does that no address fits. */
const NOBODY = 'nobody@adsync.invalid';

export function saveProtection(
  entries: readonly string[],
  { account, directory }: KnownAddresses,
  { address, secretOf }: Disguise,
): SavedProtection {
  const salt = secretOf('protect', 'salt');
  return {
    salt,
    entries: entries.map((entry) => {
      const matches = patternOf(entry);
      const own = account.filter((one) => one !== '' && matches(fold(one)));
      const others = directory.filter((one) => one !== '' && matches(fold(one)));
      const means = entry.includes('*') ? [...own, ...others] : [entry];
      return { digest: digestOf(entry, salt), means: [...new Set(means.map((one) => fold(address(one))))].sort() };
    }),
  };
}

/**
 * The entries of the file as tokens. `*` as a whole name before a domain goes on fitting, where the domain stayed readable.
 *
 * @param emails of the account of the snapshot
 * @returns `known`: the settings with tokens; `notices`: entries that the snapshot does not know
 */
export function applyProtection<Settings extends ProtectSettings>(
  settings: Settings,
  saved: SavedProtection,
  emails: readonly string[],
): { readonly known: Settings; readonly notices: readonly Notice[] } {
  const byDigest = new Map(saved.entries.map((one) => [one.digest, one.means]));
  const there = new Set(emails.map(fold));
  const notices: Notice[] = [];
  const lines = settings.protect.flatMap((entry, index): { readonly text: string; readonly line: number }[] => {
    const line = settings.protectLines[index] ?? 0;
    const means = byDigest.get(digestOf(entry, saved.salt));
    if (means === undefined) {
      notices.push(unknown(entry, line));
      return [{ text: entry, line }];
    }
    // Of an entry that protects somebody nothing is to be said for those whom the account does not have.
    const own = means.filter((one) => there.has(one));
    const texts = own.length > 0 ? own : means.slice(0, 1);
    return (texts.length > 0 ? texts : [NOBODY]).map((text) => ({ text, line }));
  });
  const known = { ...settings, protect: lines.map(({ text }) => text), protectLines: lines.map(({ line }) => line) };
  return { known, notices };
}

function digestOf(entry: string, salt: string): string {
  return digest(JSON.stringify(['adsync protect', salt, fold(entry)]));
}

function unknown(entry: string, line: number): Notice {
  return {
    code: 'SNAPSHOT_PROTECT_UNKNOWN',
    severity: 'warning',
    text: `The snapshot is pseudonymised and was taken before the file named ${entry} in protect, so nobody can tell whom the entry means there: this plan may change users that it protects. Take the snapshot again with this file.`,
    subject: entry,
    line: line === 0 ? null : line,
  };
}
