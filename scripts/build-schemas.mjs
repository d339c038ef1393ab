import { compileSchemas } from './compile-schemas.mjs';

// The second half of `npm run build`.

await compileSchemas();
