import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const SRC = resolve(import.meta.dirname, '../src');

export interface SourceFile {
  /** `core/people.ts` */
  readonly name: string;
  /** `core` */
  readonly folder: string;
  /** Without comments. */
  readonly code: string;
  readonly lines: number;
  /** What it imports and exports from, types included, as it is written there. */
  readonly imports: readonly string[];
  /** The files of src/ among them, as `core/people.ts`. */
  readonly uses: readonly string[];
  readonly functions: readonly SourceFunction[];
}

export interface SourceFunction {
  /** `plan/hold.ts:30 withHold` */
  readonly name: string;
  readonly lines: number;
}

/** Every file of TypeScript below src/. */
export function sourceFiles(): SourceFile[] {
  const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((file) => sourceFile(file.split(sep).join('/'), readFileSync(join(SRC, file), 'utf8')));
}

function sourceFile(name: string, text: string): SourceFile {
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const imports: string[] = [];
  const functions: SourceFunction[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = importOf(node);
    if (specifier !== null) imports.push(specifier);
    if (ts.isFunctionLike(node) && 'body' in node) functions.push(functionOf(name, node, tree));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const uses = imports
    .filter((specifier) => specifier.startsWith('.') && !specifier.includes('/generated/'))
    .map((specifier) =>
      relative(SRC, resolve(SRC, dirname(name), specifier))
        .split(sep)
        .join('/'),
    );
  return { name, folder: name.split('/')[0] ?? '', code, lines: text.split('\n').length - 1, imports, uses, functions };
}

/** What a node imports from: `import … from`, `export … from`, `import(…)` and `import('…').Type`. */
function importOf(node: ts.Node): string | null {
  let from: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) from = node.moduleSpecifier;
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) from = node.arguments[0];
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) from = node.argument.literal;
  return from !== undefined && ts.isStringLiteralLike(from) ? from.text : null;
}

function functionOf(file: string, node: ts.SignatureDeclaration, tree: ts.SourceFile): SourceFunction {
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
  const last = tree.getLineAndCharacterOfPosition(node.end).line;
  const name = node.name === undefined ? 'without a name' : node.name.getText(tree);
  return { name: `${file}:${first + 1} ${name}`, lines: last - first + 1 };
}
