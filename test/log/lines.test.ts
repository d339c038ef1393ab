import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { newMasker } from '../../src/cli/mask.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Call, HttpCall, LdapCall } from '../../src/core/traffic.ts';
import { callEntry, callLog } from '../../src/log/calls.ts';
import { FIELDS } from '../../src/log/fields.ts';
import { type Entry, type Level, LINES } from '../../src/log/lines.ts';
import { type Log, newLog } from '../../src/log/log.ts';
import type { LogForm } from '../../src/log/print.ts';

const NOW = new Date('2026-01-31T09:00:00.123Z');

function logOf(form: LogForm, level: Level = 'debug', mask = (text: string) => text): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: newLog({ form, level, mask, now: () => NOW, sinks: [(line) => lines.push(line)] }), lines };
}

function written(form: LogForm, entry: Entry): string {
  const { log, lines } = logOf(form);
  log.write(entry);
  return lines.join('');
}

describe('a line', () => {
  test.each<[Entry, string]>([
    [{ event: 'told', text: 'Nothing was changed.' }, 'info  Nothing was changed.'],
    [{ event: 'stopping', file: 'a.yaml', round: 3, text: 'adsync ends.' }, 'info  a.yaml #3 adsync ends.'],
    [{ event: 'failure', code: 'LOCKED', text: 'It is.', advice: 'Wait.' }, 'ERROR LOCKED It is. → Wait.'],
    [
      { event: 'diagnostic', level: 'warn', file: 'a.yaml', code: 'X', line: 3, column: 5, text: 'Odd.', advice: '' },
      'WARN  a.yaml:3:5 X Odd.',
    ],
    [{ event: 'detail', text: 'Two\nlines' }, 'debug Two\u240alines'],
  ])('for people: %j', (entry, expected) => {
    expect(written('text', entry)).toBe(`2026-01-31T09:00:00Z ${expected}\n`);
  });

  test('as JSON has time, level and event first, what it is about, its fields, and the sentence', () => {
    const line = written('json', {
      event: 'recovered',
      text: 'It works.',
      failures: 2,
      since: 'then',
      file: 'a',
      round: 1,
    });

    expect(line).toBe(
      '{"time":"2026-01-31T09:00:00.123Z","level":"info","event":"recovered","file":"a","round":1,"failures":2,"since":"then","text":"It works."}\n',
    );
  });

  test('has no field that is not one of its kind, and none of another sort', () => {
    const entry = { event: 'held', text: 'x', people: 'many', id: 7, headers: { authorization: 'b' }, status: 200 };
    const line = JSON.parse(written('json', entry as unknown as Entry)) as object;

    expect(Object.keys(line)).toEqual(['time', 'level', 'event', 'text']);
  });

  test('is only written where its level is', () => {
    const { log, lines } = logOf('text', 'warn');
    for (const level of ['error', 'warn', 'info', 'debug'] as const) log.write({ event: 'told', level, text: level });

    expect(lines.map((line) => line.slice(21, 26))).toEqual(['ERROR', 'WARN ']);
    expect([log.isOn('warn'), log.isOn('info')]).toEqual([true, false]);
  });

  test('says what the log is about', () => {
    const { log, lines } = logOf('json');
    log.about({ file: 'a.yaml' }).about({ run: 'r1' }).write({ event: 'told', text: 'x' });

    expect(JSON.parse(lines.join(''))).toMatchObject({ file: 'a.yaml', run: 'r1' });
  });
});

describe('a call', () => {
  const http: HttpCall = {
    ...{ kind: 'http', service: 'entra', host: 'graph.microsoft.com', method: 'GET', path: '/v1.0/groups' },
    ...{ parameters: ['$filter', '$top'], status: 200, ms: 12 },
  };
  const ldap: LdapCall = {
    ...{ kind: 'ldap', service: 'ldap', url: 'ldaps://dc1', startTls: false, bindDn: 'CN=a', base: 'DC=b' },
    ...{ scope: 'sub', filter: '(cn=x)', attributes: ['cn'], extendedDn: false, deleted: false },
    ...{ page: 1, pageSize: 1000, entries: 1, ms: 3 },
  };

  test.each<[Call, string]>([
    [http, 'entra: GET graph.microsoft.com/v1.0/groups?$filter&$top 200, 12 ms'],
    [{ ...http, parameters: [], status: null }, 'entra: GET graph.microsoft.com/v1.0/groups no answer, 12 ms'],
    [ldap, 'ldap: ldaps://dc1 page 1, 1 entry, 3 ms'],
    [{ ...ldap, page: 2, entries: 7 }, 'ldap: ldaps://dc1 page 2, 7 entries, 3 ms'],
    [{ ...ldap, page: 2, entries: null }, 'ldap: ldaps://dc1 page 2, failed, 3 ms'],
  ])('%#: %j', (call, text) => {
    expect(callEntry(call).text).toBe(text);
  });

  test('has its command line on the first page, and where it failed', () => {
    const searches = [ldap, { ...ldap, page: 2 }, { ...ldap, page: 2, entries: null }].map(
      (call) => 'search' in callEntry(call),
    );

    expect(searches).toEqual([true, false, true]);
    expect(written('text', callEntry(ldap))).toMatch(/3 ms: ldapsearch .* cn\n$/);
  });

  test('costs nothing where nobody reads it', () => {
    const { log, lines } = logOf('json', 'info');
    callLog(log)(http);

    expect(lines).toEqual([]);
  });
});

/** Texts that steer whoever reads them, and our secret in the middle. */
const SECRET = 'Tr0ub4dor&3"\\';
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        SECRET,
        '\n::error::x',
        '##vso[task]',
        '\u202e',
        '\u001b[2J',
        '\u0085',
        '\u2028',
        '   ',
        '"',
        '\\',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const entries: fc.Arbitrary<Entry> = fc
  .tuple(fc.constantFrom(...(Object.keys(LINES) as (keyof typeof LINES)[])), hostile, fc.infiniteStream(hostile))
  .map(([event, text, more]) => {
    const value = (name: keyof typeof FIELDS): unknown => {
      const next = (): string => String(more.next().value);
      const sorts = { text: next(), number: 3, flag: true, texts: [next(), next()], counts: { [next()]: 1 } };
      return sorts[FIELDS[name][0]];
    };
    const fields = LINES[event][1].map((name) => [name, value(name)] as const);
    return { event, text, file: value('file'), run: value('run'), ...Object.fromEntries(fields) } as Entry;
  });

describe('whatever the names are', () => {
  const masker = newMasker([new Secret(SECRET)]);

  test.each<[LogForm]>([['text'], ['json']])(
    'a line of %s is one line without secrets, controls and commands',
    (form) => {
      fc.assert(
        fc.property(entries, (entry) => {
          const { log, lines } = logOf(form, 'debug', (text) => masker.text(text));
          log.write(entry);
          const [line = ''] = lines;

          expect(lines).toHaveLength(1);
          expect(line).toMatch(/^[^\n]+\n$/);
          expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##[\w.-]*\[|^\s*::/u);
          expect(line).not.toContain(SECRET);
          expect(line).not.toContain(JSON.stringify(SECRET).slice(1, -1));
          if (form === 'json') expect(JSON.stringify(JSON.parse(line))).not.toContain('Tr0ub4dor');
        }),
        { numRuns: 60 },
      );
    },
  );
});
