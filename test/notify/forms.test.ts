import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { bodyOf, slackBody, teamsBody, templateValues, textOf } from '../../src/notify/forms.ts';
import { type Message, messageOf } from '../../src/notify/message.ts';
import type { News } from '../../src/notify/news.ts';
import { at, FILE } from '../monitoring/events.ts';
import { hostileText, INVISIBLE } from '../render/hostile-text.ts';
import { runs } from '../runs.ts';

function news(more: Partial<News> = {}): News {
  return {
    event: 'changesFailed',
    severity: 'warning',
    file: FILE,
    at: at(1),
    title: '2 changes failed',
    facts: [['goto: out-of-licences', '2']],
    lines: ['A line of ours'],
    personal: ['Ada Lovelace: There is no licence left.'],
    ...more,
  };
}

const sender = { host: 'sync1', names: false };
const message = messageOf([news()], sender);

describe('a message', () => {
  test('names nobody, unless it is told to', () => {
    expect(JSON.stringify(message)).not.toContain('Ada');
    expect(JSON.stringify(messageOf([news()], { ...sender, names: true }))).toContain('Ada Lovelace: There is no');
  });

  test('of several news has the worst severity', () => {
    const several = messageOf([news({ severity: 'good' }), news({ severity: 'error' }), news()], sender);

    expect(several.severity).toBe('error');
    expect(several.title).toBe('adsync: 2 changes failed, and 2 more (sync.yaml)');
  });

  test('is no longer than a receiver takes', () => {
    const long = news({ lines: Array.from({ length: 50 }, (_, line) => `${line} ${'x'.repeat(2000)}`) });
    const all = messageOf(
      Array.from({ length: 40 }, () => long),
      sender,
    );

    expect(all.parts.length).toBe(5);
    expect(all.parts[0]?.lines.at(-1)).toBe('and 42 more');
    expect(all.parts.at(-1)?.lines.at(-1)).toBe('35 more are left out here; see the log.');
    expect(JSON.stringify(teamsBody(all)).length).toBeLessThan(28_000);
    for (const text of textsOf(all)) expect(text.length).toBeLessThanOrEqual(200);
  });
});

describe('forms', () => {
  test('plain text', () => {
    expect(textOf(message)).toBe(
      [
        '2 changes failed.',
        'File: sync.yaml',
        'Time: 2026-03-01T08:01:00.000Z',
        'goto: out-of-licences: 2',
        'A line of ours',
        '',
        'Sent by adsync on sync1.',
        '',
      ].join('\n'),
    );
  });

  test('Slack', () => {
    expect(slackBody(message)).toEqual({
      text: 'adsync: 2 changes failed (sync.yaml)',
      mrkdwn: false,
      blocks: [
        { type: 'header', text: { type: 'plain_text', emoji: false, text: 'adsync: 2 changes failed (sync.yaml)' } },
        {
          type: 'section',
          text: {
            type: 'plain_text',
            emoji: false,
            text: '2 changes failed\nFile: sync.yaml\nTime: 2026-03-01T08:01:00.000Z\ngoto: out-of-licences: 2\nA line of ours',
          },
        },
        { type: 'context', elements: [{ type: 'plain_text', emoji: false, text: 'Sent by adsync on sync1.' }] },
      ],
    });
  });

  test('Teams', () => {
    expect(teamsBody(message)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'RichTextBlock', inlines: [{ type: 'TextRun', color: 'warning', weight: 'bolder' }] },
              { inlines: [{ text: '2 changes failed' }] },
              { inlines: [{ text: 'File: sync.yaml' }] },
              { inlines: [{ text: 'Time: 2026-03-01T08:01:00.000Z' }] },
              { inlines: [{ text: 'goto: out-of-licences: 2' }] },
              { inlines: [{ text: 'A line of ours' }] },
              { inlines: [{ text: 'Sent by adsync on sync1.', isSubtle: true }] },
            ],
          },
        },
      ],
    });
  });

  test('JSON for programs', () => {
    const { type, text } = bodyOf(message, 'json', null);

    expect(type).toBe('application/json; charset=utf-8');
    expect(JSON.parse(text)).toEqual({
      format: 'adsync.notification/1',
      severity: 'warning',
      title: 'adsync: 2 changes failed (sync.yaml)',
      host: 'sync1',
      news: [
        {
          event: 'changesFailed',
          severity: 'warning',
          file: 'sync.yaml',
          at: '2026-03-01T08:01:00.000Z',
          title: '2 changes failed',
          facts: [{ name: 'goto: out-of-licences', value: '2' }],
          lines: ['A line of ours'],
        },
      ],
    });
  });

  test.each([
    ['json', '{"content": "{{severity}}: {{text}}"}', '{"content": "warning: 2 changes failed.\\nFile: sync.yaml'],
    ['text', '{{event}} on {{host}} of {{file}}: {{title}}', 'changesFailed on sync1 of sync.yaml: adsync: 2 changes'],
  ] as const)('a template of %s', (format, template, beginning) => {
    expect(bodyOf(message, format, template).text.slice(0, beginning.length)).toBe(beginning);
  });
});

describe('hostile names', () => {
  const anything = fc.array(hostileText(), { minLength: 1, maxLength: 4 }).map((personal) => news({ personal }));
  const named = { host: 'sync1', names: true };

  test('come out as harmless lines, in every form', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 12 }), (all) => {
        const shown = messageOf(all, named);
        for (const text of textsOf(shown)) {
          expect(text).not.toMatch(INVISIBLE);
          expect(text).not.toMatch(/:\/\/|\bwww\.|\{\{/i);
        }
        // One line of text for each line of the message: no name makes another line.
        const lines = shown.parts.reduce((sum, part) => sum + 4 + part.facts.length + part.lines.length, 0);
        expect(textOf(shown).trimEnd().split('\n').length).toBe(lines + 1);
        for (const text of slackTexts(slackBody(shown))) {
          expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
          expect(text.length).toBeLessThanOrEqual(3000);
        }
        for (const format of ['slack', 'teams', 'json'] as const) JSON.parse(bodyOf(shown, format, null).text);
        const values = templateValues(shown);
        const template = '{"a": "{{title}} {{text}}", "b": "x"}';
        expect(JSON.parse(bodyOf(shown, 'json', template).text)).toEqual({
          a: `${values.title} ${values.text}`,
          b: 'x',
        });
      }),
      runs(100),
    );
  });

  test.each([
    ['Slack mentions', '<!channel> <@U1> &lt;', '&lt;!channel&gt; &lt;@U1&gt; &amp;lt;'],
    ['links', 'see https://evil.example and WWW.evil.example', 'see https[:]//evil.example and WWW[.]evil.example'],
    ['dates of adaptive cards', '{{{DATE(2017-02-14T06:00Z)}}', '{ { {DATE(2017-02-14T06:00Z)}}'],
    ['line breaks', 'Ada\r\nBcc: x@evil.example', 'Ada␍␊Bcc: x@evil.example'],
  ])('%s', (_name, given, shown) => {
    const texts = slackTexts(slackBody(messageOf([news({ personal: [given] })], named)));

    expect(texts.join('\n')).toContain(shown);
  });

  test('a file may have a hostile name, too', () => {
    const shown = messageOf([news({ file: 'a\r\nBcc: x@evil.example' })], sender);

    expect(shown.title).toBe('adsync: 2 changes failed (a␍␊Bcc: x@evil.example)');
  });
});

function textsOf({ title, host, parts }: Message): string[] {
  return [title, host, ...parts.flatMap((part) => [part.title, part.file, ...part.facts.flat(), ...part.lines])];
}

/** Every `text` of the body. */
function slackTexts(body: object): string[] {
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'text' && typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? slackTexts(value) : [];
  });
}
