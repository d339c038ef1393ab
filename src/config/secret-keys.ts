/**
 * The keys of the file whose values are secrets: never shown, masked in everything that is written. A new secret of the
 * schema (`writeOnly`) becomes one here; a test keeps the two in step.
 */
export const SECRET_PATHS: readonly string[] = [
  'directory.bindPassword',
  'directory.clientSecret',
  'rescue.apiToken',
  'rescue.password',
  'rescue.newUsers.password',
  'rescue.linkKey',
];

/** Keys that name a file. Where such a value came from outside, it is shown as it stands in the YAML file. */
export const FILE_PATHS: readonly string[] = [
  'directory.path',
  'directory.certificate',
  'directory.tls.ca',
  'rescue.tls.ca',
];

/** What belongs to a secret, and can be nothing but an id: masked like a secret where it came from outside. */
export const ID_PATHS: readonly string[] = ['directory.clientId'];

/** The only keys that take `${…}`: whatever else stands in the file is printed by a plan, or decides who is changed. */
export const REFERENCE_PATHS: ReadonlySet<string> = new Set([...SECRET_PATHS, ...FILE_PATHS, ...ID_PATHS]);

/** Names of the keys in {@link SECRET_PATHS}, without where they stand. */
export const SECRET_KEYS: ReadonlySet<string> = new Set(SECRET_PATHS.map((path) => path.split('.').at(-1) ?? path));
