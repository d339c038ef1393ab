import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fullMetrics } from './known-metrics.ts';

const ROOT = join(import.meta.dirname, '../../..');

interface Series {
  readonly names: ReadonlySet<string>;
  /** `name label` of each label that there is. */
  readonly labels: ReadonlySet<string>;
}

async function known(): Promise<Series> {
  const lines = (await fullMetrics().exposition()).split('\n').filter((line) => /^[a-z]/.test(line));
  const names = lines.map((line) => /^\w+/.exec(line)?.[0] ?? '');
  const labels = lines.flatMap((line, index) =>
    [...line.matchAll(/[{,](\w+)="/g)].map(([, label]) => `${names[index] ?? ''} ${label ?? ''}`),
  );
  return { names: new Set(names), labels: new Set(labels) };
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(readFileSync(join(ROOT, 'examples/monitoring/grafana-dashboard.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
};
const alerts = parse(readFileSync(join(ROOT, 'examples/monitoring/alerts.yml'), 'utf8')) as {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
};
const rules = alerts.groups.flatMap((group) => group.rules);

const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...dashboard.templating.list.map(({ name, query }) => [name, JSON.stringify(query)] as const),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];
const NAME = /\b(?:adsync|process|nodejs)_\w+/g;

describe('the dashboard and the alerts', () => {
  test.each(expressions)('%s asks for metrics that there are: %s', async (_title, expr) => {
    const { names } = await known();

    expect((expr.match(NAME) ?? []).filter((name) => !names.has(name))).toEqual([]);
  });

  test('use every metric of ours but few', () => {
    const used = new Set(expressions.flatMap(([, expr]) => expr.match(NAME) ?? []));

    expect(used.size).toBeGreaterThan(18);
  });

  test('sum up by labels that there are', async () => {
    const { labels } = await known();
    const wrong = expressions.flatMap(([title, expr]) => {
      const by = [...expr.matchAll(/sum by \(([\w, ]+)\) \((?:rate|increase)?\(?(adsync_\w+)/g)];
      return by.flatMap(([, list = '', name = '']) =>
        list.split(', ').flatMap((label) => (labels.has(`${name} ${label}`) ? [] : [`${title}: ${name} ${label}`])),
      );
    });

    expect(wrong).toEqual([]);
  });

  test('panels do not lie on each other', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  test('the page on monitoring names every metric of ours', async () => {
    const page = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8');
    const { names } = await known();
    const ours = [...names].filter((name) => name.startsWith('adsync_')).map((name) => name.replace(/_bucket$/, ''));

    expect(ours.filter((name) => !page.includes(name.replace(/_(?:sum|count)$/, '')))).toEqual([]);
  });
});
