/** A group of the account, or one that a mapping names and that is not there yet. */
export interface AccountGroupCount {
  /** Its path as text (core/path.ts). */
  readonly group: string;
  /** Users who stand in the group itself, enabled ones and all; null where the account has no such group yet. */
  readonly enabled: number | null;
  readonly users: number | null;
  /** Lines of the mappings that name it, in the order of the file. */
  readonly lines: readonly number[];
  /** The line of the mapping below whose group it mirrors a directory group; null where it is not linked to one. */
  readonly below: number | null;
  /** Whether its name or somebody in it cannot be read: then the numbers are the least that there is. */
  readonly unsure: boolean;
}
