import { bundle } from './bundle.mjs';
import { generate } from './generate.mjs';

// `npm run build`.

await generate();
await bundle();
