import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';

/** The schema of the file as scripts/compile-schemas.mjs makes code of it; src/ and dist/ see it in the same place. */
const COMPILED = '../../schemas/compiled/sync.cjs';

/** Whether plain data of a file fits the schema; its errors name what does not. */
export function syncValidator(): ValidateFunction {
  return createRequire(import.meta.url)(COMPILED) as ValidateFunction;
}
