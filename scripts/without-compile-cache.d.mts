export function withoutCompileCache(program: Buffer): Buffer;
