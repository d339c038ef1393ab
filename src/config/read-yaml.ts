import { isAlias, isScalar, parseDocument, visit } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import type { Report } from './diagnostic.ts';
import type { Entry } from './entry.ts';
import type { YamlText } from './yaml-text.ts';
import { readEntries } from './read-entries.ts';
import { reportYamlErrors } from './yaml-errors.ts';

/** More aliases than any real file has; each of them is looked up and followed. */
const MOST_ALIASES = 10_000;

/** Reads the structure of a YAML file. Returns null when there is none that could be trusted; the report says why. */
export function readYaml(yaml: YamlText, report: Report): Entry | null {
  const document = parseDocument(yaml.text, { prettyErrors: false, version: '1.2', uniqueKeys: false });
  if (!reportYamlErrors(document, yaml.text, report)) return null;
  yaml.parsed();
  if (document.contents === null || isEmptyScalar(document.contents)) {
    report.error(
      'FILE_EMPTY',
      0,
      'The file holds no settings.',
      'See the examples, and `adsync schema` for what it can hold.',
    );
    return null;
  }
  // Most files have none, and to look for them takes longer than to read all else.
  const { targets, count, last } = yaml.text.includes('*') ? aliasTargets(document) : NO_ALIASES;
  if (count > MOST_ALIASES) {
    const message = `The file holds ${count} aliases (*name); at most ${MOST_ALIASES} are followed.`;
    report.error('YAML_TOO_MANY_ALIASES', last, message, 'Write the values out.');
    return null;
  }
  return readEntries(document.contents, yaml, report, targets);
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}

interface Aliases {
  /** Which node each alias stands for: the last one before it with this anchor. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** With those that stand for nothing. */
  readonly count: number;
  /** Offset of the first one too many; of no meaning when there is none. */
  readonly last: number;
}

const NO_ALIASES: Aliases = { targets: new Map(), count: 0, last: 0 };

function aliasTargets(document: Document.Parsed): Aliases {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  let [count, last] = [0, 0];
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      count += 1;
      if (count === MOST_ALIASES + 1) last = node.range?.[0] ?? 0;
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    },
  });
  return { targets, count, last };
}
