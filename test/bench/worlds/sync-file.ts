import { type Company, groupOf } from './company.ts';
import { TOKEN } from './rescue-account.ts';

export interface RescueSection {
  readonly url: string;
  /** Requests at the same time, and a second; absent = as many as a file may say. */
  readonly concurrent?: number;
  readonly perSecond?: number;
  /** Only the first so many groups; absent = all. */
  readonly mappings?: number;
  /** What is done with groups inside groups; absent = as adsync does of itself. */
  readonly subgroups?: 'flatten';
  /** DN below which the company stands; absent = that of an export. */
  readonly root?: string;
  /** Whether groups are named by their ids instead of DNs, as Entra ID has none. */
  readonly byId?: boolean;
}

/** `directory` for an export in the same folder. */
export const EXPORT = 'directory: { type: file, path: directory.ldif }\n';

/** A whole file. @param sections after the directory */
export function syncFile(directory: string, ...sections: string[]): string {
  const limits = 'limits: { membersPerGroup: 1000000 }\n';
  return `version: 1\n${directory}${limits}${sections.join('')}`;
}

/** A mapping for each group, in their order. */
export function rescueSection({ groups }: Pick<Company, 'groups'>, section: RescueSection): string {
  const { url, concurrent = 64, perSecond = 1000, mappings = groups, subgroups, root, byId = false } = section;
  const more = subgroups === undefined ? '' : `, subgroups: ${subgroups}`;
  const lines = Array.from({ length: mappings }, (_, index) => {
    const { dn, guid, name } = groupOf(index, root);
    return `    - { directoryGroup: "${byId ? guid : dn}", rescueGroup: "Technicians/${name}"${more} }\n`;
  });
  return (
    `rescue:\n  url: ${url}\n  apiToken: ${TOKEN}\n` +
    `  requests: { concurrent: ${concurrent}, perSecond: ${perSecond} }\n  groups:\n${lines.join('')}`
  );
}
