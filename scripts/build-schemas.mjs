import { compileSchemas } from './compile-schemas.mjs';

// The last part of `npm run build`.

await compileSchemas();
