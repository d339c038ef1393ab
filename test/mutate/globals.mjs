/** What the planner's tests need of '@jest/globals', so that they can be called one by one, and again. */
export { expect } from 'expect';

let found = [];
let names = [];

/** The tests that were described since the last call. */
export function takeTests() {
  const taken = found;
  found = [];
  return taken;
}

export function describe(name, body) {
  names.push(name);
  body();
  names.pop();
}

export function test(name, run) {
  found.push({ name: [...names, name].join(' › '), run });
}

describe.each = (rows) => (name, body) => {
  for (const [index, row] of rows.entries()) describe(`${name} [${index}]`, () => body(...argumentsOf(row)));
};
test.each = (rows) => (name, run) => {
  for (const [index, row] of rows.entries()) test(`${name} [${index}]`, () => run(...argumentsOf(row)));
};

function argumentsOf(row) {
  return Array.isArray(row) ? row : [row];
}
