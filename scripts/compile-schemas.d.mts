import type { Options } from 'ajv';

export const VALIDATOR_OPTIONS: Readonly<Record<'sync' | 'plan', Options>>;
export function compileSchemas(folder?: URL): Promise<void>;
