export function versionFault(version: string, current: string, isReleased: boolean): string | null;
export function dateFault(date: string): string | null;
export function releasedChangelog(text: string, version: string, date: string): string;
export function withVersion(text: string, version: string): string;
export function lockWithVersion(text: string, version: string): string;
export function pageWithVersion(text: string, former: string, version: string): string;
export function notesOf(text: string, version: string): string;
export function publishFault(
  manifest: { readonly version: string; readonly repository: { readonly url: string } },
  env: Readonly<Record<string, string | undefined>>,
  isOnMain: boolean,
): string | null;
