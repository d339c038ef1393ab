import type { Options } from 'ajv';

export const VALIDATOR_OPTIONS: Readonly<Record<'sync' | 'plan' | 'snapshot', Options>>;
export function compileSchemas(folder?: URL): Promise<void>;
export function withoutWords(schema: unknown): unknown;
