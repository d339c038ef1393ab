import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** How Node loads our TypeScript, and the tests without jest. */
const TYPESCRIPT = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } };

/** Whoever asks for a module with `?load=N` loads all that it needs anew, too. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return next(new URL('./globals.mjs', import.meta.url).href, context);
  const found = await next(specifier, context);
  const load = context.parentURL === undefined ? null : new URL(context.parentURL).searchParams.get('load');
  if (load === null || !found.url.endsWith('.ts')) return found;
  return { ...found, url: `${found.url}?load=${load}` };
}

export async function load(url, context, next) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !pathname.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { filename, swcrc: false, ...TYPESCRIPT });
  return { format: 'module', source: code, shortCircuit: true };
}
