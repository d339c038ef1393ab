export function versionFault(version: string, current: string, isReleased: boolean): string | null;
export function dateFault(date: string): string | null;
export function releasedChangelog(text: string, version: string, date: string): string;
export function withVersion(text: string, version: string): string;
export function lockWithVersion(text: string, version: string): string;
