import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FAILURE_KINDS, OPERATIONS } from '../src/plan/model.ts';
import { KIND_WORDS } from '../src/plan/view/kinds.ts';
import { STATUSES } from '../src/run/activities.ts';
import { sourceFiles } from './source-files.ts';

const ROOT = resolve(import.meta.dirname, '..');

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** Paragraphs, items of lists and rows of tables. */
function partsOf(markdown: string): string[] {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '').split(/\n\s*\n|\n(?=- |\| )/);
}

/**
 * The files and folders that a page names between backticks. A path begins with a folder of the repository, or is the
 * name of a file in the first folder that its paragraph names. `<name>` stands for something that is yet to be written.
 */
function pathsOf(markdown: string): { readonly written: string; readonly path: string }[] {
  const top = readdirSync(ROOT);
  return partsOf(markdown).flatMap((part) => {
    const spans = [...part.matchAll(/`([^`\s]+)`/g)].map(([, text = '']) => text).filter((text) => !/[<*]/.test(text));
    const isFromTop = (text: string): boolean => top.includes(text.split('/')[0] ?? '') && /[/.]/.test(text);
    const folder = spans.find((text) => isFromTop(text) && text.endsWith('/')) ?? '';
    return spans.flatMap((written) => {
      if (isFromTop(written)) return [{ written, path: written }];
      return /^[\w-]+(\.[\w-]+)*\.(ts|mjs|json)$/.test(written) ? [{ written, path: join(folder, written) }] : [];
    });
  });
}

describe.each(['CONTRIBUTING.md', 'docs/architecture.md', 'docs/TRIED.md'])('%s', (page) => {
  test('names only files and folders that are there', () => {
    const paths = pathsOf(textOf(page));

    expect(paths.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ written }) => written)).toEqual([]);
    expect(paths.length).toBeGreaterThan(30);
  });
});

test('docs/architecture.md has a paragraph for every folder of src/ that holds files', () => {
  const described = partsOf(textOf('docs/architecture.md')).map((part) => /^`(src\/[^`]+)\/`/.exec(part)?.[1]);
  const stations = new Set(sourceFiles().map(({ name }) => `src/${dirname(name)}`));
  const standIns = [...stations].filter((folder) => folder.startsWith('src/sandbox/'));

  expect(described.filter((folder) => folder !== undefined).sort()).toEqual(
    [...stations].filter((folder) => !standIns.includes(folder)).sort(),
  );
});

test('ten questions are answered by the path of one file each', () => {
  const rows = textOf('CONTRIBUTING.md').matchAll(/^\| ([^|]+\?) +\| (.+?) +\|$/gm);
  const answers = [...rows].map(([, question = '', answer = '']) => ({ question, answer }));
  const isFile = (answer: string): boolean => {
    const path = /^`(src\/[^`]+\.ts)`$/.exec(answer)?.[1];
    return path !== undefined && statSync(join(ROOT, path)).isFile();
  };

  expect(answers.filter(({ answer }) => !isFile(answer))).toEqual([]);
  expect(new Set(answers.map(({ question }) => question)).size).toBe(10);
});

test('docs/history.md has the kinds of failures as they stand above the people, and every word that filters take', () => {
  const page = textOf('docs/history.md');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...cells]) =>
    cells.slice(0, 3),
  );
  const kinds = FAILURE_KINDS.map((kind) => [kind, KIND_WORDS[kind].title, KIND_WORDS[kind].remedy]);

  expect(rows).toEqual(expect.arrayContaining(kinds));
  for (const word of [...STATUSES, ...OPERATIONS]) expect(page).toContain(`\`${word}\``);
});

describe('links between pages', () => {
  const pages = [...readdirSync(ROOT), ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];

  test.each(pages.filter((name) => name.endsWith('.md')))('of %s lead to files and headings that are there', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, to = '', heading]) => {
      const path = to === '' ? page : join(dirname(page), to);
      if (!existsSync(join(ROOT, path))) return true;
      return heading !== undefined && !anchorsOf(textOf(path)).includes(heading);
    });

    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** As the pages of a repository are shown: `What it decides, and how` → `what-it-decides-and-how`. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
