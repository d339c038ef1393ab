import { fillTemplate, type TemplateValues } from '../core/template.ts';
import type { Message, Part } from './message.ts';

/** Plain text of several lines, for mail and for receivers of text. */
export function textOf({ host, parts }: Message): string {
  const texts = parts.map((part) => [`${part.title}.`, ...detailsOf(part)].join('\n'));
  return `${texts.join('\n\n')}\n\nSent by adsync on ${host}.\n`;
}

/** Everything of a part but its title, line by line. */
function detailsOf({ file, at, facts, lines }: Part): string[] {
  return [`File: ${file}`, `Time: ${at}`, ...facts.map(([label, value]) => `${label}: ${value}`), ...lines];
}

/** What a template is filled in with. */
export function templateValues(message: Message): TemplateValues {
  const [first] = message.parts;
  return {
    title: message.title,
    text: textOf(message).trimEnd(),
    severity: message.severity,
    event: first?.event ?? '',
    file: first?.file ?? '',
    host: message.host,
    at: first?.at ?? '',
  };
}

/** A document for programs; docs/monitoring.md describes it. */
export function jsonBody({ severity, title, host, parts }: Message): object {
  const news = parts.map(({ facts, ...part }) => ({ ...part, facts: facts.map(([name, value]) => ({ name, value })) }));
  return { format: 'adsync.notification/1', severity, title, host, news };
}

/** The most characters that Slack takes in a header and in a section. */
const SLACK_HEADER = 150;
const SLACK_SECTION = 3000;

/**
 * For an incoming webhook of Slack. All text is plain text, in which Slack reads no Markdown, mention or emoji; its own
 * three characters are escaped all the same, for `text` is shown in notifications.
 *
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function slackBody(message: Message): object {
  const { title, host, parts } = message;
  const sections = parts.map((part) => {
    const text = [part.title, ...detailsOf(part)].join('\n');
    return { type: 'section', text: slackText(text, SLACK_SECTION) };
  });
  const context = { type: 'context', elements: [slackText(`Sent by adsync on ${host}.`, SLACK_SECTION)] };
  const header = { type: 'header', text: slackText(title, SLACK_HEADER) };
  return { text: slackEscaped(title), mrkdwn: false, blocks: [header, ...sections, context] };
}

function slackText(text: string, most: number): object {
  return { type: 'plain_text', emoji: false, text: slackEscaped(text, most) };
}

/** Never longer than `most`, and no escape is cut. */
function slackEscaped(text: string, most = SLACK_SECTION): string {
  let escaped = '';
  for (const character of text) {
    const next = SLACK_ESCAPES[character] ?? character;
    if (escaped.length + next.length > most - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}

const SLACK_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const TEAMS_COLORS = { error: 'attention', warning: 'warning', good: 'good' } as const;

/**
 * For a workflow of Power Automate ("Post to a channel when a webhook request is received"): an adaptive card. Every text
 * is a TextRun: in these no Markdown is read.
 *
 * @see https://adaptivecards.io/explorer/TextRun.html
 */
export function teamsBody({ severity, title, host, parts }: Message): object {
  const heading = block([{ text: title, weight: 'bolder', size: 'medium', color: TEAMS_COLORS[severity] }]);
  const body = parts.flatMap((part) => [
    { ...block([{ text: part.title, weight: 'bolder' }]), separator: true },
    ...detailsOf(part).map((line) => ({ ...block([{ text: line }]), spacing: 'none' })),
  ]);
  const end = block([{ text: `Sent by adsync on ${host}.`, isSubtle: true }]);
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [heading, ...body, end],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

function block(inlines: readonly object[]): object {
  return { type: 'RichTextBlock', inlines: inlines.map((inline) => ({ type: 'TextRun', ...inline })) };
}

/** What is posted to a webhook, and of which type it is. */
export interface Body {
  readonly type: string;
  readonly text: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** @param template null = the format's own */
export function bodyOf(message: Message, format: 'slack' | 'teams' | 'json' | 'text', template: string | null): Body {
  if (template !== null && (format === 'json' || format === 'text')) {
    const text = fillTemplate(template, templateValues(message), format);
    return { type: format === 'json' ? JSON_TYPE : TEXT_TYPE, text };
  }
  if (format === 'text') return { type: TEXT_TYPE, text: `${message.title}\n\n${textOf(message)}` };
  const bodies = { slack: slackBody, teams: teamsBody, json: jsonBody } as const;
  return { type: JSON_TYPE, text: JSON.stringify(bodies[format](message)) };
}
