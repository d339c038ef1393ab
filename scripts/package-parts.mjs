const KEPT = [
  'name',
  'version',
  'description',
  'license',
  'keywords',
  'repository',
  'bugs',
  'homepage',
  'type',
  'engines',
  'bin',
  'man',
  'exports',
];

/** The package.json of the package: what tells about it, without dependencies and scripts. */
export function manifestOf(own) {
  return Object.fromEntries(KEPT.filter((key) => key in own).map((key) => [key, own[key]]));
}

/**
 * Links of a page to files of the repository, as addresses of that version: the page is read on the registry's site.
 * Pictures are shown, so theirs leads to the bare file.
 */
export function withAbsoluteLinks(markdown, { repository, version }) {
  const base = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  return markdown.replace(/(!?)\[([^\]]*)\]\((?!https?:|#)([^)\s]+)\)/g, (_all, mark, text, path) => {
    const address = `${base}/${mark === '!' ? 'raw' : 'blob'}/v${version}/${path}`;
    return `${mark}[${text}](${address})`;
  });
}
