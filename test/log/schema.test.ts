import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from '@jest/globals';
import { logSchema } from '../../scripts/log-schema.mjs';
import { FIELDS } from '../../src/log/fields.ts';
import { LINES } from '../../src/log/lines.ts';
import { newLog } from '../../src/log/log.ts';

const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/log.schema.json'), 'utf8'));

// After a change of a table: npm run schema
test('schemas/log.schema.json is what the tables give', () => {
  expect(schema).toEqual(logSchema(LINES, FIELDS));
});

test('lines are as the schema says', () => {
  const isLine = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false }).compile(
    logSchema(LINES, FIELDS),
  );
  const lines: unknown[] = [];
  const sinks = [(line: string) => lines.push(JSON.parse(line))];
  const log = newLog({ form: 'json', level: 'debug', now: () => new Date(0), mask: (text) => text, sinks });

  const figures = {
    ms: 5,
    people: null,
    groups: null,
    changes: { done: 2 },
    calls: {},
    readings: { full: 1, kept: 0 },
  };
  log.write({ event: 'round-ended', text: 'x', dryRun: false, runs: ['r'], nextAt: null, exitCode: 0, ...figures });
  log.write({ event: 'http-call', text: 'x', parameters: ['$top'], status: null });

  for (const line of lines) {
    isLine(line);
    expect(isLine.errors).toBeNull();
  }
  expect(lines).toHaveLength(2);
});
