import { isAlias, isScalar, parseDocument, visit } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import type { Report } from './diagnostic.ts';
import type { Item } from './item.ts';
import type { Source } from './source.ts';
import { type ItemReader, createReader } from './read-items.ts';
import { reportYamlErrors } from './yaml-errors.ts';

/** Reads the structure of a YAML file. Returns null when there is none that could be trusted; the report says why. */
export function readYaml(source: Source, report: Report): Item | null {
  const document = parseDocument(source.text, { prettyErrors: false, version: '1.2' });
  if (!reportYamlErrors(document, source.text, report)) return null;
  source.parsed();
  if (document.contents === null || isEmptyScalar(document.contents)) {
    report.error(
      'FILE_EMPTY',
      0,
      'The file holds no settings.',
      'See the examples, and `adsync schema` for what it can hold.',
    );
    return null;
  }
  const reader: ItemReader = createReader(source, report, aliasTargets(document));
  return reader(document.contents);
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}

/** Which node each alias stands for: the last one before it with this anchor. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    },
  });
  return targets;
}
