import type { GroupPath } from './model.ts';

/** `['Technicians', 'A/B']` → `Technicians/A\/B`, the form used in the file and in every output; a backslash doubles. */
export function formatPath(path: GroupPath): string {
  return path.map((name) => name.replace(/[\\/]/g, '\\$&')).join('/');
}

/**
 * The reverse of {@link formatPath}; a backslash before any other character stands for itself. Blanks around a name
 * are dropped. Empty names (`a//b`, a trailing slash) come out as empty strings; the caller refuses them.
 */
export function parsePath(text: string): string[] {
  const parts = text.match(/\\[\\/]|[^/]|\//g) ?? [];
  const names: string[] = [''];
  for (const part of parts) {
    if (part === '/') names.push('');
    else names[names.length - 1] += part === '\\/' || part === '\\\\' ? part.slice(1) : part;
  }
  return names.map((name) => name.trim());
}
