import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { licenceFaults, shippedPackages } from './shipped-packages.mjs';

// What is said of the packages in the bundle: a list for people, and one for programs.

const ROOT = new URL('../', import.meta.url);
const METAFILE = 'dist/metafile.json';
const RULE = '='.repeat(80);

/**
 * Writes THIRD-PARTY-NOTICES.txt and sbom.cdx.json of what `npm run build` has put into dist/.
 *
 * @param folder of what is about to be published, as a URL
 * @param node version of the Node that comes with it, if one does; its own licence is a file of its own
 * @throws Error when a licence is not accepted
 */
export function writeThirdParty(folder, node = null) {
  const packages = shippedPackages(JSON.parse(readFileSync(new URL(METAFILE, ROOT), 'utf8')));
  const faults = licenceFaults(packages);
  if (faults.length > 0) throw new Error(`Not to be published:\n${faults.join('\n')}`);
  writeFileSync(new URL('THIRD-PARTY-NOTICES.txt', folder), noticesText(packages));
  writeFileSync(new URL('sbom.cdx.json', folder), sbomText(node));
}

/** THIRD-PARTY-NOTICES.txt: the same for the same packages. */
export function noticesText(packages) {
  const head =
    'adsync is made of its own code, under the licence in LICENSE, and of these packages.\n' +
    'Their authors ask that their notices come with it. sbom.cdx.json lists the same packages for programs.\n';
  const parts = packages.map(({ name, version, licence, notices }) =>
    [
      RULE,
      `${name} ${version}`,
      `Licence: ${licence}`,
      `https://www.npmjs.com/package/${name}/v/${version}`,
      '',
      notices.join('\n\n'),
      '',
    ].join('\n'),
  );
  return [head, ...parts, RULE, ''].join('\n');
}

/**
 * sbom.cdx.json, in the format CycloneDX 1.6, without time stamp and serial number: the same for the same packages,
 * wherever it is made.
 */
export function sbomText(node = null) {
  const tool = 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js';
  // It validates only with packages that it does not bring along; test/supply/shipped.slow.test.ts validates.
  const args = [tool, '--sv', '1.6', '--output-reproducible', '--no-validate', '--output-file', '-', METAFILE];
  const said = execFileSync(process.execPath, args, {
    cwd: fileURLToPath(ROOT),
    encoding: 'utf8',
    stdio: 'pipe',
  });
  // The tool names each component after a hash of the folder where it lies, which differs from machine to machine.
  const sbom = JSON.parse(said.replace(/"([^"\n#]+@[^"\n#]+)#[0-9a-f]{64}"/g, '"$1"'));
  const own = (ref) => ref.startsWith('VirtualComponent ');
  sbom.components = once(sbom.components, (one) => one['bom-ref']).filter((one) => !own(one['bom-ref']));
  sbom.dependencies = once(sbom.dependencies, ({ ref }) => ref)
    .filter(({ ref }) => !own(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: [...new Set(dependsOn)].filter((to) => !own(to)) }));
  if (node !== null) sbom.components.push(nodeComponent(node));
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

/** The Node in an executable. Its LICENSE has the licences of all that is in it. */
function nodeComponent(version) {
  return {
    type: 'platform',
    name: 'node',
    version,
    'bom-ref': `node@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:generic/node@${version}`,
  };
}

/** The same version of a package may lie in several folders. */
function once(list, keyOf) {
  return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
