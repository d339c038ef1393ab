import { generate } from './generate.mjs';

/** Runs before the tests, also where nobody called `npm run build`: no test sees the code of a former schema. */
export default generate;
