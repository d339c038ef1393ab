import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { codesPage, type Kind, type Tables } from '../scripts/codes-page.mjs';
import type { DiagnosticCode, FailureCode, NoticeCode, ReasonCode, StepCode } from '../src/core/codes.ts';

const SRC = new URL('../src/', import.meta.url);
const TEST = new URL('./', import.meta.url);
/** What runs before any file of src/: it looks whether Node is new enough for them. */
const BIN = new URL('../bin/adsync.js', import.meta.url);
const KINDS: readonly Kind[] = ['FAILURES', 'DIAGNOSTICS', 'NOTICES', 'REASONS', 'STEPS'];

function filesOf(folder: URL): URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => new URL(file, folder));
}

function isTable({ pathname }: URL): boolean {
  return pathname.endsWith('/codes.ts');
}

/** Every text of a file that is no comment. */
function wordsOf(file: URL): string[] {
  const source = ts.createSourceFile(file.pathname, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push(...node.text.split(/[^A-Z0-9_]+/));
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

const sources = filesOf(SRC);
const parts = await Promise.all(
  sources.filter(isTable).map(async ({ pathname }) => (await import(pathname)) as Tables),
);
const codes = new Set(parts.flatMap((tables) => KINDS.flatMap((kind) => Object.keys(tables[kind] ?? {}))));

function neverIn(files: readonly URL[]): string[] {
  const named = new Set(files.flatMap(wordsOf));
  return [...codes].filter((code) => !named.has(code)).sort();
}

describe('every code', () => {
  test('of a notice, a reason, a failure or a fault in the file is named in a test that runs', () => {
    const running = filesOf(TEST).filter(({ pathname }) => !/\.(?:ad\.test|chaos)\.ts$/.test(pathname));

    expect(codes.size).toBeGreaterThan(200);
    expect(neverIn(running)).toEqual([]);
  });

  test('is made somewhere', () => {
    expect(neverIn([BIN, ...sources.filter((file) => !isTable(file))])).toEqual([]);
  });

  test.each(KINDS)('of the kind %s stands in one table', (kind) => {
    const all = parts.flatMap((tables) => Object.keys(tables[kind] ?? {}));

    expect(all).toEqual([...new Set(all)]);
  });

  test.each(KINDS)('of the kind %s is explained in sentences', (kind) => {
    const entries = parts.flatMap((tables) => Object.entries(tables[kind] ?? {}));
    const bad = entries.filter(([, { meaning, remedy }]) => !/^\S.*\.$/.test(meaning) || remedy.trim() === '');

    expect(bad).toEqual([]);
  });
});

test('a code that stands in no table is an error of types', () => {
  type Union<Code> = string extends Code ? 'takes any text' : 'takes its codes';
  const unions: [Union<FailureCode>, Union<DiagnosticCode>, Union<NoticeCode>, Union<ReasonCode>, Union<StepCode>] = [
    'takes its codes',
    'takes its codes',
    'takes its codes',
    'takes its codes',
    'takes its codes',
  ];

  expect(unions).toHaveLength(KINDS.length);
});

test('running code never loads a table', () => {
  const loading = sources.filter((file) => {
    return /^import (?!type )[^;]*\/codes\.ts'|\bimport\([^)]*\/codes\.ts'/m.test(readFileSync(file, 'utf8'));
  });

  expect(loading.map(({ pathname }) => pathname)).toEqual([]);
});

test('docs/codes.md is what the tables give', () => {
  const page = readFileSync(new URL('../docs/codes.md', import.meta.url), 'utf8');

  // After a change of a table: npm run docs:codes
  expect(page).toBe(codesPage(parts));
});
