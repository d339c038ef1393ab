import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const CI = join(ROOT, 'examples/ci');
export const SCRIPTS = join(CI, 'scripts');

export function textOf(name: string): string {
  return readFileSync(join(CI, name), 'utf8');
}

/** What a YAML file of the examples says. @throws Error where it has a fault */
export function yamlOf(name: string): unknown {
  const document = parseDocument(textOf(name), { strict: true, uniqueKeys: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw new Error(`${name}: ${fault.message}`);
  return document.toJS();
}

export function namesIn(folder: string): string[] {
  return readdirSync(join(CI, folder)).map((name) => `${folder}/${name}`);
}

export type Item = Readonly<Record<string, unknown>>;

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The item, or one without anything. */
export function item(value: unknown): Item {
  return isItem(value) ? value : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** What an item says in words; empty where it says nothing. */
export function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export interface Step {
  readonly name: string;
  readonly id: string;
  readonly condition: string;
  readonly run: string;
  readonly uses: string;
  readonly env: Item;
  readonly with: Item;
  readonly continueOnError: boolean;
}

export interface Job {
  readonly id: string;
  readonly said: Item;
  readonly steps: readonly Step[];
}

/** The jobs of a workflow of GitHub. */
export function jobsOf(name: string): Job[] {
  return Object.entries(item(item(yamlOf(name))['jobs'])).map(([id, job]) => ({
    id,
    said: item(job),
    steps: stepsOf(item(job)),
  }));
}

/** The steps of a job, or of the part `runs` of an action. */
export function stepsOf(holder: Item): Step[] {
  return list(holder['steps']).map((step) => {
    const { name, id, run, uses, env, if: condition, with: inputs, 'continue-on-error': goesOn } = item(step);
    return {
      name: words(name) || words(uses),
      id: words(id),
      condition: words(condition),
      run: words(run),
      uses: words(uses),
      env: item(env),
      with: item(inputs),
      continueOnError: goesOn === true,
    };
  });
}
