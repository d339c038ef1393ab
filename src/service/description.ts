/** What has services here, by the name that --platform takes. */
export type Platform = 'linux' | 'macos' | 'windows';

/** A secret that the manager of services hands to the service as a file, so that the service's user need not read its own. */
export interface Credential {
  /** What the file is called in the folder that CREDENTIALS_DIRECTORY names. */
  readonly name: string;
  /** Absolute path of the file with the secret. */
  readonly path: string;
  /** Whether it was made with `systemd-creds encrypt`. */
  readonly encrypted: boolean;
}

/** A service as it is to be installed. Every path is absolute, and of the platform that the service is for. */
export interface ServiceDescription {
  /** `adsync`, or `adsync-NAME`. */
  readonly name: string;
  /** user = for one user, without rights of an administrator. */
  readonly scope: 'system' | 'user';
  /** The program, and what stands before its own arguments: Node and a script, or an executable alone. */
  readonly program: readonly string[];
  /** The YAML files. */
  readonly files: readonly string[];
  readonly stateDir: string;
  /** null = the platform's own: a dynamic user of systemd, LocalService of Windows; or the user of a scope `user`. */
  readonly account: string | null;
  readonly credentials: readonly Credential[];
  /** A file with variables for the service; null = none. */
  readonly environmentFile: string | null;
  /** Where health and metrics are served: `127.0.0.1:9464`; null = nowhere. */
  readonly listen: string | null;
  /** Whether the programs may be run that the YAML file names for its secrets. */
  readonly allowCommands: boolean;
  /** Files with secrets that the YAML files name. Where rights are lists, these are given to the account of the service. */
  readonly secretFiles: readonly string[];
}

/** Where a service is found again: enough for everything but its installation. */
export interface ServicePlace {
  readonly name: string;
  readonly scope: ServiceDescription['scope'];
  /** The home folder, for a scope `user`. */
  readonly home: string;
  /** Where Windows keeps the data of programs. */
  readonly programData: string;
  /** The user's number; null where there is none. */
  readonly uid: number | null;
}

/** Where the state of a service is kept unless it is said otherwise. Windows knows no other place, for `stop` must find it. */
export function defaultStateDir(platform: Platform, { name, scope, home, programData }: ServicePlace): string {
  if (platform === 'windows') return `${programData}\\${name}\\state`;
  if (platform === 'macos') return `${scope === 'user' ? home : ''}/Library/Application Support/${name}/state`;
  return scope === 'user' ? `${home}/.local/state/${name}` : `/var/lib/${name}/state`;
}

/** What the first line of whatever adsync writes says. Nothing else is ever overwritten or removed. */
export const MARKER = 'Written by adsync service install';

/** Names that are fine as that of a unit, of a user, of a folder and of a task. */
const NAME = /^[a-z][a-z0-9-]{0,20}$/;

/**
 * What the service is called everywhere; null where the name will not do. It always begins with `adsync`, so that no other
 * service can be put in the shade.
 *
 * @param name as `--name` gives it; null = none was given
 */
export function serviceName(name: string | null): string | null {
  if (name === null) return 'adsync';
  return NAME.test(name) && !name.endsWith('-') ? `adsync-${name}` : null;
}
