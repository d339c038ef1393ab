import { generate } from './generate.mjs';

// The first part of `npm run check`: types are checked with what the build generates.

await generate();
