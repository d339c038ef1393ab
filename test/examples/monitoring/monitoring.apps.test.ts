import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fullMetrics } from './known-metrics.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Debian's promtool (scripts/install-apps). @returns what it finds wrong; empty where nothing is */
function promtool(args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: ROOT, encoding: 'utf8', input });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stdout + stderr;
}

test('the alert rules and the part of prometheus.yml are valid', () => {
  expect(promtool(['check', 'rules', 'examples/monitoring/alerts.yml'])).toBe('');
  expect(promtool(['check', 'config', 'examples/monitoring/prometheus.yml'])).toBe('');
});

test('each alert fires when it is meant to, and not before', () => {
  expect(promtool(['test', 'rules', 'test/examples/monitoring/alerts.test.yml'])).toBe('');
});

test('the metrics have names and texts as Prometheus wants them', async () => {
  const ours = (await fullMetrics().exposition()).split('\n').filter((line) => /^(?:# \w+ )?adsync_/.test(line));

  expect(promtool(['check', 'metrics'], `${ours.join('\n')}\n`)).toBe('');
});

test('promtool finds what is wrong', () => {
  expect(promtool(['check', 'metrics'], 'adsync_total 1\n')).not.toBe('');
});
