import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { build } from 'esbuild';

// esbuild makes a module of each set of files that the same commands share: 40 small ones for those that read sync.yaml.
// To find and open one takes Node longer than to read it. What is loaded together anyway becomes one module here.

const OWN = /^(?:src|generated)\/.*\.ts$/;

/**
 * Builds a program with `splitting`, in fewer modules than esbuild makes of it: once as it is, to see which file loads
 * which, and once with the files together that are loaded together.
 *
 * @param options of esbuild, with `metafile`, `plugins` and `absWorkingDir`
 * @param together files of src/: what each of them loads, and none before it, becomes one module
 */
export async function buildInFewModules(options, together) {
  const { inputs } = (await build(options)).metafile;
  return await build({
    ...options,
    plugins: [...options.plugins, gather(groupsOf(together, inputs), inputs, options)],
  });
}

/** The files of each group. */
function groupsOf(together, inputs) {
  const there = new Set();
  return together.map((first) => {
    const loaded = [...loadedWith(first, inputs)].filter((file) => !there.has(file));
    const group = withoutOthers(loaded, there, inputs);
    for (const file of loaded) there.add(file);
    return group;
  });
}

/** A file, and whatever is loaded before it can run. */
function loadedWith(first, inputs) {
  const found = new Set([first]);
  for (const file of found) for (const path of importsOf(file, inputs)) found.add(path);
  return found;
}

function importsOf(file, inputs) {
  const within = inputs[file].imports.filter(({ kind, external }) => kind !== 'dynamic-import' && !external);
  return within.map(({ path }) => path);
}

/**
 * Those of the files that need nothing but each other and what is there already. Whatever is loaded by itself as well
 * stays apart, and what a package loads, too.
 */
function withoutOthers(files, there, inputs) {
  const group = new Set(files.filter((file) => OWN.test(file)));
  for (const [name, { imports }] of Object.entries(inputs)) {
    for (const { path, kind } of imports) if (kind === 'dynamic-import' || !OWN.test(name)) group.delete(path);
  }
  let before;
  do {
    before = group.size;
    for (const file of group) {
      if (!importsOf(file, inputs).every((path) => group.has(path) || there.has(path))) group.delete(file);
    }
  } while (group.size < before);
  return group;
}

/**
 * Whatever file loads one of a group, loads all of it: so esbuild finds the same set for all, and makes one module of
 * them. The files of the group know nothing of it, and load each other in the same order as before.
 */
function gather(groups, inputs, { absWorkingDir }) {
  const loads = (name) =>
    groups.flatMap((group, index) => {
      const any = !group.has(name) && importsOf(name, inputs).some((path) => group.has(path));
      return any ? [`import 'gathered:${index}';\n`] : [];
    });
  return {
    name: 'few modules',
    setup(plugin) {
      plugin.onResolve({ filter: /^gathered:/ }, ({ path }) => ({ path, namespace: 'few-modules' }));
      plugin.onLoad({ filter: /./, namespace: 'few-modules' }, ({ path }) => {
        const group = groups[Number(path.split(':')[1])];
        const contents = [...group].map((file) => `import ${JSON.stringify(`./${file}`)};\n`).join('');
        return { contents, resolveDir: absWorkingDir };
      });
      plugin.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const name = relative(absWorkingDir, path).replaceAll('\\', '/');
        const more = name in inputs ? loads(name) : [];
        if (more.length === 0) return undefined;
        return { contents: `${await readFile(path, 'utf8')}\n${more.join('')}`, loader: 'ts' };
      });
    },
  };
}
