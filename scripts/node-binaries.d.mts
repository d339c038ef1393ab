export function pinnedVersion(platform: string, version: string): string;
export function nodeBinary(platform: string, version: string, options?: { readonly cache?: string }): Promise<string>;
export function nodeBytes(platform: string, version: string): Promise<Buffer>;
export function asPinned(bytes: Buffer, platform: string, version: string): Buffer;
