import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { takeTests } from './globals.mjs';
import { TESTS } from './scope.mjs';

/** Where the instrumented code looks for the mutant that is on, and notes what ran. */
const state = (globalThis.__stryker__ ??= {});

/**
 * Calls the tests in one process, which has loaded the planner once: a mutant costs milliseconds. Jest, which begins
 * anew with every mutant, takes over a second for each.
 */
class QuickRunner {
  tests = null;
  loads = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    register('./hooks.mjs', import.meta.url);
  }

  async dryRun() {
    await this.load();
    return this.run(() => true, false);
  }

  async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit, disableBail }) {
    const only = testFilter === undefined ? null : new Set(testFilter);
    Object.assign(state, { hitCount: undefined, hitLimit: undefined, activeMutant: undefined });
    if (mutantActivation === 'static') state.activeMutant = activeMutant.id;
    if (reloadEnvironment || this.tests === null) {
      const failed = await this.load().catch((error) => error);
      // A planner that cannot even be loaded is noticed by every test.
      if (failed !== undefined) return toMutantRunResult(complete([failure({ name: 'loading' }, failed, 0)]));
    }
    Object.assign(state, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const result = await this.run(({ name }) => only === null || only.has(name), !disableBail);
    return toMutantRunResult(determineHitLimitReached(state.hitCount, hitLimit) ?? result);
  }

  /** Loads the planner and its tests, anew after the first time. */
  async load() {
    this.tests = null;
    const query = this.loads++ === 0 ? '' : `?load=${this.loads}`;
    takeTests();
    for (const folder of TESTS) {
      for (const file of readdirSync(folder).sort()) {
        if (file.endsWith('.test.ts')) await import(pathToFileURL(resolve(folder, file)).href + query);
      }
    }
    this.tests = takeTests();
  }

  async run(isWanted, bail) {
    const results = [];
    for (const test of this.tests.filter(isWanted)) {
      const begun = performance.now();
      state.currentTestId = test.name;
      try {
        await test.run();
        results.push({ ...about(test, performance.now() - begun), status: TestStatus.Success });
      } catch (error) {
        results.push(failure(test, error, performance.now() - begun));
        if (bail) break;
      } finally {
        state.currentTestId = undefined;
      }
    }
    return complete(results);
  }
}

function complete(tests) {
  return { status: DryRunStatus.Complete, tests, mutantCoverage: state.mutantCoverage };
}

function about({ name }, timeSpentMs) {
  return { id: name, name, timeSpentMs };
}

function failure(test, error, timeSpentMs) {
  const failureMessage = error instanceof Error ? error.message : String(error);
  return { ...about(test, timeSpentMs), status: TestStatus.Failed, failureMessage };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'quick', QuickRunner)];
