// The first lines of the executables: they load the parts of the program (exe-parts.mjs) from the executable itself.
const { isBuiltin } = require('node:module');
const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');

const loaded = new Map();

function load(name) {
  if (isBuiltin(name)) return require(name);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  // Noted before it runs, for parts may load each other.
  loaded.set(name, module);
  const text = getAsset(name.replace('./', ''), 'utf8');
  compileFunction(text, ['require', 'module', 'exports'], { filename: name })(load, module, module.exports);
  return module.exports;
}

load('./main.js').main(process.argv);
