/** The commit that a folder is the checkout of, and whether a file of it was changed since. */
export function buildCommit(
  root: string,
  env?: Readonly<Record<string, string | undefined>>,
): { readonly commit: string | null; readonly modified: boolean };
