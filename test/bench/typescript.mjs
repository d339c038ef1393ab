import { register } from 'node:module';

// Node 20 does not read TypeScript by itself: as for the mutation tests, files are translated while they are loaded.
register('../mutate/hooks.mjs', import.meta.url);
