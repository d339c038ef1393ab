import { readFile } from 'node:fs/promises';
import { loadSettings } from '../../src/config/load.ts';
import type { ConfiguredTarget } from '../../src/targets/target.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { openHttp } from '../../src/net/http.ts';
import { guardRailsFor } from '../../src/plan/guard-rails.ts';
import { loadKinds, TARGET_SECTIONS } from '../../src/targets/registry.ts';

/**
 * Reads what the file in a folder names, and measures the planner alone: the first time that it plans, as in every run of
 * adsync. Prints seconds on the clock and of all cores as JSON.
 */

const [cwd = '.'] = process.argv.slice(2);
const { signal } = new AbortController();

const loaded = await loadSettings(
  'sync.yaml',
  {
    cwd,
    env: {},
    readFile: (path) => readFile(path),
    systemAuthorities: () => Promise.resolve(null),
  },
  { sections: TARGET_SECTIONS },
);
if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
const { settings } = loaded;

async function configured(): Promise<ConfiguredTarget> {
  const kinds = await loadKinds();
  const [section] = settings.targets;
  const kind = kinds.find((one) => one.section.type === section?.type);
  if (section === undefined || kind === undefined) throw new Error('the file has no section of a target');
  return kind.configured(section);
}

const target = await configured();
const directory = await openDirectory(settings.directory);
const progress = (): void => undefined;
const reading = await directory.read(target.mappings, {
  signal,
  now: new Date(),
  progress,
  attributes: target.attributes,
});
const opened = await target.open({
  signal,
  log: progress,
  randomBytes: (size) => new Uint8Array(size),
  openHttp: (ca) => openHttp({ ca, env: {} }),
  traffic: () => undefined,
});
try {
  const account = await opened.read({ thorough: false, progress });
  const input = {
    settings: { ...settings, guardRails: guardRailsFor(target.type, settings) },
    reading,
    approvals: [],
    earlier: new Map(),
    past: { recent: [], gaps: [], used: new Map() },
    knownNames: new Map(),
  };
  const before = process.cpuUsage();
  const begun = performance.now();
  const proposed = account.propose(input);
  const wall = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (proposed.kind !== 'section' || proposed.changes.length > 0) throw new Error('the account is not unchanged');
  process.stdout.write(`${JSON.stringify({ wall, cpu: (user + system) / 1e6 })}\n`);
} finally {
  await opened.close();
}
