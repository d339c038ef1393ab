import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { loadSettings } from '../../src/config/load.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { memoryInputs } from '../config/memory-inputs.ts';
import { ROOT } from './ci/files.ts';

/** What must stand in the examples for Kubernetes, field by field. No cluster has taken them. */

type Tree = Readonly<Record<string, unknown>>;

function documents(name: string): Tree[] {
  const text = readFileSync(join(ROOT, 'examples/kubernetes', name), 'utf8');
  return parseAllDocuments(text, { strict: true }).map((one) => one.toJS() as Tree);
}

/** The value at a path like `spec.template.spec.containers.0.image`. */
function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((one, key) => (one as Tree | undefined)?.[key], tree);
}

const [configMap, claim] = documents('common.yaml');
const [deployment] = documents('deployment.yaml');
const [cronJob] = documents('cronjob.yaml');

describe.each([
  ['deployment.yaml', at(deployment, 'spec.template')],
  ['cronjob.yaml', at(cronJob, 'spec.jobTemplate.spec.template')],
])('the pod of %s', (_name, pod) => {
  test.each([
    ['spec.automountServiceAccountToken', false],
    ['spec.terminationGracePeriodSeconds', 300],
    ['spec.securityContext.runAsNonRoot', true],
    ['spec.securityContext.runAsUser', 65532],
    ['spec.securityContext.fsGroupChangePolicy', 'OnRootMismatch'],
    ['spec.securityContext.seccompProfile.type', 'RuntimeDefault'],
    ['spec.containers.0.securityContext.allowPrivilegeEscalation', false],
    ['spec.containers.0.securityContext.readOnlyRootFilesystem', true],
    ['spec.containers.0.securityContext.capabilities.drop.0', 'ALL'],
    ['spec.containers.0.env', [{ name: 'CREDENTIALS_DIRECTORY', value: '/secrets' }]],
    ['spec.containers.1', undefined],
  ])('%s is %j', (path, value) => {
    expect(at(pod, path)).toEqual(value);
  });

  test('mounts its file, its secrets and its state, and nothing else', () => {
    expect(at(pod, 'spec.containers.0.volumeMounts')).toEqual([
      { name: 'file', mountPath: '/work', readOnly: true },
      { name: 'secrets', mountPath: '/secrets', readOnly: true },
      { name: 'state', mountPath: '/state' },
    ]);
    expect(at(pod, 'spec.volumes')).toEqual([
      { name: 'file', configMap: { name: at(configMap, 'metadata.name') } },
      { name: 'secrets', secret: { secretName: 'adsync', defaultMode: 0o440 } },
      { name: 'state', persistentVolumeClaim: { claimName: at(claim, 'metadata.name') } },
    ]);
  });

  test('is named by a digest, and runs adsync with its state in a folder of the volume', () => {
    expect(at(pod, 'spec.containers.0.image')).toMatch(/^registry\.example\/adsync@sha256:0{64}$/);
    expect(at(pod, 'spec.containers.0.args')).toEqual(
      expect.arrayContaining(['run', '--state-dir', '/state/adsync', '--log', 'json']),
    );
  });
});

test('never are two at work', () => {
  expect([at(deployment, 'spec.replicas'), at(deployment, 'spec.strategy.type')]).toEqual([1, 'Recreate']);
  expect([at(cronJob, 'spec.concurrencyPolicy'), at(cronJob, 'spec.jobTemplate.spec.backoffLimit')]).toEqual([
    'Forbid',
    0,
  ]);
  expect(at(cronJob, 'spec.jobTemplate.spec.template.spec.restartPolicy')).toBe('Never');
  expect(at(claim, 'spec.accessModes')).toEqual(['ReadWriteOnce']);
});

test('the probes ask what adsync serves', () => {
  const container = at(deployment, 'spec.template.spec.containers.0');

  expect(at(container, 'args')).toEqual(expect.arrayContaining(['--listen', '0.0.0.0:9464']));
  expect(at(container, 'ports.0')).toEqual({ name: 'metrics', containerPort: 9464 });
  expect(at(container, 'livenessProbe.httpGet')).toEqual({ path: '/healthz', port: 'metrics' });
  expect(at(container, 'readinessProbe.httpGet')).toEqual({ path: '/readyz', port: 'metrics' });
});

test('the labels of the pods are those that the deployment looks for', () => {
  expect(at(deployment, 'spec.template.metadata.labels')).toEqual(at(deployment, 'spec.selector.matchLabels'));
});

test('the file in the ConfigMap is without fault, and takes its secrets from the folder of the secrets', async () => {
  const files = {
    '/etc/adsync/sync.yaml': String((at(configMap, 'data') as Tree)['sync.yaml']),
    '/secrets/rescue-token': 'token-words\n',
    '/secrets/bind-password': 'bind-words\n',
  };
  const inputs = { ...memoryInputs(files), env: { CREDENTIALS_DIRECTORY: '/secrets' } };
  const loaded = await loadSettings('/etc/adsync/sync.yaml', inputs, { sections: TARGET_SECTIONS });

  expect(loaded.ok ? loaded.warnings : loaded.diagnostics).toEqual([]);
});
