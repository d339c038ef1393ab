#!/usr/bin/env node
// Only what the oldest Node that loads modules at all understands: whoever has too old a one is to read this sentence.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error NODE_TOO_OLD adsync needs Node.js 20.19 or newer, and this is ${process.versions.node}.\n` +
      '  Install a newer one from https://nodejs.org, and see which one is found first with: node --version\n',
  );
  process.exitCode = 1;
} else {
  import('../dist/main.js').then(({ main }) => main(process.argv));
}
