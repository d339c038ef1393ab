/** What the script of a page knows of its changes besides what the page shows. Texts are as they are shown. */
export interface PageData {
  /** Ids of the filters. */
  readonly filters: readonly string[];
  /** By number of the change. */
  readonly changes: readonly ChangeData[];
  readonly reasons: readonly ReasonData[];
}

export interface ChangeData {
  /** For each filter, in their order, the values that the change has. */
  readonly has: readonly (readonly string[])[];
  /** Why it is made: a number in `reasons`. */
  readonly why: number;
  /** What becomes of its fields. */
  readonly fields: readonly FieldData[];
  /** Names and values of whatever else is to be told. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A field, what it holds before and after (null: nothing to show), and why: a number in `reasons` (null: as the change). */
export type FieldData = readonly [field: string, before: string | null, after: string | null, why: number | null];

/** Text, way through the directory groups from the mapped one downwards, and the line of the file. */
export type ReasonData = readonly [text: string, path: readonly string[], where: string | null];
