import type { ShippedPackage } from './shipped-packages.mjs';

export function writeThirdParty(folder: URL, node?: string): void;
export function noticesText(packages: readonly ShippedPackage[]): string;
export function sbomText(node?: string): string;
