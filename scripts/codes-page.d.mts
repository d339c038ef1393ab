import type { CodeTable } from '../src/core/codes.ts';

/** The kinds of codes, as the tables in the `codes.ts` files are called. */
export type Kind = 'FAILURES' | 'NOTICES' | 'REASONS' | 'DIAGNOSTICS' | 'STEPS';

/** What one `codes.ts` exports. */
export type Tables = Readonly<Partial<Record<Kind, CodeTable>>>;

/**
 * The text of docs/codes.md.
 *
 * @param parts the tables of each part
 */
export function codesPage(parts: readonly Tables[]): string;
