import { defineConfig } from 'vitest/config';

// Node's own conditions: with Vite's, tests and libraries would each load another copy of graphql.
const conditions = ['node', 'module-sync'];

const withPostgres = process.env['TEST_DATABASE_URL'] !== undefined;
const onDatabase = (engine: 'embedded' | 'postgres') => ({
  extends: true as const,
  test: {
    name: engine,
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/services/**', 'tests/project/**'],
    globalSetup: ['tests/support/template-database.ts'],
    provide: { engine },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

/** Unit tests run once; what touches a database runs on the embedded one, and on Postgres where the services are up. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/services/**/*.test.ts',
            'tests/project/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      onDatabase('embedded'),
      ...(withPostgres ? [onDatabase('postgres')] : []),
    ],
  },
});
