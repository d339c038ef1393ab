import { existsSync, readdirSync, readFileSync } from 'node:fs';

// Which packages are in the bundle, and under which licences: from what esbuild says that it put in.

const ROOT = new URL('../', import.meta.url);

/**
 * What the licences of shipped packages may be, as their package.json says it: SPDX ids of licences that ask for no more
 * than their notice, and two expressions that leave such a choice or are made of such.
 */
export const ACCEPTED_LICENCES = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'],
  // jszip: MIT is chosen.
  '(MIT OR GPL-3.0-or-later)',
  // pako
  '(MIT AND Zlib)',
];

const NOTICE = /^(licen[cs]e|copying|notice|copyright)([-.]|$)/i;
const PACKAGE = /^(.*node_modules\/)((?:@[^/]+\/)?[^/]+)\//;

/**
 * The packages of which anything is in a bundle, by name and version.
 *
 * @param metafile what esbuild says of the bundle, with paths from the root of the repository
 * @param root where these paths begin, as a URL
 * @returns name, version, licence as the package says it (undefined where it says none), and the texts of its notices
 */
export function shippedPackages(metafile, root = ROOT) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => PACKAGE.exec(path)?.[0]);
  const folders = [...new Set(used.filter((folder) => folder !== undefined))];
  const packages = folders.map((folder) => describe(new URL(folder, root)));
  const byKey = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** One sentence for each package whose licence is not accepted, or whose text is missing. */
export function licenceFaults(packages) {
  return packages.flatMap(({ name, version, licence, notices }) => {
    const of = `${name}@${version}`;
    if (licence === undefined) return [`${of} says no licence.`];
    if (!ACCEPTED_LICENCES.includes(licence)) return [`${of} is under ${licence}, which is not accepted.`];
    return notices.length === 0 ? [`${of} has no text of its licence.`] : [];
  });
}

function describe(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  // Old forms: an object, or a list of them.
  const licence = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type);
  return { name, version, licence, notices: noticesOf(name, folder) };
}

/** Files of the package; else what its README says under such a heading; else the text that was looked up for it here. */
function noticesOf(name, folder) {
  const files = readdirSync(folder);
  const notices = files.filter((file) => NOTICE.test(file)).sort();
  if (notices.length > 0) return notices.map((file) => textOf(new URL(file, folder)));
  const readme = files.find((file) => /^readme\./i.test(file));
  const section = readme && /^#+ licen[cs]e\n([\s\S]*)/im.exec(textOf(new URL(readme, folder)))?.[1].trim();
  if (section) return [section];
  const here = new URL(`scripts/notices/${name}.txt`, ROOT);
  return existsSync(here) ? [textOf(here)] : [];
}

function textOf(file) {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
}
