import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

let compiled: Promise<ValidateFunction> | undefined;

/** The compiled `schemas/sync.schema.json`; it lies in the same place seen from src/ and from dist/. */
export function syncSchema(): Promise<ValidateFunction> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<ValidateFunction> {
  const text = await readFile(new URL('../../schemas/sync.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ allErrors: true, strict: true, discriminator: true, verbose: true });
  return ajv.compile(JSON.parse(text) as object);
}
