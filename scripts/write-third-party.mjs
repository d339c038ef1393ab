import { readFileSync } from 'node:fs';
import { replace } from './replace-file.mjs';
import { licenceFaults, shippedPackages } from './shipped-packages.mjs';
import { noticesText, sbomText } from './third-party.mjs';

// Before the package is packed: writes the notices and the SBOM of what `npm run build` has put into dist/.

const ROOT = new URL('../', import.meta.url);

const packages = shippedPackages(JSON.parse(readFileSync(new URL('dist/metafile.json', ROOT), 'utf8')));
const faults = licenceFaults(packages);
if (faults.length > 0) throw new Error(`Not packed:\n${faults.join('\n')}`);
replace(new URL('THIRD-PARTY-NOTICES.txt', ROOT), noticesText(packages));
replace(new URL('sbom.cdx.json', ROOT), sbomText());
console.error(`THIRD-PARTY-NOTICES.txt and sbom.cdx.json: ${packages.length} packages.`);
