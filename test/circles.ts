import type { SourceFile } from './source-files.ts';

/**
 * Circles of imports, as `render/: sheets.ts → sheet-summary.ts → sheets.ts`. In every folder, its files and its
 * sub-folders (each as one) must not import each other in a circle. So a folder may put its parts together (a registry
 * of targets) and hold the words that its parts share (the port of a target), but no file may do both. A circle
 * of files is always one of these, too: in the folder that holds them all.
 */
export function circlesOf(files: readonly Pick<SourceFile, 'name' | 'uses'>[]): string[] {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const { name, uses } of files) for (const used of uses) addArrow(folders, name, used);
  return [...folders].flatMap(([folder, arrows]) => {
    const circle = circleIn(arrows);
    return circle === null ? [] : [`${folder}/: ${circle.join(' → ')}`];
  });
}

/** Notes the import in the smallest folder that holds both files. */
function addArrow(folders: Map<string, Map<string, Set<string>>>, from: string, to: string): void {
  const [a, b] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (depth < a.length - 1 && depth < b.length - 1 && a[depth] === b[depth]) depth += 1;
  const folder = ['src', ...a.slice(0, depth)].join('/');
  const arrows = folders.get(folder) ?? new Map<string, Set<string>>();
  const [user, used] = [a[depth] ?? '', b[depth] ?? ''];
  folders.set(folder, arrows.set(user, (arrows.get(user) ?? new Set()).add(used)));
}

/** The first circle that is found; null when there is none. */
function circleIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (node: string): string[] | null => {
    const met = way.indexOf(node);
    if (met >= 0) return [...way.slice(met), node];
    if (done.has(node)) return null;
    way.push(node);
    for (const next of arrows.get(node) ?? []) {
      const circle = walk(next);
      if (circle !== null) return circle;
    }
    way.pop();
    done.add(node);
    return null;
  };
  for (const node of arrows.keys()) {
    const circle = walk(node);
    if (circle !== null) return circle;
  }
  return null;
}
