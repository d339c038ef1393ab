import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { licenceFaults, type Metafile, shippedPackages } from '../../scripts/shipped-packages.mjs';
import { noticesText, sbomText } from '../../scripts/third-party.mjs';

const METAFILE = join(import.meta.dirname, '../../dist/metafile.json');
const metafile = JSON.parse(readFileSync(METAFILE, 'utf8')) as Metafile;
const shipped = shippedPackages(metafile);
const names = shipped.map(({ name, version }) => `${name}@${version}`);

/** The folders of packages that esbuild names, found in another way than by the script. */
const folders = new Set(
  Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path, { bytesInOutput }]) => path.includes('node_modules/') && bytesInOutput > 0)
    .map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1]),
);

test('dist/ asks for nothing but itself and Node: whoever puts a package beside it or into the current folder is not asked', () => {
  const { outputs } = JSON.parse(readFileSync(METAFILE, 'utf8')) as {
    readonly outputs: Readonly<
      Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
    >;
  };
  const asked = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external === true));

  // Node 20 does not know node:sqlite, which undici asks for where it is there.
  expect(asked.filter(({ path }) => !isBuiltin(path) && !path.startsWith('node:'))).toEqual([]);
  expect(asked.length).toBeGreaterThan(10);
});

describe('the packages in dist/', () => {
  test('are under licences that are accepted, and bring the text of theirs', () => {
    expect(licenceFaults(shipped)).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['exceljs@4.4.0', 'undici@7.30.2', 'zip-stream@7.0.5']));
  });

  test('are all that esbuild put in', () => {
    expect([...folders].sort()).toEqual([...new Set(shipped.map(({ name }) => name))].sort());
  });

  test('are none that nothing calls, that other tools bring along, or that their authors have given up', () => {
    const unwanted =
      /^(archiver|archiver-utils|bluebird|buffers|fast-csv|fstream|glob|inflight|lazystream|rimraf|supports-color|tar-stream|tmp|unzipper)@/;

    expect(names.filter((name) => unwanted.test(name))).toEqual([]);
  });

  test('have their name, version and text in THIRD-PARTY-NOTICES.txt', () => {
    const text = noticesText(shipped);
    const lacking = shipped.filter(
      ({ name, version, licence, notices }) =>
        !text.includes(`\n${name} ${version}\nLicence: ${licence ?? ''}\n`) ||
        !notices.every((one) => text.includes(one)),
    );

    expect(lacking).toEqual([]);
  });

  test('stand in the SBOM, with what it takes to find them, and nothing else does', () => {
    const text = sbomText();
    const sbom = JSON.parse(text) as {
      readonly bomFormat: string;
      readonly metadata: { readonly component: { readonly name: string } };
      readonly components: readonly {
        readonly 'bom-ref': string;
        readonly purl: string;
        readonly licenses: unknown[];
      }[];
      readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
    };

    expect(sbom.bomFormat).toBe('CycloneDX');
    expect(sbom.metadata.component.name).toBe('adsync');
    expect(sbom.components.map((one) => one['bom-ref']).sort()).toEqual([...names].sort());
    expect(
      sbom.components.filter(({ purl, licenses }) => !purl.startsWith('pkg:npm/') || licenses.length === 0),
    ).toEqual([]);
    expect(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((to) => !names.includes(to))).toEqual([]);
    expect(faultsByItsSchema(sbom)).toEqual([]);
    // The same on every machine, at any time.
    expect(text).not.toMatch(/serialNumber|"timestamp"|#[0-9a-f]{64}/);
  });
});

/** By the schema of CycloneDX, which the tool brings along without what it would take to use it. */
function faultsByItsSchema(sbom: object): unknown[] {
  const folder = join(import.meta.dirname, '../../node_modules/@cyclonedx/cyclonedx-library/res/schema');
  const schema = (name: string): object =>
    JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
  }
  ajv.validate(schema('bom-1.6'), sbom);
  return ajv.errors ?? [];
}

test('the SBOM of an executable has its Node besides', () => {
  const sbom = JSON.parse(sbomText('24.0.1')) as { readonly components: readonly { readonly purl: string }[] };

  expect(faultsByItsSchema(sbom)).toEqual([]);
  expect(sbom.components.length).toBe(shipped.length + 1);
  expect(sbom.components.at(-1)?.purl).toBe('pkg:generic/node@24.0.1');
});

describe('a package with a doubtful licence is named', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'adsync-shipped-'));
  });

  afterEach(() => rm(root, { recursive: true }));

  async function faultsOf(files: Readonly<Record<string, string>>, bytesInOutput = 1): Promise<string[]> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const inputs = { 'src/main.ts': { bytesInOutput: 9 }, 'node_modules/a/index.js': { bytesInOutput } };
    return licenceFaults(shippedPackages({ outputs: { 'dist/main.js': { inputs } } }, pathToFileURL(`${root}/`)));
  }

  const manifest = (more: object): string => JSON.stringify({ name: 'a', version: '1.2.3', ...more });

  test.each([
    ['none', {}, 'a@1.2.3 says no licence.'],
    [
      'one that binds what it is put into',
      { license: 'GPL-3.0-only' },
      'a@1.2.3 is under GPL-3.0-only, which is not accepted.',
    ],
    [
      'none that anybody knows',
      { license: 'SEE LICENSE IN x' },
      'a@1.2.3 is under SEE LICENSE IN x, which is not accepted.',
    ],
    ['an old form', { licenses: [{ type: 'WTFPL' }] }, 'a@1.2.3 is under WTFPL, which is not accepted.'],
  ])('%s', async (_what, more, fault) => {
    expect(await faultsOf({ 'node_modules/a/package.json': manifest(more), 'node_modules/a/LICENSE': 'text' })).toEqual(
      [fault],
    );
  });

  test('without a text of it', async () => {
    const files = { 'node_modules/a/package.json': manifest({ license: 'MIT' }), 'node_modules/a/index.js': '' };

    expect(await faultsOf(files)).toEqual(['a@1.2.3 has no text of its licence.']);
    expect(await faultsOf({ 'node_modules/a/README.md': '# a\n\n## License\n\nMIT, by A.\n' })).toEqual([]);
  });

  test('not where nothing of it ends up in the bundle', async () => {
    expect(await faultsOf({ 'node_modules/a/package.json': manifest({}) }, 0)).toEqual([]);
  });
});
