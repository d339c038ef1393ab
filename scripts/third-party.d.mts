import type { ShippedPackage } from './shipped-packages.mjs';

export function noticesText(packages: readonly ShippedPackage[]): string;
export function sbomText(metafile?: string): string;
