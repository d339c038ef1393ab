/** What esbuild says of a bundle. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  readonly notices: readonly string[];
}

export const ACCEPTED_LICENCES: readonly string[];
export function shippedPackages(metafile: Metafile, root?: URL): ShippedPackage[];
export function licenceFaults(packages: readonly ShippedPackage[]): string[];
