import fc from '../node_modules/fast-check/lib/fast-check.js';

/** What tests get for `fast-check` (jest.shared.mjs): properties that name no seed try the same cases every time. */
fc.configureGlobal({ seed: 20260131 });

export * from '../node_modules/fast-check/lib/fast-check.js';
export default fc;
