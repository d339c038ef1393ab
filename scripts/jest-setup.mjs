import { compilePage } from './compile-page.mjs';
import { compileSchemas } from './compile-schemas.mjs';

/** Runs before the tests, also where nobody called `npm run build`. */
export default () => {
  compilePage();
  return compileSchemas();
};
