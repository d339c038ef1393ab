import type { ValidateFunction } from 'ajv/dist/2020.js';
import validate from '../../generated/validators/sync.cjs';

/** Whether plain data of a file fits the schema; its errors name what does not. */
export function syncValidator(): ValidateFunction {
  return validate;
}
