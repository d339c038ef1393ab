import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { replace } from './replace-file.mjs';

// Makes one module of the style and the script of the page that `plan --html` writes, so that the program needs no file
// besides its code.

const FOLDER = new URL('../src/render/html/', import.meta.url);
const PAGE = new URL('../generated/page.ts', import.meta.url);
/** In this order: what comes later overrules what comes before. */
const STYLES = ['page.css', 'changes.css', 'tables.css', 'media.css'];

/** Writes generated/page.ts anew where it has changed. */
export function compilePage() {
  const text = [
    '// Written by scripts/compile-page.mjs from style/ and browser/.',
    `export const STYLE = ${literal(styleOf(STYLES.map((name) => read(`style/${name}`)).join('\n')))};`,
    `export const SCRIPT = ${literal(scriptOf())};`,
    '',
  ].join('\n');
  replace(PAGE, text);
}

/** One script of main.ts and everything that it imports, each file after those that it uses. */
function scriptOf() {
  const files = new Map();
  const add = (name) => {
    if (files.has(name)) return;
    files.set(name, '');
    const source = read(`browser/${name}`);
    for (const [, used] of source.matchAll(/^import \{[^}]*\} from '\.\/(.+)';$/gm)) add(used);
    files.delete(name);
    files.set(name, codeOf(source));
  };
  add('main.ts');
  return `(() => {\n'use strict';\n${[...files.values()].join('')}})();\n`;
}

function codeOf(source) {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return outputText
    .replace(/^import .*;\n/gm, '')
    .replace(/^export \{\};\n/gm, '')
    .replace(/^export /gm, '');
}

function styleOf(css) {
  return css
    .replace(/\/\*[^]*?\*\/\n?/g, '')
    .replace(/\n\s*/g, '\n')
    .trim();
}

function read(name) {
  return readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('\r\n', '\n');
}

function literal(text) {
  // Neither may end the element that it stands in.
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error('The page ends its own script or style.');
  return JSON.stringify(text);
}
