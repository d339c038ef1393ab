import { describe, expect, test } from '@jest/globals';
import { EXAMPLES_TABLE } from './help-examples.ts';
import { helpTexts } from './help-texts.ts';

describe('the help of every command', () => {
  const all = helpTexts();

  test.each(all.map(({ command, examples }) => ({ command, examples })))('of $command has examples of it', (one) => {
    expect(one.examples.length).toBeGreaterThan(0);
    // Of a program or a group of commands, those of what is in it.
    expect(one.examples.filter((line) => line.includes(one.command))).not.toEqual([]);
  });
});

test('the table of examples names only examples that stand in a help', () => {
  const examples = new Set(helpTexts().flatMap((one) => one.examples));

  expect(Object.keys(EXAMPLES_TABLE).filter((line) => !examples.has(line))).toEqual([]);
});
