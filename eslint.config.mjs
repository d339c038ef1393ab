import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist-exe/**',
      '.cache/**',
      'generated/**',
      'node_modules/**',
      'coverage/**',
      'demo/**',
      '**/*.mjs',
      '**/*.cjs',
      'bin/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json', './tsconfig.page.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers in messages are fine as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='push'] > SpreadElement",
          message:
            'A list of 100,000 has more items than a function takes arguments: use append (core/collections.ts).',
        },
        {
          selector: "CallExpression[callee.object.name='Math'] > SpreadElement",
          message: 'A list of 100,000 has more items than a function takes arguments: use greatest or smallest.',
        },
      ],
    },
  },
);
