import Sequencer from '@jest/test-sequencer';

/** Folders with tests that take long. Begun last, they would have one core wait for the other. */
const LONG = /\/test\/(chaos|e2e|property|vendor)\//;

/** On a machine without a record of earlier runs jest goes by the size of the files, which says little here. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => LONG.test(b.path) - LONG.test(a.path));
  }
}
