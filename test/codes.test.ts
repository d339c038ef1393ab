import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const SRC = new URL('../src/', import.meta.url);
const TEST = new URL('./', import.meta.url);

/** Codes of notices, reasons and failures; those of others (`ENOENT`, `Request_BadRequest`) are never made by us. */
const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

function filesOf(folder: URL): URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => new URL(file, folder));
}

/** The texts that an expression may come to: `ended ? 'LEFT' : 'EXPIRED'` is both. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textsOf(node.expression);
  if (ts.isBinaryExpression(node)) return [...textsOf(node.left), ...textsOf(node.right)];
  return [];
}

/** Positions of parameters called `code`, by the name of the function. */
function codeParameters(file: ts.SourceFile): Map<string, number> {
  const found = new Map<string, number>();
  function visit(node: ts.Node): void {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
      const at = node.parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === 'code');
      if (at !== -1) found.set(node.name.text, at);
    }
    ts.forEachChild(node, visit);
  }
  visit(file);
  return found;
}

/** The codes that a file makes: as `code: …`, in `new Failure(…)`, or by a function of its own that takes one. */
function codesOf(file: ts.SourceFile): string[] {
  const takers = codeParameters(file);
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'code') {
      found.push(...textsOf(node.initializer));
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression)) {
      const { text } = node.expression;
      const at = ts.isNewExpression(node) && text === 'Failure' ? 0 : takers.get(text);
      const argument = at === undefined ? undefined : node.arguments?.[at];
      if (argument !== undefined) found.push(...textsOf(argument));
    }
    ts.forEachChild(node, visit);
  }
  visit(file);
  return found.filter((code) => CODE.test(code));
}

function parsed(file: URL): ts.SourceFile {
  return ts.createSourceFile(file.pathname, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
}

/** Every text of a file that is no comment. */
function wordsOf(file: ts.SourceFile): string[] {
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push(...node.text.split(/[^A-Z0-9_]+/));
    }
    ts.forEachChild(node, visit);
  }
  visit(file);
  return found;
}

test('every code of a notice, a reason or a failure is named in a test that runs', () => {
  const codes = new Set(filesOf(SRC).flatMap((file) => codesOf(parsed(file))));
  const running = filesOf(TEST).filter(({ pathname }) => !/\.(?:(?:ad|slow)\.test|chaos)\.ts$/.test(pathname));
  const named = new Set(running.flatMap((file) => wordsOf(parsed(file))));

  const missing = [...codes].filter((code) => !named.has(code)).sort();

  expect(codes.size).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
