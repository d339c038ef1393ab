export function compilePage(): void;
