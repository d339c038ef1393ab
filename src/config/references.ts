import { Report } from './diagnostic.ts';
import { scalars } from './entry.ts';
import { tokens } from './fill-references.ts';
import { readYaml } from './read-yaml.ts';
import { YamlText } from './yaml-text.ts';

/** What a file takes from outside: a variable; or a file, whose path may begin with a variable. */
export type Reference =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly variable: string | null; readonly path: string };

/**
 * Every reference of a YAML file in its order, each once. Nothing is looked up. A file whose structure cannot be read has none:
 * what is wrong with it is said when it is loaded.
 */
export function referencesOf(file: string, text: string): Reference[] {
  const yaml = new YamlText(file, text);
  const root = readYaml(yaml, new Report(yaml));
  if (root === null) return [];
  const texts = [...scalars(root)].flatMap(({ raw }) => (typeof raw === 'string' ? [raw] : []));
  const names = texts.flatMap((one) => [...tokens(one)].map(({ name }) => name)).filter((name) => name !== null);
  return [...new Set(names)].flatMap(referenceOf);
}

/** @param name what stands between the brackets */
function referenceOf(name: string): Reference[] {
  if (/^[A-Za-z_]\w*$/.test(name)) return [{ kind: 'variable', name }];
  if (!name.startsWith('file:')) return [];
  const [, variable = null, path = ''] = /^file:(?:\$\{([^}]*)\})?(.*)$/s.exec(name) ?? [];
  return [{ kind: 'file', variable, path }];
}
