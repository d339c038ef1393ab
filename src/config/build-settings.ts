import { resolve } from 'node:path';
import { Secret } from '../core/secret.ts';
import type { DirectorySettings, LimitSettings } from '../core/settings.ts';
import { buildEntra } from './entra.ts';
import { type Entry, isReferenced, select, selectTexts, textAt, valueAt } from './entry.ts';
import { durationAt, numberAt, requiredText, shareAt } from './typed-values.ts';

/** Content of the files that `directory` names; null where it names none. */
export interface DirectoryFiles {
  /** PEM text of the authorities to trust. */
  readonly authorities: string | null;
  /** PEM text of private key and certificate. */
  readonly certificate: Secret | null;
}

/**
 * What `directory` of a faultless file means, with the defaults filled in.
 *
 * @param folder what relative paths are relative to
 */
export function buildDirectory(root: Entry, folder: string, files: DirectoryFiles): DirectorySettings {
  const type = textAt(root, 'directory.type');
  if (type === 'file') return { type, ...directoryFile(root, folder) };
  if (type === 'entra') return buildEntra(root, files.authorities, files.certificate);
  return {
    type: 'ldap',
    urls: selectTexts(root, 'directory.urls[]').map(({ text }) => text),
    baseDN: requiredText(root, 'directory.baseDN'),
    bindDN: requiredText(root, 'directory.bindDN'),
    bindPassword: new Secret(requiredText(root, 'directory.bindPassword')),
    tls: {
      ca: files.authorities,
      startTLS: valueAt(root, 'directory.tls.startTLS') === true,
      serverName: textAt(root, 'directory.tls.serverName'),
    },
    timeouts: {
      connect: durationAt(root, 'directory.timeouts.connect', '10s'),
      request: durationAt(root, 'directory.timeouts.request', '60s'),
    },
  };
}

function directoryFile(root: Entry, folder: string): { readonly path: string; readonly shown?: string } {
  const path = resolve(folder, requiredText(root, 'directory.path'));
  const [entry] = select(root, 'directory.path');
  return entry?.kind === 'scalar' && isReferenced(entry) ? { path, shown: String(entry.raw) } : { path };
}

/** What `limits` of a faultless file means, with the defaults filled in. */
export function buildLimits(root: Entry): LimitSettings {
  return {
    disable: shareAt(root, 'limits.disable') ?? { kind: 'percent', percent: 10 },
    disablePerGroup: shareAt(root, 'limits.disablePerGroup') ?? { kind: 'percent', percent: 50 },
    move: shareAt(root, 'limits.move') ?? { kind: 'percent', percent: 30 },
    readdress: shareAt(root, 'limits.readdress') ?? { kind: 'percent', percent: 30 },
    create: numberAt(root, 'limits.create'),
    minimum: numberAt(root, 'limits.minimum') ?? 5,
    // The plain number 0 is the one duration that needs no unit.
    window: valueAt(root, 'limits.window') === 0 ? 0 : durationAt(root, 'limits.window', '24h'),
  };
}
