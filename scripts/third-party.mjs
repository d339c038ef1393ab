import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// What is said of the packages in the bundle: a list for people, and one for programs.

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const RULE = '='.repeat(80);

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
      ...join(notices),
    ].join('\n'),
  );
  return [head, ...parts, RULE, ''].join('\n');
}

function join(notices) {
  return notices.flatMap((text, index) => (index === 0 ? [text] : ['', text])).concat('');
}

/**
 * sbom.cdx.json, in the format CycloneDX 1.6, without time stamp and serial number: the same for the same packages,
 * wherever it is made.
 *
 * @param metafile path of what esbuild says of the bundle, from the root of the repository
 */
export function sbomText(metafile = 'dist/metafile.json') {
  const tool = 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js';
  // It validates only with packages that it does not bring along; test/supply/third-party.test.ts validates.
  const args = [tool, '--sv', '1.6', '--output-reproducible', '--no-validate', '--output-file', '-', metafile];
  const said = execFileSync(process.execPath, args, {
    cwd: ROOT,
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
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

/** The same version of a package may lie in several folders. */
function once(list, keyOf) {
  return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
