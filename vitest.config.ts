import { defineConfig } from 'vitest/config';

// Node's own conditions: with Vite's, tests and libraries would each load another copy of graphql.
const conditions = ['node', 'module-sync'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'] },
});
