import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';

/** `schemas/sync.schema.json` as the build compiles it; it lies in the same place seen from src/ and from dist/. */
const COMPILED = '../../dist/schemas/sync.cjs';

export function syncSchema(): ValidateFunction {
  return createRequire(import.meta.url)(COMPILED) as ValidateFunction;
}
