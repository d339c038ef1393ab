import { compilePage } from './compile-page.mjs';

// The first part of `npm run build`.

compilePage();
