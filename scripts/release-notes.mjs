import { readFileSync } from 'node:fs';
import { notesOf } from './release-texts.mjs';

// Prints what CHANGELOG.md says of the version of package.json.

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
process.stdout.write(notesOf(readFileSync('CHANGELOG.md', 'utf8'), version));
