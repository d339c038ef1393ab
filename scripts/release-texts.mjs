// What a release changes in texts. Each throws an Error with a sentence that says what to do.

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Why a version cannot come next; null where it can. */
export function versionFault(version, current, isReleased) {
  if (!VERSION.test(version)) return `${version} is no version. Write three numbers, as 0.2.0.`;
  const order = compare(version, current);
  if (order < 0 || (order === 0 && isReleased)) {
    const what = order < 0 ? 'comes before' : 'is released already, as is';
    return `${version} ${what} the version of package.json, ${current}. Choose a higher one.`;
  }
  return null;
}

function compare(a, b) {
  const [numbers, others] = [a, b].map((text) => text.split('.').map(Number));
  const at = numbers.findIndex((number, index) => number !== others[index]);
  return at < 0 ? 0 : numbers[at] - others[at];
}

/** Why a day cannot be the one of a release; null where it can. */
export function dateFault(date) {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && isSame(date);
  return isDay ? null : `${date} is no day. Write it as 2026-12-31.`;
}

function isSame(date) {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

const UNRELEASED = '## [Unreleased]\n';

/** The changelog in which what is not released yet stands under a version and its day. */
export function releasedChangelog(text, version, date) {
  const start = text.indexOf(UNRELEASED);
  if (start < 0) throw new Error('CHANGELOG.md has no heading "## [Unreleased]". Add it, with what is new below it.');
  if (text.includes(`\n## [${version}]`))
    throw new Error(`CHANGELOG.md has a heading for ${version} already. Choose another version, or remove it.`);
  const rest = text.slice(start + UNRELEASED.length);
  const end = rest.search(/^## \[/m);
  const news = end < 0 ? rest : rest.slice(0, end);
  if (!/^- /m.test(news))
    throw new Error('CHANGELOG.md has nothing under "## [Unreleased]". Say there what is new to users.');
  return `${text.slice(0, start)}${UNRELEASED}\n## [${version}] - ${date}\n${rest}`;
}

/** A package.json, byte by byte as it is but for the version. */
export function withVersion(text, version) {
  const found = /^( {2}"version": )"[^"\n]*"/m;
  if (!found.test(text)) throw new Error('package.json has no line "version". Add it.');
  return text.replace(found, `$1"${version}"`);
}

/** A package-lock.json, which names the version twice. */
export function lockWithVersion(text, version) {
  const lock = JSON.parse(text);
  lock.version = version;
  lock.packages[''].version = version;
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** A page that names the file of the package, the image or the tag of one version, with another version in the place of it. */
export function pageWithVersion(text, former, version) {
  return text.replace(/(\badsync-|\badsync:|--branch v)(\d+\.\d+\.\d+)\b/g, (all, before, found) =>
    found === former ? `${before}${version}` : all,
  );
}

/** What the changelog says of a version, without the heading. */
export function notesOf(text, version) {
  const heading = text.split('\n').find((line) => line.startsWith(`## [${version}]`));
  if (heading === undefined) throw new Error(`CHANGELOG.md has no heading "## [${version}]".`);
  const rest = text.slice(text.indexOf(`${heading}\n`) + heading.length);
  const end = rest.search(/^## \[/m);
  return `${(end < 0 ? rest : rest.slice(0, end)).trim()}\n`;
}

/**
 * Why a tagged commit may not be published; null where it may. The registry compares the repository, too, but later.
 *
 * @param env of a job of GitHub Actions
 */
export function publishFault({ version, repository }, env, isOnMain) {
  const { GITHUB_REF_NAME: tag = '', GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY: name = '' } = env;
  if (tag !== `v${version}`)
    return `The tag is ${tag}, and package.json says ${version}. Make a release with: npm run release -- VERSION`;
  if (!isOnMain) return `The commit of ${tag} is not on main. Push main together with the tag.`;
  const here = `git+${server}/${name}.git`;
  if (repository.url !== here)
    return `package.json names the repository ${repository.url}, and this is ${here}. Nobody could prove where the package comes from: write the repository that publishes it.`;
  return null;
}
