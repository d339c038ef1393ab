/** What a code means, and what to do about it: whole sentences for the reader of docs/codes.md. */
export interface Explanation {
  readonly meaning: string;
  readonly remedy: string;
}

/**
 * A table of codes. Each part of adsync has some in its `codes.ts`, and adds their keys to the unions below, so that no
 * part has to know the others:
 *
 *     declare module '../core/codes.ts' {
 *       interface NoticeCodes {
 *         readonly plan: keyof typeof NOTICES;
 *       }
 *     }
 *
 * Running code never loads a table: the types come from it, and docs/codes.md is printed from it.
 */
export type CodeTable = Readonly<Record<string, Explanation>>;

/** The codes of notices, by the part that has their table. Each part adds its own; the core itself has none. */
export interface NoticeCodes {
  readonly core: never;
}

/** The codes of reasons, by the part that has their table. */
export interface ReasonCodes {
  readonly core: never;
}

/** The codes of failures, by the part that has their table. */
export interface FailureCodes {
  readonly core: never;
}

/** The codes of what is wrong in the YAML file, by the part that has their table. */
export interface DiagnosticCodes {
  readonly core: never;
}

/** The codes of the steps of an explanation, by the part that has their table. */
export interface StepCodes {
  readonly core: never;
}

export type NoticeCode = NoticeCodes[keyof NoticeCodes];
export type ReasonCode = ReasonCodes[keyof ReasonCodes];
export type FailureCode = FailureCodes[keyof FailureCodes];
export type DiagnosticCode = DiagnosticCodes[keyof DiagnosticCodes];
export type StepCode = StepCodes[keyof StepCodes];
