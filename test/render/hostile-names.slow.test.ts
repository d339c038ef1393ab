import { describe, expect, test } from '@jest/globals';
import { guardedHost } from '../../src/cli/guarded-host.ts';
import { changeRows, changeTable } from '../../src/cli/changes-text.ts';
import type { Explanation } from '../../src/plan/explain/explanation.ts';
import { csvText } from '../../src/render/csv.ts';
import { terminalText } from '../../src/render/escape.ts';
import { explanationDocument } from '../../src/render/explain-json.ts';
import { renderExplanation } from '../../src/render/explain.ts';
import { jsonText } from '../../src/render/escape.ts';
import { renderJson } from '../../src/render/json.ts';
import { verdictsJunit, verdictsTap } from '../../src/render/verdicts.ts';
import { displayWidth } from '../../src/render/width.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import { fakeHost } from '../cli/fake-host.ts';
import { activity } from './hostile-activity.ts';
import { HOSTILE_NAMES, INVISIBLE } from './hostile-text.ts';
import { candidate, explained, movePlan } from './sample-explanation.ts';
import { planWith } from './sample-plan.ts';
import { textOf } from './shown.ts';

/**
 * Every hostile name in every output that is text. Markdown, HTML and workbooks have tests of their own, with the programs
 * that show them: markdown-hostile, html.apps, hostile-names.apps.
 */

/** What CI systems take for commands, as their runners look for it. */
const COMMAND = /##(?:\w+)?\[|^\s*::/im;
const PIPE = { color: false, columns: 0 };

/** What a CI system reads of what a command writes. */
function printed(text: string): string {
  const { host, stdout } = fakeHost();
  guardedHost(host).stdout.write(text);
  return stdout.join('');
}

function expectHarmless(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
  expect(text).not.toMatch(COMMAND);
}

/** What an output has besides names: how many lines, and with what each of them begins. */
function shapeOf(text: string): string[] {
  return text.split('\n').map((line) => /^ *\S?/.exec(line)?.[0] ?? '');
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(displayWidth));
}

describe('the text of a plan', () => {
  const ordinary = printed(textOf(planWith('Ada'), PIPE)).split('\n').length;

  test.each(HOSTILE_NAMES)('%s: has the same lines, and the name in them', (_what, name) => {
    const text = printed(textOf(planWith(name), PIPE));

    expectHarmless(text);
    expect(text.split('\n')).toHaveLength(ordinary);
    expect(text).toContain(terminalText(name));
  });

  test.each(HOSTILE_NAMES)('%s: is no wider than the terminal', (_what, name) => {
    const text = textOf(planWith(name), { color: false, columns: 80 });

    expectHarmless(printed(text));
    expect(widest(text)).toBeLessThanOrEqual(80);
  });
});

describe('documents for programs', () => {
  test.each(HOSTILE_NAMES)('%s: the plan is the same plan', (_what, name) => {
    const text = renderJson(planWith(name));

    expectHarmless(printed(text));
    expect(printed(text)).toBe(text);
    expect(JSON.parse(text)).toEqual(planWith(name));
  });

  test.each(HOSTILE_NAMES)('%s: the explanation has the name', (_what, name) => {
    const document = explanationDocument(explained(name));
    const text = jsonText(JSON.stringify(document, null, 2));

    expectHarmless(printed(text));
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
    expect((JSON.parse(text) as { asked: string }).asked).toBe(name);
  });
});

describe('an explanation', () => {
  function all(name: string): Explanation[] {
    return [
      explained(name),
      { kind: 'several', asked: name, plan: movePlan(), found: [candidate(name)] },
      { kind: 'nobody', asked: name, plan: movePlan(), looked: [name], similar: [name] },
    ];
  }
  const shown = (name: string, columns: number): string[] =>
    all(name).map((one) => renderExplanation(one, () => RESCUE_LABELS, { color: false, columns }));
  const lines = shown('Ada', 0).map((text) => text.split('\n').length);

  test.each(HOSTILE_NAMES)('%s: has the same lines, and is no wider than the terminal', (_what, name) => {
    const piped = shown(name, 0);

    for (const text of [...piped, ...shown(name, 80)]) expectHarmless(printed(text));
    expect(piped.map((text) => text.split('\n').length)).toEqual(lines);
    for (const text of shown(name, 80)) expect(widest(text)).toBeLessThanOrEqual(80);
  });
});

/** One record of RFC 4180, after https://www.rfc-editor.org/rfc/rfc4180. */
function fieldsOf(record: string): string[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

describe('the changes of runs', () => {
  test.each(HOSTILE_NAMES)('%s: is one field of a table', (_what, name) => {
    const table = changeTable([activity(name), activity('Ada')]);
    const [head = '', hostile = '', ordinary = '', ...rest] = printed(csvText(table)).split('\r\n');
    const fields = fieldsOf(hostile);

    expectHarmless(printed(csvText(table)).replaceAll('\r\n', '\n'));
    expect(rest).toEqual(['']);
    expect(fieldsOf(ordinary)).toEqual(table[2]);
    expect(fields).toHaveLength(fieldsOf(head).length);
    expect(fields.filter((field) => /^[\s"]*[=+\-@＝＋－＠]/.test(field))).toEqual([]);
    // An apostrophe is put before what a spreadsheet would take for a formula, and nothing else is changed.
    expect(fields[5]?.replace(/^'(?=\s*[=+\-@]|␉)/, '')).toBe(terminalText(name));
  });

  test.each(HOSTILE_NAMES)('%s: is in one line of the list', (_what, name) => {
    const text = printed(`${changeRows([activity(name), activity('Ada')]).join('\n')}\n`);

    expectHarmless(text);
    expect(shapeOf(text)).toEqual(['  c', '  2', '  2', '']);
  });
});

describe('the results of cases', () => {
  function verdicts(name: string): Parameters<typeof verdictsTap>[0] {
    return [
      { name, file: name, line: 3, faults: [{ line: 4, text: name }] },
      { name, file: name, line: 5, faults: [] },
    ];
  }
  const tagsOf = (xml: string): string[] => [...xml.matchAll(/<[/?]?[\w]+/g)].map(([tag]) => tag);
  const ordinary = verdicts('Ada');

  test.each(HOSTILE_NAMES)('%s: passes for no result and no directive of TAP', (_what, name) => {
    const tap = printed(verdictsTap(verdicts(name)));
    const points = tap.split('\n').filter((line) => /^(not )?ok /.test(line));

    expectHarmless(tap);
    expect(shapeOf(tap)).toEqual(shapeOf(verdictsTap(ordinary)));
    expect(points.map((line) => line.split(' - ')[0])).toEqual(['not ok 1', 'ok 2']);
    expect(points.filter((line) => /(?<!\\)(?:\\\\)*#/.test(line))).toEqual([]);
    for (const [, text = ''] of tap.matchAll(/^ {4}(?:- at|  text): (.*)$/gm))
      expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test.each(HOSTILE_NAMES)('%s: begins and ends nothing in JUnit', (_what, name) => {
    const xml = printed(verdictsJunit(verdicts(name)));

    expectHarmless(xml);
    expect(tagsOf(xml)).toEqual(tagsOf(verdictsJunit(ordinary)));
    expect(xml.split('\n')).toHaveLength(verdictsJunit(ordinary).split('\n').length);
    expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
  });
});
