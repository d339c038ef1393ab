export function bundleSource(source: string, file: string): Promise<void>;
export function importSource(source: string): Promise<unknown>;
