import type { Alignment, Style } from 'exceljs';
import type { Look } from './sheet.ts';

const FONT = 'Calibri';
const GREY = { argb: 'FFBFBFBF' };

/** Background and text colours, dark enough on light enough to be read in print and by colour-blind people. */
const COLOURS = {
  create: ['FFC6EFCE', 'FF00551A'],
  enable: ['FFCFEFF5', 'FF0B4F5C'],
  move: ['FFE6DDF3', 'FF4B2A7B'],
  update: ['FFFFEFB8', 'FF6B4A00'],
  disable: ['FFFFCFD2', 'FF8A0010'],
  held: ['FFD9D9D9', 'FF262626'],
  error: ['FFFFCFD2', 'FF8A0010'],
  warning: ['FFFFEFB8', 'FF6B4A00'],
  info: ['FFDDEBF7', 'FF1F4E78'],
  header: ['FF1F3864', 'FFFFFFFF'],
  approve: ['FFFFFFE0', 'FF00551A'],
} as const;

const LINES: Partial<Style> = {
  border: {
    top: { style: 'thin', color: GREY },
    bottom: { style: 'thin', color: GREY },
    left: { style: 'thin', color: GREY },
    right: { style: 'thin', color: GREY },
  },
};

/** `left` also for names written from right to left, so that they stay in their column. */
const WORDS: Partial<Alignment> = { vertical: 'top', horizontal: 'left', indent: 1, wrapText: true };
const NUMBER: Partial<Alignment> = { vertical: 'top', horizontal: 'right', indent: 1 };

/** One object a look: the writer keeps each style once in the file. Everything is text (`@`) except the counts. */
export const STYLES: Readonly<Record<Look, Partial<Style>>> = {
  create: filled('create'),
  enable: filled('enable'),
  resume: filled('enable'),
  grant: filled('create'),
  move: filled('move'),
  update: filled('update'),
  disable: filled('disable'),
  revoke: filled('disable'),
  suspend: filled('disable'),
  held: filled('held'),
  error: filled('error'),
  warning: filled('warning'),
  info: filled('info'),
  header: {
    ...filled('header'),
    alignment: { ...WORDS, vertical: 'middle' },
  },
  // Text, so that no program makes a number or a date of an answer.
  approve: {
    ...filled('approve'),
    alignment: { ...WORDS, horizontal: 'center', indent: 0 },
    protection: { locked: false },
  },
  id: { ...LINES, numFmt: '@', font: { name: FONT, size: 9, color: { argb: 'FF595959' } }, alignment: WORDS },
  text: { numFmt: '@', font: { name: FONT, size: 11 }, alignment: { vertical: 'top' } },
  wrapped: { ...LINES, numFmt: '@', font: { name: FONT, size: 11 }, alignment: WORDS },
  count: { ...LINES, numFmt: '#,##0', font: { name: FONT, size: 11 }, alignment: NUMBER },
  difference: {
    ...LINES,
    numFmt: '+#,##0;-#,##0;0',
    font: { name: FONT, size: 11 },
    alignment: NUMBER,
  },
  title: { numFmt: '@', font: { name: FONT, size: 18, bold: true, color: { argb: 'FF1F3864' } } },
  label: { numFmt: '@', font: { name: FONT, size: 11, bold: true }, alignment: { ...WORDS, wrapText: false } },
  banner: { numFmt: '@', font: { name: FONT, size: 12, bold: true, color: { argb: 'FF00551A' } } },
  alert: { numFmt: '@', font: { name: FONT, size: 12, bold: true, color: { argb: 'FF8A0010' } } },
  faint: { numFmt: '@', font: { name: FONT, size: 10, italic: true, color: { argb: 'FF595959' } } },
};

function filled(look: keyof typeof COLOURS): Partial<Style> {
  const [background, text] = COLOURS[look];
  return {
    ...LINES,
    numFmt: '@',
    fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: background } },
    font: { name: FONT, size: 11, bold: true, color: { argb: text } },
    alignment: WORDS,
  };
}
