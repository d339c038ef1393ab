import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { terminalText } from '../../src/render/escape.ts';
import { COMMENT_LIMIT, LEAST_LIMIT } from '../../src/render/markdown.ts';
import { code, commentText, htmlCode, words } from '../../src/render/markdown-escape.ts';
import { bytesOf } from '../../src/render/markdown-fit.ts';
import { HOSTILE_NAMES, hostileText, INVISIBLE } from './hostile-text.ts';
import { cellCounts, pageOf } from './markdown-page.ts';
import { comparedWith } from './compared-plan.ts';
import { planWith } from './sample-plan.ts';
import { markdownOf } from './shown.ts';

/** Text in which no code host finds a mention, a reference, an address, an emoji or a formula. */
const ORDINARY = /^[\p{L}\p{M}\p{N}\s"'’(),.;:!?…→›·–—✖➜▲⊕⊖◆◇+~✂⛔⚠✅\uFE0F-]*$/u;
const REFERENCE = /[\p{L}\p{N}][.:/][\p{L}\p{N}/]|:\S+:|[A-Za-z]-\d|[0-9a-f]{7}|(?<!\p{L})-\p{L}/iu;
/** All that we write in HTML ourselves. */
const OURS =
  /^(<br>|<!-- adsync plan [\w.\/:%~,-]+ [\w.\/:%~-]+ -->\n|<details>\n<summary><code>[^<>"'`\n]*<\/code>: [\w, ·]+<\/summary>\n|<\/details>\n)$/;
/** What a line begins with: never with what somebody else wrote. */
const LINE =
  /^(<!-- adsync plan |#{2,3} |\| |- |<\/?details>$|<summary><code>|---$|… and |Look at: |Compared with `|No longer planned because |Not made |The directory |✂️ |⛔ |Rescue account |$)/;
const COMMAND = /##(?:\w+)?\[|^\s*::/im;

function expectHarmless(markdown: string): void {
  const { marks, html, texts, codes } = pageOf(markdown);
  expect(marks.filter((mark) => !['strong_open', 'strong_close', 'html_inline', 'softbreak'].includes(mark))).toEqual(
    [],
  );
  expect(html.filter((one) => !OURS.test(one))).toEqual([]);
  expect(texts.filter((text) => !ORDINARY.test(text) || REFERENCE.test(text))).toEqual([]);
  expect(markdown.split('\n').filter((line) => !LINE.test(line))).toEqual([]);
  expect(codes.join('')).not.toMatch(INVISIBLE);
  expect(markdown).not.toMatch(COMMAND);
  expect(markdown.match(/<!--/g)).toHaveLength(1);
  for (const counts of cellCounts(markdown)) expect(new Set(counts).size).toBe(1);
}

describe('a name in every place of a plan', () => {
  const blocks = pageOf(markdownOf(planWith('Ada'), COMMENT_LIMIT)).blocks;

  test.each(HOSTILE_NAMES)('is text: %s', (_what, name) => {
    const markdown = markdownOf(planWith(name), COMMENT_LIMIT);

    expectHarmless(markdown);
    expect(pageOf(markdown).blocks).toEqual(blocks);
    expect(bytesOf(markdownOf(planWith(name), LEAST_LIMIT))).toBeLessThanOrEqual(LEAST_LIMIT);
  });

  test.each(HOSTILE_NAMES)('is text also where the plan has a base: %s', (_what, name) => {
    const markdown = markdownOf(comparedWith(name), COMMENT_LIMIT);

    expectHarmless(markdown);
    expect(bytesOf(markdownOf(comparedWith(name), LEAST_LIMIT))).toBeLessThanOrEqual(LEAST_LIMIT);
  });

  test('is text, whatever it is made of', () => {
    const name = fc.oneof(
      hostileText(),
      fc
        .array(fc.constantFrom(...HOSTILE_NAMES.map(([, one]) => one)), { minLength: 1, maxLength: 3 })
        .map((all) => all.join(' ')),
    );

    fc.assert(
      fc.property(name, (text) => {
        expectHarmless(markdownOf(planWith(text), COMMENT_LIMIT));
      }),
      { numRuns: 60 },
    );
  });

  test.each([['`'], ['|'], ['💥'], ['<'], ['\u0301'], ['\u{e0041}'], [' `'], ['-'], ['\ud800'], ['田 ']])(
    'leaves room for the least that is shown: %j',
    (piece) => {
      const text = piece.repeat(10_000);
      expect(bytesOf(markdownOf(planWith(text), LEAST_LIMIT))).toBeLessThanOrEqual(LEAST_LIMIT);
      expect(bytesOf(markdownOf(comparedWith(text), LEAST_LIMIT))).toBeLessThanOrEqual(LEAST_LIMIT);
    },
  );
});

describe('code', () => {
  test.each([
    ['Ada Lovelace', '`Ada Lovelace`'],
    ['', '(none)'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    [' a', '`  a `'],
    ['a|b', '`a|b`'],
    ['a\nb', '`a␊b`'],
    ['##vso[x]', '`<U+0023>#vso[x]`'],
    ['<!-- x', '`<U+003C>!-- x`'],
    [`${'x'.repeat(199)}💥y`, `\`${'x'.repeat(199)}… (202 characters)\``],
  ])('%j in a line', (text, expected) => {
    expect(code(text, 'line')).toBe(expected);
  });

  test.each([
    ['a|b', '`a\\|b`'],
    ['a\\|b', '`a\\<U+007C>b`'],
    ['||', '`\\|\\|`'],
  ])('%j in a cell', (text, expected) => {
    expect(code(text, 'cell')).toBe(expected);
  });

  test('shows what it was given', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText(), fc.string({ unit: fc.constantFrom('`', '|', '\\', ' ', 'a') })), (text) => {
        fc.pre(text !== '');
        const shown = terminalText(text).replaceAll('<!--', '<U+003C>!--');

        expect(pageOf(`x ${code(text, 'line', 1000)} x`).codes).toEqual([shown]);
        expect(pageOf(`| a |\n| --- |\n| ${code(text, 'cell', 1000)} |`).codes).toEqual([
          shown.replaceAll('\\|', '\\<U+007C>'),
        ]);
      }),
    );
  });
});

describe('a sentence', () => {
  test.each([
    ['No directory group is called "Suport Leads".', 'No directory group is called "Suport Leads".'],
    [
      'Let it through with --approve d1-4f0e (or approve: [d1-4f0e] in the file).',
      'Let it through with `--approve d1-4f0e` (or approve: `[d1-4f0e]` in the file).',
    ],
    ['2 of 1,234 users (an e-mail; it’s Zoë’s).', '2 of 1,234 users (an e-mail; it’s Zoë’s).'],
    ['ada@corp.example is no user; see sync.yaml:27.', '`ada@corp.example` is no user; see `sync.yaml:27`.'],
    ['the commit 4f0e8b6 and GH-1', 'the commit `4f0e8b6` and `GH-1`'],
    ['A › B → C · D – E', 'A › B → C · D – E'],
    ['', ''],
  ])('%j', (sentence, expected) => {
    expect(words(sentence, 'line')).toBe(expected);
  });

  test('pipes do not end its cell', () => {
    expect(words('a | b', 'cell')).toBe('a `\\|` b');
  });

  test('loses nothing of what it says', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const { marks, codes, texts } = pageOf(`x ${words(text, 'line')} x`);

        expect(marks).toEqual([]);
        expect(texts.every((one) => ORDINARY.test(one))).toBe(true);
        expect(codes.join('') + texts.join('')).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('code within HTML', () => {
  test('escapes whatever begins or ends something', () => {
    expect(htmlCode('<b a="c">&\'`')).toBe('<code>&#60;b a=&#34;c&#34;&#62;&#38;&#39;&#96;</code>');
    expect(htmlCode('')).toBe('<code>(none)</code>');
  });
});

describe('the marker', () => {
  test.each([
    ['rescue:560961', 'rescue:560961'],
    ['ci/sync.yaml', 'ci/sync.yaml'],
    ['a b', 'a%20b'],
    ['--> x', '-%2D%3E%20x'],
    ['--!>', '-%2D%21%3E'],
    ['a,b%2Cc', 'a%2Cb%252Cc'],
    ['', '~'],
    ['Zoë', 'Zo%C3%AB'],
    ["('*')", '%28%27%2A%27%29'],
    ['\ud800', '%ud800'],
  ])('%j', (text, expected) => {
    expect(commentText(text)).toBe(expected);
  });

  test('ends no comment, and is another one for every other text', () => {
    const texts = fc.oneof(fc.constantFrom(...HOSTILE_NAMES.map(([, name]) => name)), hostileText(), fc.string());
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(commentText(one)).toMatch(/^(?:(?!--)[\w.\/:%~-])*$/);
        expect(commentText(one).length).toBeLessThanOrEqual(200);
        expect(commentText(one) === commentText(other)).toBe(one === other);
      }),
    );
  });

  test('of long texts differs as well, wherever they differ', () => {
    expect(commentText(`${'x'.repeat(500)}a`)).not.toBe(commentText(`${'x'.repeat(500)}b`));
  });
});
