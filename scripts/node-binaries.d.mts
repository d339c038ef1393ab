export function pinnedVersion(platform: string, version: string): string;
export function nodeBinary(platform: string, version: string, options?: { readonly cache?: string }): Promise<string>;
