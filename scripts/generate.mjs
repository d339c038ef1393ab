import { compilePage } from './compile-page.mjs';
import { compileSchemas } from './compile-schemas.mjs';
import { embedTexts } from './embed-texts.mjs';

/** Makes `generated/`, which src/ imports from: before the build, the type checks and every run of jest. */
export async function generate() {
  compilePage();
  embedTexts();
  await compileSchemas();
}
