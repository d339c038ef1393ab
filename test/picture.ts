/**
 * The arrows of a Mermaid flowchart, sorted, as `cli → run`. `a --> b & c` is two arrows; an arrow from a `subgraph` is
 * one from each node in it.
 *
 * @throws Error for a line that is none of these, so that nothing drawn is overlooked
 */
export function arrowsOf(mermaid: string): string[] {
  const inside = new Map<string, string[]>();
  const arrows: [from: string, to: string][] = [];
  let group: string[] | null = null;
  for (const line of mermaid.split('\n').map((text) => text.trim())) {
    const subgraph = /^subgraph (\w+)/.exec(line)?.[1];
    const node = /^(\w+)\[".*"\]$/.exec(line)?.[1];
    const arrow = /^(\w+) --> ([\w &]+)$/.exec(line);
    if (subgraph !== undefined) inside.set(subgraph, (group = []));
    else if (line === 'end') group = null;
    else if (node !== undefined) group?.push(node);
    else if (arrow !== null) for (const to of (arrow[2] ?? '').split(' & ')) arrows.push([arrow[1] ?? '', to]);
    else if (line !== '' && !line.startsWith('flowchart ')) throw new Error(`Not understood in the picture: ${line}`);
  }
  return arrows.flatMap(([from, to]) => (inside.get(from) ?? [from]).map((one) => `${one} → ${to}`)).sort();
}

/** The Mermaid pictures of a Markdown document, by the heading above them. */
export function picturesOf(markdown: string): Map<string, string> {
  const pictures = new Map<string, string>();
  let heading = '';
  for (const [, title, picture] of markdown.matchAll(/^#+ (.+)$|^```mermaid\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else pictures.set(heading, picture ?? '');
  }
  return pictures;
}
