import { isItem, type Item, item, list, words, yamlOf } from './files.ts';

export interface AzureJob {
  readonly stage: string;
  readonly id: string;
  readonly said: Item;
  /** With the steps of its template in their place, the parameters filled in. */
  readonly steps: readonly Item[];
}

/** The jobs of the pipeline, with what its template adds. */
export function azureJobs(): AzureJob[] {
  return list(item(yamlOf('azure/azure-pipelines.yml'))['stages']).flatMap((stage) =>
    list(item(stage)['jobs']).map((one) => {
      const said = item(one);
      const deploy = item(item(item(said['strategy'])['runOnce'])['deploy']);
      return {
        stage: words(item(stage)['stage']),
        id: words(said['job']) || words(said['deployment']),
        said,
        steps: list(said['steps'] ?? deploy['steps'])
          .filter(isItem)
          .flatMap(expanded),
      };
    }),
  );
}

function expanded(step: Item): Item[] {
  if (step['template'] === undefined) return [step];
  const template = item(yamlOf(`azure/${words(step['template'])}`));
  const declared = list(template['parameters']).map(item);
  const given = item(step['parameters']);
  const odd = Object.keys(given).filter((name) => !declared.some((one) => one['name'] === name));
  if (odd.length > 0) throw new Error(`unknown parameters: ${odd.join()}`);
  const valueOf = (name: string): string =>
    words(given[name] ?? declared.find((one) => one['name'] === name)?.['default']);
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(/\$\{\{ parameters\.(\w+) \}\}/g, (_, name: string) => valueOf(name));
    if (Array.isArray(value)) return value.map(filled);
    return isItem(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]))
      : value;
  };
  return list(template['steps'])
    .map(item)
    .flatMap((one) => {
      const condition = Object.keys(one).find((key) => key.startsWith('${{ if'));
      if (condition === undefined) return [item(filled(one))];
      const name = /^\$\{\{ if ne\(parameters\.(\w+), ''\) \}\}$/.exec(condition)?.[1];
      if (name === undefined) throw new Error(`unknown condition: ${condition}`);
      return valueOf(name) === '' ? [] : list(one[condition]).map((inner) => item(filled(inner)));
    });
}
