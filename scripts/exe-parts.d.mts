export function exeParts(): Promise<Readonly<Record<string, string>>>;
