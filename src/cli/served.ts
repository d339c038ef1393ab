/** A stand-in that is being served. */
export interface Served {
  readonly url: string;
  /** Every request since the start; grows. */
  readonly log: readonly object[];
  /** What to write in the YAML file. */
  readonly yaml: string;
  close(): Promise<void>;
}
