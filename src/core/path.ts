/** A place as names from the root downwards, e.g. ['Technicians', 'Helpdesk', 'Tier 1']. */
export type GroupPath = readonly string[];

/** `['Technicians', 'A/B']` → `Technicians/A\/B`, the form used in the file and in every output; a backslash doubles. */
export function formatPath(path: GroupPath): string {
  return path.map((name) => name.replace(/[\\/]/g, '\\$&')).join('/');
}

/**
 * The reverse of {@link formatPath}; a backslash before any other character stands for itself. Blanks around a name
 * are dropped. Empty names (`a//b`, a trailing slash) come out as empty strings; the caller refuses them.
 */
export function parsePath(text: string): string[] {
  if (!text.includes('\\')) return text.split('/').map((name) => name.trim());
  const names: string[] = [];
  let name = '';
  for (const [part] of text.matchAll(/\\[\\/]|[^]/g)) {
    if (part === '/') {
      names.push(name.trim());
      name = '';
    } else {
      name += part.length === 2 ? part.slice(1) : part;
    }
  }
  return [...names, name.trim()];
}
