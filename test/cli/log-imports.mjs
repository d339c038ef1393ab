import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// `node --import log-imports.mjs`: writes the address of every module that is loaded to the file IMPORT_LOG.
if (isMainThread) register(import.meta.url);

export function load(url, context, nextLoad) {
  appendFileSync(process.env.IMPORT_LOG, `${url}\n`);
  return nextLoad(url, context);
}
